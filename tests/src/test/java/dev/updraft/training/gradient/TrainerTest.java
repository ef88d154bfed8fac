package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.SimpleDataset;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    private Path folder;

    private Model model(String optimizer) throws IOException {
        return of(Flowers.MODEL.formatted(optimizer));
    }

    private Model of(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(Device.reference());
    }

    /** Data of other sizes. */
    private record Misfit(Shape inputShape, Target target) implements SimpleDataset {
        @Override
        public int size() {
            return 10;
        }

        @Override
        public String description() {
            return "misfit.csv";
        }

        @Override
        public void copyInput(int index, MemorySegment inputs, long offset) {
            inputs.set(JAVA_FLOAT, offset, 1);
        }

        @Override
        public void copyTarget(int index, MemorySegment targets, long offset) {}
    }

    @Test
    void listenersHearEverythingInOrder() throws IOException {
        var heard = new ArrayList<String>();
        TrainingListener listener = event -> heard.add(
                switch (event) {
                    case TrainingEvent.RunStarted run ->
                        String.format(
                                Locale.ROOT,
                                "run of %d + %d samples, epochs %d to %d, %d steps of %d",
                                run.samples(),
                                run.validationSamples(),
                                run.firstEpoch(),
                                run.lastEpoch(),
                                run.steps(),
                                run.batchSize());
                    case TrainingEvent.EpochStarted(var epoch, var last, var steps) ->
                        String.format(Locale.ROOT, "epoch %d of %d, %d steps", epoch, last, steps);
                    case TrainingEvent.StepFinished(var epoch, var step, var steps, var running) ->
                        String.format(
                                Locale.ROOT,
                                "step %d.%d of %d %s",
                                epoch,
                                step,
                                steps,
                                running.metrics().keySet());
                    case TrainingEvent.EvaluationProgress(var step, var steps, var _) ->
                        String.format(Locale.ROOT, "validation %d of %d", step, steps);
                    case TrainingEvent.EpochFinished(var epoch, var last) ->
                        String.format(
                                Locale.ROOT,
                                "epoch %d of %d done %s",
                                epoch.number(),
                                last,
                                epoch.allMetrics().keySet());
                    case TrainingEvent.Checkpoint(var path, var _) -> path.toString();
                    case TrainingEvent.Notice(var text) -> text;
                    case TrainingEvent.RunFinished(var history) ->
                        "done " + history.epochs().size();
                });
        try (var model = model("sgd")) {
            model.fit(new Flowers(50), new FitOptions(2, 32, DataSplit.random(0.2), null, null), listener);
        }

        assertThat(heard)
                .containsExactly(
                        "run of 40 + 10 samples, epochs 1 to 2, 2 steps of 32",
                        "epoch 1 of 2, 2 steps",
                        "step 1.1 of 2 [accuracy, f1]",
                        "step 1.2 of 2 [accuracy, f1]",
                        "validation 1 of 1",
                        "epoch 1 of 2 done [loss, accuracy, f1, val_loss, val_accuracy, val_f1]",
                        "epoch 2 of 2, 2 steps",
                        "step 2.1 of 2 [accuracy, f1]",
                        "step 2.2 of 2 [accuracy, f1]",
                        "validation 1 of 1",
                        "epoch 2 of 2 done [loss, accuracy, f1, val_loss, val_accuracy, val_f1]",
                        "done 2");
    }

    @Test
    void withoutLearningTheTrainingMetricsAreThoseOfAnEvaluation() throws IOException {
        try (var model = model("sgd(learning_rate: 1e-30)")) {
            var data = new Flowers(50);
            // A last batch of 2 samples: the mean is over samples, not over steps.
            var epoch = model.fit(data, FitOptions.NONE.withEpochs(1)).epochs().getFirst();
            var evaluation = model.evaluate(data);

            assertThat(epoch.loss()).isCloseTo(evaluation.loss(), within(1e-6));
            assertThat(epoch.metrics().get("accuracy")).isEqualTo(evaluation.metric("accuracy"));
            assertThat(epoch.stepsPerSecond() * epoch.seconds()).isCloseTo(4, within(1e-9));
            assertThat(epoch.validationLoss()).isNull();
        }
    }

    @Test
    void validationDataIsEvaluatedAfterEachEpoch() throws IOException {
        var validation = new Flowers(30);
        try (var model = model("adam")) {
            var history = model.fit(new Flowers(50), FitOptions.NONE.withValidation(validation));

            assertThat(history.epochs().getLast().validationLoss())
                    .isEqualTo(model.evaluate(validation).loss());
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTrainingAndSaysWhere() throws IOException {
        var text = Flowers.MODEL
                .formatted("sgd(learning_rate: 1e25)")
                .replace("class[3]", "float[3]")
                .replace("metrics   accuracy, f1", "")
                .replace("sparse_categorical_crossentropy", "mean_squared_error");
        try (var model = of(text)) {
            var data = new Misfit(Shape.of(2), new Dataset.Target.Reals(3));
            assertThatThrownBy(() -> model.fit(data))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContainingAll("epoch 2, step 1", "diverged", "misfit.csv");
        }
    }

    @Test
    void dataOfAnotherShapeIsRefusedBeforeTheStart() throws IOException {
        var heard = new ArrayList<TrainingEvent>();
        try (var model = model("sgd")) {
            var data = new Misfit(Shape.of(3), new Dataset.Target.Classes(List.of("0", "1", "2")));

            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE, heard::add))
                    .isInstanceOf(DataException.class)
                    .hasMessage("misfit.csv does not match the model: its samples have shape [3], but input `sample` of"
                            + " model Flowers"
                            + " is [2]");
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void dataOfOtherTargetsIsRefusedBeforeTheStart() throws IOException {
        try (var model = model("sgd")) {
            var classes = new Misfit(Shape.of(2), new Dataset.Target.Classes(List.of("0", "1")));
            var numbers = new Misfit(Shape.of(2), new Dataset.Target.Reals(1));
            var nothing = new Misfit(Shape.of(2), new Dataset.Target.None());

            assertThatThrownBy(() -> model.fit(classes))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("its targets are 2 classes, but target `kind` of model Flowers is 3 classes");
            assertThatThrownBy(() -> model.fit(numbers)).hasMessageContaining("its targets are 1 number");
            assertThatThrownBy(() -> model.evaluate(nothing))
                    .hasMessageContainingAll("it has no target `kind`, which the model needs; it has none");
        }
    }

    @Test
    void aModelWithoutOptimizerCannotBeTrained() throws IOException {
        var text = Flowers.MODEL.formatted("sgd").replace("optimizer sgd", "");
        try (var model = of(text)) {
            assertThatThrownBy(() -> model.fit(new Flowers(10)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContainingAll("no optimizer", "`optimizer adam`");
            assertThat(model.evaluate(new Flowers(10)).samples()).isEqualTo(10);
        }
    }

    @Test
    void interruptingEndsTrainingBetweenStepsAndTheModelLivesOn() throws IOException {
        try (var model = model("sgd")) {
            TrainingListener interrupting = event -> {
                if (event instanceof TrainingEvent.StepFinished(var _, var step, var _, var _) && step == 2) {
                    Thread.currentThread().interrupt();
                }
            };

            assertThatThrownBy(() -> model.fit(new Flowers(100), FitOptions.NONE, interrupting))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(model.evaluate(new Flowers(10)).samples()).isEqualTo(10);
        }
    }

    @Test
    void aListenerThatFailsEndsTraining() throws IOException {
        try (var model = model("sgd")) {
            TrainingListener failing = _ -> {
                throw new IllegalStateException("enough");
            };

            assertThatThrownBy(() -> model.fit(new Flowers(100), FitOptions.NONE, failing))
                    .hasMessage("enough");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> FitOptions.NONE.withEpochs(0)).hasMessage("epochs must be at least 1, but is 0");
        assertThatThrownBy(() -> FitOptions.NONE.withBatchSize(-1)).hasMessageContaining("batch size");
        assertThatThrownBy(() -> FitOptions.NONE.withValidationSplit(1)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> FitOptions.NONE.withValidationSplit(Double.NaN))
                .hasMessageContaining("below 1");
    }
}
