package dev.updraft.training;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.CompiledModel;
import dev.updraft.CrossValidation;
import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Updraft;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.Dataset;
import dev.updraft.data.SimpleDataset;
import dev.updraft.engine.Engine;
import dev.updraft.history.History;
import dev.updraft.training.gradient.ClassWeightInitializer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accumulated gradients, averaged weights and weighted classes, in whole trainings. */
class StepSettingsTest {
    private static final Dataset DATA = new Flowers(96);

    @TempDir
    private Path folder;

    private CompiledModel plain;

    @BeforeEach
    void compile() throws IOException {
        var text = Flowers.MODEL.formatted("sgd(learning_rate: 0.5)");
        plain = Updraft.compile(Files.writeString(folder.resolve("net.model"), text));
    }

    private static List<float[]> trained(CompiledModel compiled, int batchSize) {
        try (var model = compiled.on(Device.reference())) {
            model.fit(DATA, new FitOptions(3, batchSize, null, null, null));
            return model.predict(DATA);
        }
    }

    private static void requireClose(List<float[]> found, List<float[]> expected) {
        for (var i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).containsExactly(expected.get(i), within(1e-5f));
        }
    }

    @Test
    void gradientsOverFourBatchesAreThoseOfOneLargeBatch() {
        var accumulating = plain.with(StepSettings.PLAIN.withGradientAccumulation(4));
        requireClose(trained(accumulating, 8), trained(plain, 32));
    }

    @Test
    void averagesAreWhatIsLeftInTheEndAndWhatIsValidated() {
        var seen = new ArrayList<byte[]>();
        var options = new FitOptions(3, 16, null, null, new Flowers(20)).withCallbacks(new Callback() {
            @Override
            public String name() {
                return "seeing";
            }

            @Override
            public void epochFinished(Training training, History.Epoch epoch) {
                seen.add(bytes(training.snapshot()));
            }

            @Override
            public void finished(Training training) {
                seen.add(bytes(training.snapshot()));
            }
        });
        try (var model = plain.with(StepSettings.PLAIN.withMovingAverage(0.9)).on(Device.reference());
                var other = plain.on(Device.reference())) {
            var history = model.fit(DATA, options);
            assertThat(seen.getLast()).isEqualTo(seen.get(2));
            var averaged = model.evaluate(new Flowers(20)).loss();
            assertThat(averaged).isEqualTo(history.epochs().getLast().validationLoss());

            // The steps themselves are those of a training without averages.
            var plainHistory = other.fit(DATA, new FitOptions(3, 16, null, null, null));
            assertThat(history.epochs().getLast().loss())
                    .isEqualTo(plainHistory.epochs().getLast().loss());
            assertThat(other.evaluate(new Flowers(20)).loss()).isNotEqualTo(averaged);
        }
    }

    private static byte[] bytes(ModelSnapshot snapshot) {
        var bytes = new ByteArrayOutputStream();
        try {
            snapshot.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void weightsThatACallbackRestoresAreNotOverwrittenByAverages() {
        var best = new ArrayList<ModelSnapshot>();
        var options = new FitOptions(2, 16, null, null, null).withCallbacks(new Callback() {
            @Override
            public String name() {
                return "restoring";
            }

            @Override
            public void epochFinished(Training training, History.Epoch epoch) {
                if (best.isEmpty()) {
                    best.add(training.snapshot());
                } else {
                    training.restore(best.getFirst());
                }
            }

            @Override
            public void finished(Training training) {
                assertThat(bytes(training.snapshot())).isEqualTo(bytes(best.getFirst()));
            }
        });
        try (var model = plain.with(StepSettings.PLAIN.withMovingAverage(0.9)).on(Device.reference())) {
            model.fit(DATA, options);
        }
        assertThat(best).hasSize(1);
    }

    @Test
    void beforeTheFirstChangeThereIsNoAverageToTake() {
        var settings = StepSettings.PLAIN.withGradientAccumulation(100).withMovingAverage(0.9);
        try (var model = plain.with(settings).on(Device.reference());
                var untrained = plain.on(Device.reference())) {
            model.fit(DATA, new FitOptions(1, 32, null, null, null));
            requireClose(model.predict(DATA), untrained.predict(DATA));
        }
    }

    @Test
    void aClassOfWeightZeroIsNotLearnt() {
        var onlyTwo = plain.with(StepSettings.PLAIN.withClassWeight(new ClassWeight.Given(List.of(1.0, 0.0, 1.0))));
        try (var model = onlyTwo.on(Device.cpu())) {
            model.fit(DATA, new FitOptions(20, 16, null, null, null));
            assertThat(model.evaluate(DATA).perClass().get(1).recall()).isZero();
        }
    }

    @Test
    void balancedWeightsAreThoseOfScikitLearn() {
        // compute_class_weight("balanced", classes=[0, 1, 3], y=[0] * 6 + [1] * 3 + [3]) of scikit-learn 1.2.1
        assertThat(ClassWeightInitializer.balanced(new Labels(0, 0, 0, 1, 0, 1, 0, 3, 1, 0), 0, 4))
                .containsExactly(new double[] {0.55555556, 1.11111111, 0, 3.33333333}, within(1e-8));
    }

    /** Samples of which only the class matters. */
    private record Labels(int... labels) implements SimpleDataset {
        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public Shape inputShape() {
            return Shape.of(1);
        }

        @Override
        public Target target() {
            return new Target.Classes(List.of("0", "1", "2", "3"));
        }

        @Override
        public String description() {
            return Arrays.toString(labels);
        }

        @Override
        public void copyInput(int index, MemorySegment inputs, long offset) {}

        @Override
        public void copyTarget(int index, MemorySegment targets, long offset) {
            targets.set(JAVA_INT, offset, labels[index]);
        }
    }

    @Test
    void weightsThatDoNotFitTheTargetAreRefused() {
        var two = StepSettings.PLAIN.withClassWeight(new ClassWeight.Given(List.of(1.0, 2.0)));
        assertThatThrownBy(() -> plain.with(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the target has 3 classes, but there are 2 weights");
    }

    @Test
    void crossValidationTrainsAnewForEachPart() {
        var trainings = new ArrayList<TrainingEvent.RunStarted>();
        var result = plain.crossValidate(
                DATA, 4, Device.cpu(), new Engine.Options(1, 7), new FitOptions(20, 16, null, null, null), event -> {
                    if (event instanceof TrainingEvent.RunStarted run) {
                        trainings.add(run);
                    }
                });
        assertThat(trainings).hasSize(4).allMatch(run -> run.firstEpoch() == 1 && run.samples() == 72);
        assertThat(result.folds()).hasSize(4).allMatch(fold -> fold.samples() == 24);
        var losses = result.folds().stream().mapToDouble(fold -> fold.loss()).toArray();
        var mean = Arrays.stream(losses).average().orElseThrow();
        var squares =
                Arrays.stream(losses).map(loss -> (loss - mean) * (loss - mean)).sum();
        assertThat(metric(result, "loss").mean()).isCloseTo(mean, within(1e-12));
        assertThat(metric(result, "loss").deviation()).isCloseTo(Math.sqrt(squares / 3), within(1e-12));
        assertThat(metric(result, "accuracy").mean()).isGreaterThan(0.6);
    }

    @Test
    void theFoldsOfACrossValidationWriteNoFiles() throws IOException {
        var callbacks =
                "callbacks: [csv_log(\"folds-of-a-test.csv\"), early_stopping(monitor: loss, patience: 0)], seed";
        var text = Flowers.MODEL.formatted("sgd").replace("seed", callbacks);
        var compiled = Updraft.compile(Files.writeString(folder.resolve("logging.model"), text));
        compiled.crossValidate(DATA, 2, Device.cpu(), new Engine.Options(1, 7), FitOptions.NONE);
        assertThat(Path.of("folds-of-a-test.csv")).doesNotExist();
    }

    private static CrossValidation.MetricStatistics metric(CrossValidation result, String name) {
        return Objects.requireNonNull(result.metrics().get(name));
    }
}
