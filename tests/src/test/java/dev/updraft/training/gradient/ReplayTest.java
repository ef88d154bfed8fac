package dev.updraft.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Program;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import dev.updraft.training.FlowerNumbers;
import dev.updraft.training.loop.StepCounter;
import dev.updraft.training.loop.TrainingContext;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that are done again to find the one that went wrong. */
class ReplayTest {
    /** A training by hand, whose variables are copied before the first step and then only when they must be. */
    private static final class Steps implements AutoCloseable {
        private static final int BATCH = 16;
        private static final int BATCHES = 7;

        private final LayerGraph model;
        private final Program program;
        private final Engine engine;
        private final Session session;
        private final FlowerNumbers data = new FlowerNumbers(-1, 0);
        private final StepCounter stepCounter = new StepCounter();
        private final NonFiniteDetector nonFiniteDetector;
        private long clock;

        Steps(Engine engine, String settings) {
            model = TestPrograms.layers(
                    NonFiniteDetectorTest.REGRESSION.formatted("tanh", "0.1").replace("seed: 7", "seed: 7" + settings));
            program = Compiler.lower(model);
            this.engine = engine;
            session = open(program);
            nonFiniteDetector = new NonFiniteDetector(
                    new TrainingContext(model, program, session, "an engine", this::open, 1, 7),
                    data,
                    BATCH,
                    this::order,
                    () -> clock++);
        }

        private Session open(Program opened) {
            return engine.open(opened, new Engine.Options(2, 7));
        }

        private int[] order(int epoch) {
            return Shuffle.order(data.size(), 7, epoch);
        }

        /** A step, the first with a copy; the loss before it. */
        double step() {
            nonFiniteDetector.keep(stepCounter);
            var loss = new double[1];
            var next = stepCounter.batch + 1;
            var order = order(stepCounter.epoch);
            try (var epochIterator = new EpochIterator(program, session, data, BATCH)) {
                epochIterator.run(
                        BatchSource.Work.TRAIN,
                        order,
                        stepCounter.batch,
                        next,
                        stepCounter.step,
                        (_, _, _, found) -> loss[0] = found);
            }
            stepCounter.step++;
            stepCounter.batch = next % BATCHES;
            stepCounter.epoch += next / BATCHES;
            return loss[0];
        }

        void steps(int count) {
            for (var i = 0; i < count; i++) {
                assertThat(step()).isFinite();
            }
        }

        void rateFactor(double factor) {
            stepCounter.learningRateFactor = factor;
            session.learningRateFactor(factor);
        }

        /** All variables become a number. */
        void fill(float value) {
            try (var arena = Arena.ofConfined()) {
                for (var variable : program.variables()) {
                    var values = arena.allocate(
                            ValueLayout.JAVA_FLOAT, variable.shape().elementsPerSample());
                    for (var i = 0L; i < variable.shape().elementsPerSample(); i++) {
                        values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
                    }
                    session.write(variable, values);
                }
            }
        }

        /** What is found out when the loss is no longer a number. */
        @Nullable
        String diverged() {
            for (var step = 0; Double.isFinite(step()); step++) {
                assertThat(step).isLessThan(200);
            }
            return nonFiniteDetector.explain(stepCounter.step);
        }

        @Override
        public void close() {
            nonFiniteDetector.close();
            session.close();
        }
    }

    private static List<Engine> engines() {
        return TestEngines.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void stepsAreDoneAgainWithTheLearningRateThatEachHad(Engine engine) {
        try (var run = new Steps(engine, "")) {
            run.steps(9);
            run.rateFactor(1e-3);
            run.steps(1);
            run.rateFactor(1e33);
            assertThat(run.diverged()).contains("is the result of `");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void accumulatedGradientsAndAveragesAreDoneAgain(Engine engine) {
        try (var run = new Steps(engine, ", gradient_accumulation_steps: 4, ema_momentum: 0.9")) {
            run.steps(18);
            run.rateFactor(1e33);
            assertThat(run.diverged()).contains("is the result of `");
        }
    }

    @Test
    void weightsThatWerePutInPlaceAreWhereStepsAreDoneAgainFrom() {
        try (var run = new Steps(Engines.of("cpu"), "")) {
            run.steps(9);
            run.fill(1e30f);
            run.nonFiniteDetector.forget();
            assertThat(run.diverged()).contains("is the result of `");
        }
    }

    @Test
    void withoutACopyThatLeadsThereNothingIsSaid() {
        try (var run = new Steps(Engines.of("cpu"), "")) {
            run.steps(9);
            run.fill(Float.NaN);
            run.nonFiniteDetector.forget();
            assertThat(run.nonFiniteDetector.canExplain()).isFalse();
            assertThat(run.diverged()).isNull();
        }
    }
}
