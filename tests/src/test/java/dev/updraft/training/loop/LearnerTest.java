package dev.updraft.training.loop;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.Dataset;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import dev.updraft.history.History;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.FitOptions;
import dev.updraft.training.FlowerNumbers;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.callbacks.EarlyStopping;
import dev.updraft.training.gradient.NonFiniteDetectorTest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That epochs, metrics, callbacks and checkpoints are there for a learner that has neither gradients nor variables. */
class LearnerTest {
    private static final LayerGraph MODEL =
            TestPrograms.layers(NonFiniteDetectorTest.REGRESSION.formatted("tanh", "0.1"));
    private static final Dataset DATA = new FlowerNumbers(-1, 0);

    @TempDir
    private Path folder;

    /** Predicts the same for every sample: in each epoch it moves by half of the mean error. */
    private static final class HalfwayLearner implements Learner {
        private final Arena arena = Arena.ofAuto();
        private final Batch batch;
        private double prediction = 8;

        HalfwayLearner() {
            var targets = arena.allocate(JAVA_FLOAT, DATA.size());
            for (var i = 0; i < DATA.size(); i++) {
                DATA.copyTarget(0, i, targets, (long) i * Float.BYTES);
            }
            batch = new Batch(DATA.size(), List.of(), List.of(targets));
        }

        private double error(double power) {
            var sum = 0.0;
            for (var i = 0; i < batch.size(); i++) {
                sum += Math.pow(prediction - batch.targets().getFirst().getAtIndex(JAVA_FLOAT, i), power);
            }
            return sum / batch.size();
        }

        private StepOutputs outputs() {
            var predictions = arena.allocate(JAVA_FLOAT, batch.size());
            for (var i = 0; i < batch.size(); i++) {
                predictions.setAtIndex(JAVA_FLOAT, i, (float) prediction);
            }
            return StepOutputs.of(predictions);
        }

        @Override
        public String engine() {
            return "halfway";
        }

        @Override
        public void open() {}

        @Override
        public int steps() {
            return 1;
        }

        @Override
        public void train(StepCounter position, int to, StepResult result) {
            var outputs = outputs();
            var loss = error(2);
            prediction -= error(1) / 2;
            position.batch = to;
            position.step++;
            result.step(to, batch, outputs, loss);
        }

        @Override
        public MetricAccumulator validate(MetricAccumulator into, List<TrainingListener> listeners) {
            into.add(batch, outputs(), error(2));
            return into;
        }

        @Override
        public Runnable present(StepCounter position) {
            return () -> {};
        }

        @Override
        public double learningRate(StepCounter position) {
            return Double.NaN;
        }

        @Override
        public void learningRateFactor(double factor) {
            assertThat(factor).isOne();
        }

        private record Snapshot(double prediction) implements ModelSnapshot {
            @Override
            public void write(DataOutput out) throws IOException {
                out.writeDouble(prediction);
            }

            @Override
            public ModelSnapshot read(DataInput in) throws IOException {
                return new Snapshot(in.readDouble());
            }
        }

        @Override
        public ModelSnapshot snapshot() {
            return new Snapshot(prediction);
        }

        @Override
        public void restore(ModelSnapshot snapshot) {
            prediction = ((Snapshot) snapshot).prediction;
        }

        void save(Path file) {
            try {
                Files.write(
                        file,
                        ByteBuffer.allocate(Double.BYTES).putDouble(prediction).array());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public void write(Path checkpoint) {}

        @Override
        public Stored open(Path checkpoint, String model) {
            return new Stored() {
                @Override
                public void load() {
                    try {
                        prediction = ByteBuffer.wrap(Files.readAllBytes(checkpoint.resolve(model)))
                                .getDouble();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }

    private static History run(HalfwayLearner learner, FitOptions options, TrainingListener... listeners) {
        return new TrainingLoop(
                        MODEL,
                        learner,
                        new TrainingData(DATA, DATA),
                        7,
                        new StepCounter(),
                        options.over(MODEL.fit()),
                        Map.of(),
                        options,
                        List.of(listeners),
                        learner::save)
                .run();
    }

    @Test
    void anEpochHasItsStepItsMetricsAndItsValidation() {
        var learner = new HalfwayLearner();
        var history = run(learner, FitOptions.NONE.withEpochs(3));

        assertThat(history.epochs()).extracting(History.Epoch::number).containsExactly(1, 2, 3);
        assertThat(history.epochs().getFirst().loss())
                .isGreaterThan(history.epochs().getLast().loss());
        assertThat(history.epochs().get(1).loss())
                .isEqualTo(history.epochs().getFirst().validationLoss());
    }

    @Test
    void callbacksEndItAndGoBack() {
        var learner = new HalfwayLearner();
        var history = run(learner, FitOptions.NONE.withEpochs(60).withCallbacks(new EarlyStopping("val_loss", 1)));

        assertThat(history.epochs()).hasSizeLessThan(60);
        assertThat(Math.abs(learner.error(1))).isLessThan(1e-6);
    }

    @Test
    void aRunIsResumed() {
        var whole = new HalfwayLearner();
        run(whole, FitOptions.NONE.withEpochs(6));
        var run = folder.resolve("run");
        assertThatThrownBy(() -> run(
                        new HalfwayLearner(),
                        FitOptions.NONE.withEpochs(6).withCheckpoints(Checkpoints.in(run)),
                        event -> {
                            if (event instanceof TrainingEvent.EpochFinished finished
                                    && finished.epoch().number() == 4) {
                                throw new CancellationException("enough");
                            }
                        }))
                .isInstanceOf(CancellationException.class);
        var resumed = new HalfwayLearner();
        var history = run(resumed, FitOptions.NONE.withEpochs(6).withCheckpoints(Checkpoints.resume(run)));

        assertThat(resumed.prediction).isEqualTo(whole.prediction);
        assertThat(history.epochs()).hasSize(6);
    }
}
