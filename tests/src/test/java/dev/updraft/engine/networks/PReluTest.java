package dev.updraft.engine.networks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Learned slopes on every engine, against the formula of Keras's PReLU, {@code relu(x) - alpha · relu(-x)}, and its derivative
 * by alpha, both written out here for images of 3×2 pixels with 2 channels.
 */
class PReluTest {
    private static final int BATCH = 5;
    private static final int SAMPLE = 3 * 2 * 2;
    private static final double RATE = 0.1;

    /** The settings, and for each element of a sample which slope it has. */
    record Sharing(String settings, List<Integer> slopes) {
        static final List<Sharing> ALL = List.of(
                new Sharing("", IntStream.range(0, SAMPLE).boxed().toList()),
                new Sharing("(shared_axes: 1)", List.of(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3)),
                new Sharing("(shared_axes: [1, 2])", List.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1)),
                new Sharing("(shared_axes: [3])", List.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5)),
                new Sharing("(shared_axes: [1, 2, 3])", Collections.nCopies(SAMPLE, 0)));

        /** That of an element of the batch. */
        int slope(int element) {
            return slopes.get(element % SAMPLE);
        }

        int count() {
            return Collections.max(slopes) + 1;
        }

        @Override
        public String toString() {
            return "prelu" + settings;
        }
    }

    static Stream<Arguments> enginesAndSharing() {
        return TestEngines.all().stream()
                .flatMap(engine -> Sharing.ALL.stream()
                        .map(sharing -> Arguments.of(Named.of(engine.description(), engine), sharing)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndSharing")
    void slopesAreAppliedAndLearned(Engine engine, Sharing sharing) {
        var x = IntStream.range(0, BATCH * SAMPLE)
                .mapToDouble(i -> i % 7 == 0 ? 0 : Math.sin(0.9 * i + 0.5))
                .toArray();
        var target = IntStream.range(0, BATCH * SAMPLE)
                .mapToDouble(i -> Math.cos(1.1 * i))
                .toArray();
        var alpha = IntStream.range(0, sharing.count())
                .mapToDouble(i -> 0.4 * Math.sin(0.7 * i + 1))
                .toArray();
        var expected = new double[x.length];
        var learned = alpha.clone();
        for (var i = 0; i < x.length; i++) {
            var slope = sharing.slope(i);
            expected[i] = Math.max(x[i], 0) + alpha[slope] * Math.min(x[i], 0);
            learned[slope] -= RATE * 2 * (expected[i] - target[i]) * Math.min(x[i], 0) / x.length;
        }
        assertThat(predict(engine, sharing, alpha, x)).containsExactly(expected, within(1e-6));
        assertThat(train(engine, sharing, alpha, x, target)).containsExactly(learned, within(1e-6));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndSharing")
    void notANumberStaysOne(Engine engine, Sharing sharing) {
        var alpha = new double[sharing.count()];
        var x = IntStream.range(0, BATCH * SAMPLE).mapToDouble(i -> i % 3 - 1).toArray();
        x[4] = Double.NaN;
        var ofInput = predict(engine, sharing, alpha, x);
        for (var i = 0; i < x.length; i++) {
            assertThat(Double.isNaN(ofInput[i])).as("element %s", i).isEqualTo(i == 4);
        }
        x[4] = 1;
        alpha[0] = Double.NaN;
        var ofSlope = predict(engine, sharing, alpha, x);
        for (var i = 0; i < x.length; i++) {
            assertThat(Double.isNaN(ofSlope[i])).as("element %s", i).isEqualTo(sharing.slope(i) == 0);
        }
    }

    private static double[] predict(Engine engine, Sharing sharing, double[] alpha, double[] x) {
        var program = program(sharing);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(2, 0))) {
            session.write(program.variables().getFirst(), floats(arena, alpha));
            var predictions = floats(arena, new double[x.length]);
            session.predict(
                    new Batch(BATCH, List.of(floats(arena, x)), List.of(floats(arena, x))),
                    StepOutputs.of(predictions));
            return doubles(predictions);
        }
    }

    /** The slopes after a step. */
    private static double[] train(Engine engine, Sharing sharing, double[] alpha, double[] x, double[] target) {
        var program = program(sharing);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(2, 0))) {
            var slopes = floats(arena, alpha);
            session.write(program.variables().getFirst(), slopes);
            var batch = new Batch(BATCH, List.of(floats(arena, x)), List.of(floats(arena, target)));
            session.train(batch, 0, StepOutputs.of(floats(arena, new double[x.length])));
            session.read(program.variables().getFirst(), slopes);
            return doubles(slopes);
        }
    }

    private static Program program(Sharing sharing) {
        return Compiler.lower(new Network("prelu", """
                model Slopes {
                    input x: float[3, 2, 2]
                    target y: float[3, 2, 2]
                    network { x -> prelu%s -> output }
                    loss mean_squared_error(output, y)
                    optimizer sgd(learning_rate: %s)
                }
                """.formatted(sharing.settings, RATE)).layers());
    }

    private static MemorySegment floats(Arena arena, double[] values) {
        var segment = arena.allocate(JAVA_FLOAT, values.length);
        for (var i = 0; i < values.length; i++) {
            segment.setAtIndex(JAVA_FLOAT, i, (float) values[i]);
        }
        return segment;
    }

    private static double[] doubles(MemorySegment floats) {
        var values = new double[Math.toIntExact(floats.byteSize() / JAVA_FLOAT.byteSize())];
        Arrays.setAll(values, i -> floats.getAtIndex(JAVA_FLOAT, i));
        return values;
    }
}
