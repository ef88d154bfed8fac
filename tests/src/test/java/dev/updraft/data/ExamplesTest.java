package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are in order, and their data fit them. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<Path> models() throws IOException {
        try (var files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".model"))
                    .filter(file -> !file.endsWith("blocks.model"))
                    // What is trained from a program gets its data there.
                    .filter(file -> !file.startsWith(EXAMPLES.resolve("maven-project")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelIsFoundInOrderAndItsDataExist(Path file) {
        var model = check(file);

        assertThat(model.fit().data()).isNotNull();
        assertThat(Datasets.open(model.fit().data(), folder(file))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "fashion-mnist/fashion-mnist.model, 10000, 2000",
        "iris/iris.model,                   150,   150",
        "regression/penguins.model,         333,   333"
    })
    void theDataThatComeWithAModelFitIt(String name, int train, int test) {
        var file = EXAMPLES.resolve(name);
        var model = check(file);
        assertThat(model.fit().data()).isNotNull();

        var source = Datasets.open(model.fit().data(), folder(file));

        var dataSpec = DataSpec.of(model);
        assertThat(source.read(Split.TRAIN, dataSpec, Progress.NONE).size()).isEqualTo(train);
        assertThat(source.read(Split.TEST, dataSpec, Progress.NONE).size()).isEqualTo(test);
    }

    @Test
    void classesHaveTheNamesTheModelGivesThem() {
        var file = EXAMPLES.resolve("fashion-mnist/fashion-mnist.model");
        var data = Datasets.open("data", folder(file)).read(Split.TEST, DataSpec.of(check(file)), Progress.NONE);

        assertThat(data.targets().getFirst())
                .isEqualTo(new Dataset.Target.Classes(Published.FASHION_MNIST.classNames()));
        assertThat(Samples.label(data, 0)).isEqualTo(9);
    }

    private static Path folder(Path file) {
        return EXAMPLES.resolve(EXAMPLES.relativize(file).getName(0));
    }

    private static LayerGraph check(Path file) {
        var compilation = Compiler.check(file, Map.of());
        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(compilation.graph()).isNotNull();
        return compilation.graph();
    }
}
