package dev.updraft.engine.networks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Learned rows on every engine, against the formula written out: the prediction is the rows themselves, and a step subtracts from
 * each row what the places that show it have of the gradient.
 */
class EmbeddingTest {
    private static final int ROWS = 7;
    private static final int WIDTH = 3;
    private static final int LENGTH = 4;
    private static final int BATCH = 37;
    private static final double RATE = 0.5;

    private static final String MODEL = String.format(Locale.ROOT, """
            model Words {
                input tokens: int[%d]
                target y: float[%d]
                network { tokens -> embedding(%d, %d) -> flatten -> values }
                loss mean_squared_error(values, y)
                optimizer sgd(learning_rate: %s)
            }
            """, LENGTH, LENGTH * WIDTH, ROWS, WIDTH, RATE);

    static Stream<Arguments> engines() {
        return TestEngines.all().stream().map(engine -> Arguments.of(Named.of(engine.description(), engine)));
    }

    /** Row 6 never comes. */
    private static int token(int place) {
        return (5 * place + place / 6) % (ROWS - 1);
    }

    private static double weight(int index) {
        return (float) (0.4 * Math.sin(0.7 * index + 1));
    }

    private static double target(int index) {
        return (float) Math.cos(1.1 * index);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("engines")
    void rowsAreLookedUpAndLearned(Engine engine) {
        var values = BATCH * LENGTH * WIDTH;
        var expected = new double[values];
        var learned = IntStream.range(0, ROWS * WIDTH)
                .mapToDouble(EmbeddingTest::weight)
                .toArray();
        for (var i = 0; i < values; i++) {
            var index = token(i / WIDTH) * WIDTH + i % WIDTH;
            expected[i] = weight(index);
            learned[index] -= RATE * 2 * (expected[i] - target(i)) / values;
        }
        var run = run(engine, 2);
        assertThat(run.predicted).containsExactly(expected, within(1e-6));
        assertThat(run.learned).containsExactly(learned, within(1e-6));
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        var one = run(Engines.of("cpu"), 1);
        var several = run(Engines.of("cpu"), 4);
        assertThat(several.learned).containsExactly(one.learned);
    }

    private record Run(double[] predicted, double[] learned) {}

    private static Run run(Engine engine, int threads) {
        var program = program();
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(threads, 0))) {
            var weights = arena.allocate(JAVA_FLOAT, ROWS * WIDTH);
            IntStream.range(0, ROWS * WIDTH).forEach(i -> weights.setAtIndex(JAVA_FLOAT, i, (float) weight(i)));
            session.write(program.variables().getFirst(), weights);
            var tokens = arena.allocate(JAVA_INT, BATCH * LENGTH);
            IntStream.range(0, BATCH * LENGTH).forEach(i -> tokens.setAtIndex(JAVA_INT, i, token(i)));
            var targets = arena.allocate(JAVA_FLOAT, BATCH * LENGTH * WIDTH);
            IntStream.range(0, BATCH * LENGTH * WIDTH)
                    .forEach(i -> targets.setAtIndex(JAVA_FLOAT, i, (float) target(i)));
            var predictions = arena.allocate(JAVA_FLOAT, BATCH * LENGTH * WIDTH);
            var batch = new Batch(BATCH, List.of(tokens), List.of(targets));
            session.train(batch, 0, StepOutputs.of(predictions));
            session.read(program.variables().getFirst(), weights);
            return new Run(doubles(predictions.toArray(JAVA_FLOAT)), doubles(weights.toArray(JAVA_FLOAT)));
        }
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static Program program() {
        return Compiler.lower(new Network("embedding", MODEL).layers());
    }
}
