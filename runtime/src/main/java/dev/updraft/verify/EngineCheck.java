package dev.updraft.verify;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a small network on an engine and on the reference engine, on the same samples from the same initial weights, and
 * holds the losses of the steps against each other.
 *
 * @param difference the largest between the losses of one step, as a share of the reference's
 * @param firstStepSeconds from opening the session to the end of the first step: what making it ready costs
 * @param stepSeconds median of the steps after
 */
public record EngineCheck(double difference, double firstStepSeconds, double stepSeconds) {
    /**
     * More than rounding explains. Drivers of GPUs round functions as OpenCL allows with relaxed mathematics, and the steps
     * carry differences on; a kernel that is wrong gives 1e-2 and more.
     */
    public static final double TOLERANCE = 1e-3;

    private static final String MODEL = "verify.model";
    private static final int BATCH = 64;
    private static final int SMALL_BATCH = 8;
    private static final int STEPS = 8;
    private static final int ROUNDS = 5;
    static final Engine.Options OPTIONS =
            new Engine.Options(Runtime.getRuntime().availableProcessors(), 1);

    /**
     * Trains on an engine that is available.
     *
     * @throws dev.updraft.engine.EngineException if it cannot compute the network at all
     */
    public static EngineCheck of(Engine engine) {
        var program = program();
        var expected = expected(program);
        var start = System.nanoTime();
        try (var trial = new Trial(engine, program)) {
            var first = trial.step(0);
            var ready = System.nanoTime();
            return new EngineCheck(
                    difference(trial.losses(first), expected), (ready - start) / 1e9, trial.secondsPerStep());
        }
    }

    /**
     * Whether an engine that is available trains to the losses of the reference engine, without timing it.
     *
     * @throws dev.updraft.engine.EngineException if it cannot compute the network at all
     */
    public static boolean isRight(Engine engine) {
        var program = program();
        try (var trial = new Trial(engine, program)) {
            return difference(trial.losses(trial.step(0)), expected(program)) <= TOLERANCE;
        }
    }

    private static double[] expected(Program program) {
        try (var reference = new Trial(Engines.of("reference"), program)) {
            return reference.losses(reference.step(0));
        }
    }

    /**
     * The first operation of a training step, forward, backward or of the optimizer, that an engine computes otherwise than the
     * reference engine, in words; null if there is none.
     *
     * @throws dev.updraft.engine.EngineException if it cannot compute the network at all
     */
    public static @Nullable String firstWrongOperation(Engine engine) {
        var program = program();
        try (var arena = Arena.ofConfined()) {
            return OperationCheck.firstWrong(engine, program, samples(program).batch(0, SMALL_BATCH, arena), TOLERANCE);
        }
    }

    /** Whether it computed right; never where a loss was no number. */
    public boolean right() {
        return difference <= TOLERANCE;
    }

    private static double difference(double[] losses, double[] expected) {
        return IntStream.range(0, STEPS)
                .mapToDouble(step -> Math.abs(losses[step] - expected[step]) / Math.abs(expected[step]))
                .reduce(0, Math::max);
    }

    private static Program program() {
        try (var in = Objects.requireNonNull(EngineCheck.class.getResourceAsStream(MODEL))) {
            var source = new SourceFile(MODEL, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            var graph = Compiler.check(source, ImportResolver.NONE, Map.of()).graph();
            return Compiler.lower(Objects.requireNonNull(graph, "Updraft's own model compiles"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RandomSamples samples(Program program) {
        var inputs = program.inputs().getFirst().shape().elementsPerSample();
        var prediction = Objects.requireNonNull(program.predict().outputs().get(Program.PREDICTION));
        var classes = prediction.shape().elementsPerSample();
        return new RandomSamples(BATCH * STEPS, Math.toIntExact(inputs), Math.toIntExact(classes));
    }

    /** The network on an engine. */
    private static final class Trial implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final RandomSamples samples;
        private final StepOutputs outputs;
        private final Session session;

        Trial(Engine engine, Program program) {
            samples = samples(program);
            outputs = StepOutputs.allocate(program, BATCH, arena);
            session = engine.open(program, OPTIONS);
        }

        /** Trains on a batch of its own; the loss. */
        double step(int number) {
            return session.train(samples.batch(number * BATCH, BATCH, arena), number, outputs);
        }

        /** Of all steps, the first of which is done. */
        double[] losses(double first) {
            var losses = new double[STEPS];
            losses[0] = first;
            for (var step = 1; step < STEPS; step++) {
                losses[step] = step(step);
            }
            return losses;
        }

        /** Of training on the samples where the engine likes to have them. */
        double secondsPerStep() {
            var kept = session.upload(samples);
            var order = IntStream.range(0, BATCH * STEPS).toArray();
            var batch = samples.batch(0, BATCH, arena);
            var rounds = new double[ROUNDS];
            for (var round = 0; round < ROUNDS; round++) {
                var start = System.nanoTime();
                if (kept != null) {
                    kept.train(order, BATCH, STEPS, (_, _, _) -> {});
                } else {
                    IntStream.range(0, STEPS).forEach(step -> session.train(batch, STEPS + step, outputs));
                }
                rounds[round] = (System.nanoTime() - start) / 1e9 / STEPS;
            }
            if (kept != null) {
                kept.close();
            }
            Arrays.sort(rounds);
            return rounds[ROUNDS / 2];
        }

        @Override
        public void close() {
            session.close();
            arena.close();
        }
    }
}
