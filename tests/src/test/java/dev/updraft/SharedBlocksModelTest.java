package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.report.Report;
import dev.updraft.report.run.RunFile;
import dev.updraft.report.run.RunReport.Layer;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.TensorEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A siamese network, as its user sees it: whether two points lie on the same side of a circle. */
class SharedBlocksModelTest {
    private static final String MODEL = """
            import "tower.model"

            model Siamese(width: int = 12) {
                input  a: float[2]
                input  b: float[2]
                target same: class["no", "yes"]
                network {
                    a -> tower(width) -> left
                    b -> tower(width) -> right
                    d = left - right
                    d * d -> dense(2) -> logits
                }
                loss      sparse_categorical_crossentropy(logits, same)
                optimizer adam(learning_rate: 0.02)
                metrics   accuracy
                fit {
                    epochs: 12, batch_size: 16, seed: 3, validation_split: 0.25,
                    callbacks: [early_stopping(patience: 5, restore_best: true)]
                }
            }
            """;
    private static final String TOWER = """
            shared block tower(x, units: int) {
                return x -> layer(units) -> dropout(0.1) -> layer(units)
            }

            block layer(x, units: int) {
                return x -> dense(units, activation: relu) -> batch_norm(momentum: 0.9)
            }
            """;
    private static final int SAMPLES = 240;

    @TempDir
    private Path folder;

    private CompiledModel compiled() throws IOException {
        Files.writeString(folder.resolve("tower.model"), TOWER);
        return Updraft.compile(Files.writeString(folder.resolve("siamese.model"), MODEL));
    }

    private static Dataset data() {
        var random = new Random(1);
        var a = new float[SAMPLES][2];
        var b = new float[SAMPLES][2];
        var same = new String[SAMPLES];
        for (var i = 0; i < SAMPLES; i++) {
            for (var axis = 0; axis < 2; axis++) {
                a[i][axis] = 2 * random.nextFloat() - 1;
                b[i][axis] = 2 * random.nextFloat() - 1;
            }
            same[i] = inside(a[i]) == inside(b[i]) ? "yes" : "no";
        }
        return Datasets.arrays()
                .input("a", a)
                .input("b", b)
                .classes("same", same)
                .build();
    }

    private static boolean inside(float[] point) {
        return point[0] * point[0] + point[1] * point[1] < 0.6;
    }

    @Test
    void itLearnsAndASavedModelHasTheTowerOnce() throws IOException {
        var file = folder.resolve("siamese.safetensors");
        try (var model = compiled().on(Device.cpu())) {
            model.fit(data());
            assertThat(model.evaluate(data()).metrics().get("accuracy")).isGreaterThan(0.7);
            model.save(file);
            try (var loaded = Updraft.load(file)) {
                assertThat(loaded.predict(data()).getLast())
                        .isEqualTo(model.predict(data()).getLast());
                // Of squares of differences: the towers are the same one.
                assertThat(loaded.predict(new float[] {0.1f, 0.2f, 0.8f, 0.9f}))
                        .containsExactly(loaded.predict(new float[] {0.8f, 0.9f, 0.1f, 0.2f}), within(1e-6f));
            }
        }
        try (var saved = SafetensorsFile.open(file)) {
            assertThat(saved.tensors())
                    .extracting(TensorEntry::name)
                    .containsExactlyInAnyOrder(
                            "tower/layer/dense/kernel",
                            "tower/layer/dense/bias",
                            "tower/layer/batch_norm/gamma",
                            "tower/layer/batch_norm/beta",
                            "tower/layer/batch_norm/moving_mean",
                            "tower/layer/batch_norm/moving_variance",
                            "tower/layer_1/dense/kernel",
                            "tower/layer_1/dense/bias",
                            "tower/layer_1/batch_norm/gamma",
                            "tower/layer_1/batch_norm/beta",
                            "tower/layer_1/batch_norm/moving_mean",
                            "tower/layer_1/batch_norm/moving_variance",
                            "dense/kernel",
                            "dense/bias");
        }
    }

    @Test
    void theReportCountsSharedWeightsOnce() throws IOException {
        try (var model = compiled().on(Device.cpu())) {
            var saved = Report.of(model)
                    .evaluated("test", model.evaluate(data()), data())
                    .save(folder.resolve("report"));

            assertThat(Files.readString(saved.page())).contains("<td class=\"n\">shared</td>");
            var layers = RunFile.read(folder.resolve("report")).layers();
            assertThat(layers)
                    .filteredOn(Layer::shared)
                    .extracting(Layer::name)
                    .containsExactly(
                            "tower_1/layer/dense",
                            "tower_1/layer/batch_norm",
                            "tower_1/layer_1/dense",
                            "tower_1/layer_1/batch_norm");
            assertThat(layers).extracting(Layer::trainable).contains(36L, 24L, 156L, 26L);
        }
    }

    @Test
    void aResumedRunEndsAsIfItHadNotStopped() throws IOException {
        var run = folder.resolve("run");
        float[] whole;
        try (var model = compiled().on(Device.cpu())) {
            model.fit(data());
            whole = model.predict(data()).getLast();
        }
        try (var model = compiled().on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(data(), FitOptions.NONE.withCheckpoints(Checkpoints.in(run)), event -> {
                        if (event instanceof TrainingEvent.StepFinished done && done.epoch() == 3 && done.step() == 2) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        try (var model = compiled().on(Device.cpu())) {
            model.fit(data(), FitOptions.NONE.withCheckpoints(Checkpoints.resume(run)));
            assertThat(model.predict(data()).getLast()).isEqualTo(whole);
        }
    }

    /** Files of a model whose towers are not shared have more weights. */
    @Test
    void weightsOfUsesThatAreNotSharedAreRefused() throws IOException {
        var file = folder.resolve("apart.safetensors");
        Files.writeString(folder.resolve("tower.model"), TOWER.replace("shared block", "block"));
        try (var model = Updraft.compile(Files.writeString(folder.resolve("siamese.model"), MODEL))
                .on(Device.cpu())) {
            model.save(file);
        }

        try (var model = compiled().on(Device.cpu())) {
            assertThatThrownBy(() -> model.load(file))
                    .hasMessageContaining("tower_1/layer/dense/kernel")
                    .hasMessageContaining("is not in the model");
        }
    }
}
