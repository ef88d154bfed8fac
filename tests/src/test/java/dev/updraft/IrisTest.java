package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped example, from its file to its metrics, on the engine that users get. */
class IrisTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "iris", "iris.model");

    @TempDir
    private Path folder;

    private static Dataset data(Model model) {
        return Datasets.open("iris.csv", EXAMPLE.resolveSibling("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
    }

    private byte[] trained(Device device, int threads) throws IOException {
        var weights = folder.resolve("iris.safetensors");
        try (var model = Updraft.compile(EXAMPLE).on(device, new Engine.Options(threads, 1))) {
            var history = model.fit(data(model));
            var evaluation = model.evaluate(data(model));

            assertThat(evaluation.metric("accuracy")).isGreaterThan(0.95);
            assertThat(evaluation.perClass()).extracting("name").containsExactly("setosa", "versicolor", "virginica");
            assertThat(history.epochs().getLast().validationLoss()).isNotNull().isLessThan(0.3);
            model.save(weights);
        }
        return Files.readAllBytes(weights);
    }

    @Test
    void theExampleLearnsWithTheSameBitsAtOneAndTwoThreads() throws IOException {
        assertThat(trained(Device.auto(), 1)).isEqualTo(trained(Device.auto(), 2));
    }

    @Test
    void theReferenceEngineLearnsIt() throws IOException {
        assertThat(trained(Device.reference(), 1)).isNotEmpty();
    }
}
