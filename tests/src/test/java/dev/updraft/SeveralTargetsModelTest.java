package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.metrics.TargetEvaluation;
import dev.updraft.report.Report;
import dev.updraft.report.run.RunFile;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of two inputs and two targets, as its user sees it. */
class SeveralTargetsModelTest {
    private static final String MODEL = """
            model Two {
                input  image: float[4, 4, 1]
                input  size: float[2]
                target label: class["cat", "dog"]
                target box: float[2]
                network {
                    image -> flatten -> dense(8, activation: relu) -> seen
                    concat(seen, size) -> dense(8, activation: relu) -> both
                    both -> dense(2) -> logits
                    both -> dense(2) -> corners
                }
                loss      sparse_categorical_crossentropy(logits, label) + 0.3 * mse(corners, box)
                optimizer adam(learning_rate: 0.01)
                metrics   accuracy, mae(box)
                fit { epochs: 4, batch_size: 8, seed: 3, validation_split: 0.25 }
            }
            """;
    private static final int SAMPLES = 60;

    @TempDir
    private Path folder;

    private CompiledModel compiled() throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("two.model"), MODEL));
    }

    private static final float[][] IMAGES = new float[SAMPLES][16];
    private static final float[][] SIZES = new float[SAMPLES][2];
    private static final String[] LABELS = new String[SAMPLES];
    private static final float[][] BOXES = new float[SAMPLES][2];

    static {
        var random = new Random(1);
        for (var i = 0; i < SAMPLES; i++) {
            for (var j = 0; j < 16; j++) {
                IMAGES[i][j] = random.nextFloat();
                BOXES[i][0] += IMAGES[i][j] / 16;
            }
            SIZES[i][0] = random.nextFloat();
            SIZES[i][1] = random.nextFloat();
            BOXES[i][1] = SIZES[i][0] + SIZES[i][1];
            LABELS[i] = BOXES[i][0] > 0.5 ? "dog" : "cat";
        }
    }

    /** In another order than the model's, which does not matter: names tell. */
    private static Dataset data() {
        return Datasets.arrays()
                .numbers("box", BOXES)
                .input("size", SIZES)
                .classes("label", LABELS)
                .input("image", IMAGES)
                .build();
    }

    @Test
    void eachTermAndMetricIsShownUnderItsName() throws IOException {
        try (var model = compiled().on(Device.cpu())) {
            var history = model.fit(data());

            var last = history.epochs().getLast();
            assertThat(last.allMetrics().keySet())
                    .containsExactly(
                            "loss",
                            "label_loss",
                            "box_loss",
                            "label_accuracy",
                            "box_mae",
                            "val_loss",
                            "val_label_loss",
                            "val_box_loss",
                            "val_label_accuracy",
                            "val_box_mae");
            for (var epoch : history.epochs()) {
                var metrics = epoch.allMetrics();
                assertThat(metric(metrics, "label_loss") + 0.3 * metric(metrics, "box_loss"))
                        .isCloseTo(epoch.loss(), within(1e-5));
            }
            assertThat(last.loss()).isLessThan(history.epochs().getFirst().loss());
        }
    }

    private static double metric(Map<String, Double> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name));
    }

    @Test
    void evaluationAndPredictionSpeakOfEachTarget() throws IOException {
        try (var model = compiled().on(Device.cpu())) {
            model.fit(data());

            var evaluation = model.evaluate(data());
            assertThat(evaluation.metrics()).containsKeys("label_loss", "box_loss", "label_f1", "box_rmse");
            assertThat(evaluation.targets()).extracting(TargetEvaluation::name).containsExactly("label", "box");
            assertThat(evaluation.target("label").perClass()).extracting("name").containsExactly("cat", "dog");
            assertThat(evaluation.target("label").confusion()).isNotNull();
            assertThat(evaluation.target("box").confusion()).isNull();
            assertThat(evaluation.render()).contains("label_accuracy", "box_mae", "\nlabel\n");
            assertThatThrownBy(evaluation::confusion).hasMessageContaining("several targets (label, box)");

            var predictions = model.predict(data());
            assertThat(predictions).hasSize(SAMPLES).allMatch(values -> values.length == 4);
            assertThat(predictions.getFirst()[0] + predictions.getFirst()[1]).isCloseTo(1, within(1e-5f));
            var joined = new float[18];
            System.arraycopy(IMAGES[0], 0, joined, 0, 16);
            System.arraycopy(SIZES[0], 0, joined, 16, 2);
            assertThat(model.predict(joined)).containsExactly(predictions.getFirst(), within(1e-6f));
        }
    }

    @Test
    void aSavedModelKnowsItsClassesAndPredictsTheSame() throws IOException {
        var file = folder.resolve("two.safetensors");
        try (var model = compiled().on(Device.cpu())) {
            model.fit(data());
            model.save(file);
            try (var loaded = Updraft.load(file)) {
                assertThat(loaded.classNames("label")).containsExactly("cat", "dog");
                assertThat(loaded.predict(data()).getLast())
                        .isEqualTo(model.predict(data()).getLast());
            }
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

    @Test
    void everyEngineTrainsAlike() throws IOException {
        double cpu;
        try (var model = compiled().on(Device.cpu())) {
            cpu = model.fit(data()).epochs().getLast().loss();
        }
        try (var model = compiled().on(Device.parse("reference"))) {
            assertThat(model.fit(data()).epochs().getLast().loss()).isCloseTo(cpu, within(1e-4));
        }
    }

    @Test
    void arraysOfNumPyTrainByTheirNames() throws IOException {
        var file = Path.of("src/test/resources/npz/two.npz");
        try (var model = compiled().on(Device.cpu())) {
            var data = Datasets.open(file.toString(), Path.of("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
            assertThat(data.size()).isEqualTo(60);
            var epochs = model.fit(data).epochs();
            assertThat(epochs).hasSize(4);
            assertThat(epochs.getLast().loss()).isLessThan(epochs.getFirst().loss());
        }
    }

    @Test
    void theReportShowsEachTarget() throws IOException {
        try (var model = compiled().on(Device.cpu())) {
            var history = model.fit(data());
            var report = folder.resolve("report");
            Report.of(model)
                    .trained(history, model.compiled().layers().fit())
                    .evaluated("training", model.evaluate(data()), data())
                    .save(report);

            var page = Files.readString(report.resolve("index.html"));
            assertThat(page).contains("label_loss", "box_mae", "label: Classes", "box: Predicted versus true");
            assertThat(report.resolve("confusion-label.svg")).exists();
            assertThat(report.resolve("predicted-box-0.svg")).exists();
            assertThat(RunFile.read(report).evaluation()).isNotNull();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedByName() throws IOException {
        try (var model = compiled().on(Device.cpu())) {
            refused(model, Datasets.arrays().input("image", IMAGES).build(), "it has no input `size`");
            refused(
                    model,
                    Datasets.arrays()
                            .input("image", IMAGES)
                            .input("size", SIZES)
                            .input("extra", SIZES)
                            .build(),
                    "it has inputs that the model does not have: extra");
            refused(
                    model,
                    Datasets.arrays()
                            .input("image", IMAGES)
                            .input("size", SIZES)
                            .classes("label", LABELS)
                            .build(),
                    "it has no target `box`");
            refused(
                    model,
                    Datasets.arrays()
                            .input("image", SIZES)
                            .input("size", SIZES)
                            .classes("label", LABELS)
                            .numbers("box", BOXES)
                            .build(),
                    "input `image` of model Two is [4, 4, 1]");
            refused(model, Datasets.of(IMAGES, LABELS), "it has one input without a name");
        }
        assertThatThrownBy(() -> Datasets.arrays().input("a", IMAGES).numbers("a", BOXES))
                .hasMessageContaining("`a` is given twice");
        assertThatThrownBy(() -> Datasets.arrays().input("a", IMAGES).numbers("b", new float[][] {{1}}))
                .hasMessageContaining("b has 1 samples, but a has 60");
    }

    private static void refused(Model model, Dataset data, String why) {
        assertThatThrownBy(() -> model.fit(data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aTableCannotFeedItAndSaysWhatCan() throws IOException {
        Files.writeString(folder.resolve("two.csv"), "a,b\n1,2\n");
        try (var model = compiled().on(Device.cpu())) {
            assertThatThrownBy(
                            () -> Datasets.open("two.csv", folder).read(Split.TRAIN, model.dataSpec(), Progress.NONE))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("2 targets (label, box)", ".npz", "Datasets.arrays()");
        }
    }
}
