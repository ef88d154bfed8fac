package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batch normalization of values that are far from 0, in a batch of several shards, beside sums in float64. */
class BatchStatisticsTest {
    private static final int BATCH = 70;
    private static final int CHANNELS = 3;
    private static final double EPSILON = 0.001;
    private static final String MODEL = """
            model Normalized {
                input  x: float[3]
                target t: float[3]
                network { x -> batch_norm(momentum: 0.5) -> y }
                loss mse(y, t)
                optimizer sgd(learning_rate: 1.0)
            }
            """;

    static Stream<Engine> engines() {
        return TestEngines.all().stream();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aLargeMeanTakesNothingFromTheVarianceNorFromTheGradient(Engine engine) {
        var program = program();
        var random = new Random(7);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(2, 0))) {
            var x = arena.allocate(ValueLayout.JAVA_FLOAT, (long) BATCH * CHANNELS);
            var t = arena.allocate(ValueLayout.JAVA_FLOAT, (long) BATCH * CHANNELS);
            for (var i = 0; i < BATCH * CHANNELS; i++) {
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (1e4 * (i % CHANNELS + 1) + random.nextGaussian()));
                t.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
            session.train(new Batch(BATCH, List.of(x), List.of(t)), 0, StepOutputs.allocate(program, BATCH, arena));
            for (var channel = 0; channel < CHANNELS; channel++) {
                var expected = Expected.of(x, t, channel);
                assertThat(read(program, session, "moving_mean", channel))
                        .isCloseTo(expected.mean / 2, within(1e-7 * expected.mean));
                assertThat(read(program, session, "moving_variance", channel))
                        .isCloseTo((1 + expected.variance) / 2, within(1e-3));
                // The mean is a float32: what is left of a value without it is off by its last digit.
                var digit = within(1e-7 * expected.mean);
                assertThat(read(program, session, "gamma", channel)).isCloseTo(1 - expected.ofGamma, digit);
                assertThat(read(program, session, "beta", channel)).isCloseTo(-expected.ofBeta, digit);
            }
        }
    }

    /** A channel's statistics, and the gradients of its two weights where they are 1 and 0. */
    private record Expected(double mean, double variance, double ofGamma, double ofBeta) {
        static Expected of(MemorySegment x, MemorySegment t, int channel) {
            var mean = 0.0;
            for (var row = 0; row < BATCH; row++) {
                mean += at(x, row, channel) / BATCH;
            }
            var variance = 0.0;
            for (var row = 0; row < BATCH; row++) {
                variance += Math.pow(at(x, row, channel) - mean, 2) / BATCH;
            }
            var ofGamma = 0.0;
            var ofBeta = 0.0;
            for (var row = 0; row < BATCH; row++) {
                var normalized = (at(x, row, channel) - mean) / Math.sqrt(variance + EPSILON);
                var gradient = 2 * (normalized - at(t, row, channel)) / (BATCH * CHANNELS);
                ofGamma += gradient * normalized;
                ofBeta += gradient;
            }
            return new Expected(mean, variance, ofGamma, ofBeta);
        }

        private static double at(MemorySegment rows, int row, int channel) {
            return rows.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * CHANNELS + channel);
        }
    }

    private static double read(Program program, Session session, String weight, int channel) {
        var variable = program.variables().stream()
                .filter(each -> each.name().endsWith(weight))
                .findFirst()
                .orElseThrow();
        try (var arena = Arena.ofConfined()) {
            var values = arena.allocate(ValueLayout.JAVA_FLOAT, CHANNELS);
            session.read(variable, values);
            return values.getAtIndex(ValueLayout.JAVA_FLOAT, channel);
        }
    }

    private static Program program() {
        var checked = Compiler.check(new SourceFile("normalized.model", MODEL), ImportResolver.NONE, Map.of());
        return Compiler.lower(Objects.requireNonNull(
                checked.graph(), () -> checked.diagnostics().toString()));
    }
}
