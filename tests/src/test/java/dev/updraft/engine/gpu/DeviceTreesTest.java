package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.CompiledModel;
import dev.updraft.Updraft;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Engines;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.gradient.Learnt;
import dev.updraft.training.gradient.Trainer;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of trees that are trained on a device, from data to the bytes of the saved file. */
class DeviceTreesTest {
    private static final int ROWS = 500;
    private static final Engine.Options OPTIONS = new Engine.Options(2, 3);

    @TempDir
    private Path folder;

    private static String model(String trees) {
        return """
                model Table {
                    input row {
                        a:    number
                        b:    number(optional: true)
                        city: category(most: 12)
                    }
                    target y: number
                    network { row -> %s -> output }
                    loss mean_squared_error(output, y)
                }
                """.formatted(trees);
    }

    private static Dataset table() {
        var random = new Random(5);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < ROWS; i++) {
            var row = new LinkedHashMap<String, Object>();
            var a = random.nextGaussian();
            var city = random.nextInt(10);
            row.put("a", a);
            if (i % 5 != 0) {
                row.put("b", random.nextGaussian());
            }
            row.put("city", "c" + city);
            row.put("y", Math.abs(a + (city % 3 == 1 ? 2 : 0) + (i % 5 == 0 ? 1 : 0) + random.nextGaussian() / 4));
            rows.add(row);
        }
        return Datasets.of(rows);
    }

    /** Trains on an engine; gives the bytes of the saved file, and collects notices. */
    private byte[] trained(String trees, Engine engine, List<String> notices) throws IOException {
        var model = Updraft.compile(Files.writeString(folder.resolve("net.model"), model(trees)));
        var file = folder.resolve("trees.safetensors");
        try (var session = engine.open(model.program(), OPTIONS)) {
            var context = new TrainingContext(
                    model.layers(),
                    model.program(),
                    session,
                    engine.description(),
                    other -> engine.open(other, OPTIONS),
                    2,
                    3);
            new Trainer(context, Learnt.NOTHING, _ -> {}).fit(table(), FitOptions.NONE, List.of(event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    notices.add(text);
                }
            }));
            ModelWeights.saveVariables(file, variables(model), session::read);
        }
        return Files.readAllBytes(file);
    }

    private static List<Variable> variables(CompiledModel model) {
        return model.program().variables();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boosted_trees(trees: 8)",
                "boosted_trees(trees: 8, max_depth: 4, subsample: 0.7, colsample: 0.7, increasing: \"a\")",
                "decision_tree(max_leaves: 40)",
                "random_forest(trees: 3, max_features: 0.5)"
            })
    void haveTheBytesOfThoseThatTheProcessorGrows(String trees) throws IOException {
        var notices = new ArrayList<String>();
        var expected = trained(trees, Engines.of("cpu"), notices);
        assertThat(trained(trees, DoubleEngine.gpu(), notices)).isEqualTo(expected);
        assertThat(notices).isEmpty();
    }

    @Test
    void areGrownByTheProcessorWithANoticeWhereTheDeviceCannot() throws IOException {
        var notices = new ArrayList<String>();
        var trees = "random_forest(trees: 3, criterion: poisson)";
        var expected = trained(trees, Engines.of("cpu"), notices);
        assertThat(notices).isEmpty();
        assertThat(trained(trees, DoubleEngine.gpu(), notices)).isEqualTo(expected);
        assertThat(notices)
                .containsExactly("The trees are grown by the processor and not on the device, as splits are judged by"
                        + " logarithms, and devices differ in their last digits");
    }

    @Test
    void rowsThatTheDeviceHasNoRoomForAreRefusedInWords() {
        assertThatThrownBy(() -> trained("boosted_trees(trees: 3)", DoubleEngine.withMemory(1 << 20), List.of()))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "growing trees of 500 rows and 3 features on double takes 5843 KiB, and double has 1024 KiB:"
                                + " train with --device cpu, or with fewer rows");
    }
}
