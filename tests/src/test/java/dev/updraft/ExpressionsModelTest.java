package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and metrics that are expressions, from Java. */
class ExpressionsModelTest {
    private static final String MODEL = """
            model Own {
                input x: float[1]
                target y: float[1]
                network { x -> dense(1, kernel_initializer: ones) -> p }
                loss mean((p - y) ** 2)
                optimizer sgd(learning_rate: 1e-6)
                metrics mae, gap = mean(abs(p - y))
                fit { epochs: 1, batch_size: BATCH, callbacks: [early_stopping(monitor: gapMODE, patience: 1)] }
            }
            """;

    @TempDir
    private Path folder;

    private CompiledModel compiled(int batchSize, String mode) throws IOException {
        var text = MODEL.replace("BATCH", Integer.toString(batchSize)).replace("MODE", mode);
        return Updraft.compile(Files.writeString(folder.resolve("own.model"), text));
    }

    /** Seven samples whose prediction is wrong by 0 to 6. */
    private static Dataset data() {
        var x = new float[7][1];
        var y = new float[7][1];
        for (var i = 0; i < x.length; i++) {
            x[i][0] = i;
            y[i][0] = 2 * i;
        }
        return Datasets.arrays().input("x", x).numbers("y", y).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 32})
    void aMetricIsTheMeanOverTheSamplesWhateverTheBatch(int batchSize) throws IOException {
        try (var model = compiled(batchSize, ", mode: min").on(Device.cpu())) {
            assertThat(Objects.requireNonNull(model.evaluate(data()).metrics().get("gap")))
                    .isCloseTo(3, within(1e-6));
        }
    }

    @Test
    void aMetricIsWeighedAsTheSamplesAre() throws IOException {
        try (var model = compiled(3, ", mode: min").on(Device.cpu())) {
            var weighted = data().weighted(new float[] {1, 1, 1, 1, 1, 1, 6});

            assertThat(Objects.requireNonNull(model.evaluate(weighted).metrics().get("gap")))
                    .isCloseTo((0 + 1 + 2 + 3 + 4 + 5 + 6 * 6) / 12.0, within(1e-6));
        }
    }

    @Test
    void monitoringOneNeedsAMode() throws IOException {
        try (var model = compiled(3, "").on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(data()))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "early_stopping monitors `gap`, a metric of the model's own: say whether smaller or larger"
                                    + " is better, by mode: min or mode: max");
        }
        try (var model = compiled(3, ", mode: min").on(Device.cpu())) {
            assertThat(model.fit(data()).epochs()).hasSize(1);
        }
    }

    @Test
    void aSavedModelHasItsExpressions() throws IOException {
        var file = folder.resolve("own.safetensors");
        try (var model = compiled(3, ", mode: min").on(Device.cpu())) {
            model.save(file);
        }
        try (var loaded = Updraft.load(file)) {
            assertThat(Objects.requireNonNull(loaded.evaluate(data()).metrics().get("gap")))
                    .isCloseTo(3, within(1e-6));
        }
    }
}
