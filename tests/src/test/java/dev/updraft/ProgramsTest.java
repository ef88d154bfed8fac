package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.DataSpec;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The programs in examples/programs reach what Keras, PyTorch and scikit-learn do on the same samples (the table in its README), or
 * come near in fewer epochs where all of them would take long.
 */
class ProgramsTest {
    private static final Path FOLDER =
            Path.of("..", "examples", "programs").toAbsolutePath().normalize();

    @ParameterizedTest
    @CsvSource({
        "vae, 60, loss, 24.4, 25.2",
        "denoise, 8, loss, 0.02, 0.027",
        "segment, 5, iou[ink], 0.7, 0.8",
        "siamese, 8, right, 0.88, 1",
        "interval, 1000, loss, 0.43, 0.445",
        "traits, 15, f1, 0.92, 1",
        "wide_and_deep, 40, mae, 0.45, 0.53",
        "rare, 20, pr_auc, 0.75, 1",
        "self_normalizing, 30, accuracy, 0.98, 1",
        "one_cycle, 10, accuracy, 0.95, 1",
        "logistic, 500, log_loss, 0.0416, 0.0418",
        "ratings, 30, rmse, 0.43, 0.49"
    })
    void comesNearTheFiguresOfItsPeer(String name, int epochs, String metric, double from, double to)
            throws IOException {
        var compiled = Updraft.compile(FOLDER.resolve(name + ".model"));
        assertThat(compiled.warnings()).isEmpty();
        var spec = DataSpec.of(compiled.layers());
        var fit = compiled.layers().fit();
        var train = Datasets.open(Objects.requireNonNull(fit.data()), FOLDER).read(Split.TRAIN, spec, Progress.NONE);
        var test = Datasets.open(Objects.requireNonNull(fit.test()), FOLDER).read(Split.TEST, spec, Progress.NONE);
        try (var model = compiled.on(Device.cpu(), new Engine.Options(1, 0))) {
            model.fit(train, FitOptions.NONE.withEpochs(epochs));
            var metrics = model.evaluate(test);

            var found = metric.equals("loss") ? metrics.loss() : metrics.metric(metric);
            assertThat(found).isBetween(from, to);
        }
    }

    @Test
    void noneIsForgotten() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.filter(file -> file.toString().endsWith(".model"))).hasSize(12);
        }
    }
}
