package dev.updraft.engine.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables of which few rows are used, against the same with gradients that are cut off at more than any has: then all rows are
 * updated, and not a bit may be another.
 */
class UsedRowsTest {
    private static final int ROWS = 20_001;
    private static final int PLACES = 20;
    private static final int STEPS = 6;

    private static Program program(String optimizer) {
        return TestPrograms.program("""
                model Few {
                    input x: int[20]
                    target label: class[3]
                    network {
                        narrow = x -> embedding(20001, 1) -> flatten -> dense(3)
                        wide = x -> embedding(20001, 7) -> flatten -> dense(3)
                        logits = narrow + wide
                    }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer %s
                }""".formatted(optimizer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgd(learning_rate: 0.1",
                "sgd(learning_rate: 0.1, momentum: 0.9",
                "sgd(learning_rate: 0.1, momentum: 0.9, nesterov: true",
                "sgd(learning_rate: 0.1, weight_decay: 0.1",
                "adam(learning_rate: 0.1",
                "adam(learning_rate: 0.1, amsgrad: true",
                "adamw(learning_rate: 0.1",
                "adamax(learning_rate: 0.1",
                "nadam(learning_rate: 0.1",
                "rmsprop(learning_rate: 0.1",
                "rmsprop(learning_rate: 0.1, momentum: 0.9",
                "adagrad(learning_rate: 0.1",
                "adadelta(learning_rate: 0.1",
                "lion(learning_rate: 0.1"
            })
    void theyBecomeWhatTheyWouldIfAllRowsWereUpdated(String optimizer) {
        var all = trained(program(optimizer + ", clipvalue: 1e30)"), 1, false);
        for (var threads : List.of(1, 3)) {
            for (var written : List.of(false, true)) {
                trained(program(optimizer + ")"), threads, written)
                        .forEach((name, bits) -> assertThat(bits).as(name).isEqualTo(all.get(name)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgd(learning_rate: 0.1",
                "adam(learning_rate: 0.1",
                "adam(learning_rate: 0.1, amsgrad: true",
                "nadam(learning_rate: 0.1",
                "rmsprop(learning_rate: 0.1"
            })
    void rowsThatNobodyHasUsedAreNotTouched(String optimizer) {
        assertThat(isTouched(program(optimizer + ")"))).isFalse();
        assertThat(isTouched(program(optimizer + ", clipvalue: 1e30)"))).isTrue();
    }

    /** Whether anything was computed with a weight of an unused row: a signaling NaN then becomes a quiet one. */
    private static boolean isTouched(Program program) {
        var signaling = 0x7f80_0001;
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program, new Options(2, 3))) {
            var table = variables(program).stream()
                    .filter(variable ->
                            variable.shape().dims().equals(List.of(ROWS, 7)) && variable.role() != Variable.Role.SLOT)
                    .findFirst()
                    .orElseThrow();
            var values = values(session, table, arena);
            values.setAtIndex(JAVA_INT, 3 * 7 + 2, signaling);
            session.write(table, values);
            for (var step = 0; step < 3; step++) {
                session.train(batch(arena, 5, step), step, StepOutputs.of(arena.allocate(JAVA_FLOAT, 15L)));
            }
            return values(session, table, arena).getAtIndex(JAVA_INT, 3 * 7 + 2) != signaling;
        }
    }

    /** With numbers so round that float32 is exact, where few rows are used and where most are. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "7,1", "7,8", "16,2", "16,3", "600,1", "600,2", "1030,2"})
    void theyBecomeWhatArithmeticSays(int width, int threads) {
        var rows = 300;
        var places = 64;
        var program = TestPrograms.program("""
                model Sums {
                    input x: int[%s]
                    target y: float[1]
                    network {
                        sum = sum(x -> embedding(%s, %s) -> flatten, axis: 1, keep: true)
                    }
                    loss mean_squared_error(sum, y)
                    optimizer sgd(learning_rate: 0.5, momentum: 0.5)
                }""".formatted(places, rows, width));
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program, new Options(threads, 3))) {
            var table = variables(program).stream()
                    .filter(variable -> variable.role() != Variable.Role.SLOT)
                    .findFirst()
                    .orElseThrow();
            session.write(table, arena.allocate(JAVA_FLOAT, (long) rows * width));
            var weights = new double[rows];
            var momentum = new double[rows];
            for (var step = 0; step < 6; step++) {
                var random = new Random(step);
                var indices = arena.allocate(JAVA_INT, places);
                var gradients = new double[rows];
                var sum = 0.0;
                for (var place = 0; place < places; place++) {
                    var row = random.nextInt(rows);
                    indices.setAtIndex(JAVA_INT, place, row);
                    gradients[row]++;
                    sum += weights[row] * width;
                }
                // So that twice the error is 4 / 2^step.
                var target = arena.allocateFrom(JAVA_FLOAT, (float) (sum - 2.0 / (1 << step)));
                session.train(
                        new Batch(1, List.of(indices), List.of(target)),
                        step,
                        StepOutputs.of(arena.allocate(JAVA_FLOAT, 1)));
                for (var row = 0; row < rows; row++) {
                    momentum[row] = momentum[row] * 0.5 + gradients[row] * 4 / (1 << step);
                    weights[row] -= 0.5 * momentum[row];
                }
                var found = values(session, table, arena);
                for (var row = 0; row < rows; row++) {
                    for (var column = 0; column < width; column++) {
                        assertThat((double) found.getAtIndex(JAVA_FLOAT, (long) row * width + column))
                                .as("step %s, row %s, column %s", step, row, column)
                                .isEqualTo(weights[row]);
                    }
                }
            }
        }
    }

    /** @param written whether all variables are read and written midway, as when training is resumed */
    private static Map<String, int[]> trained(Program program, int threads, boolean written) {
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program, new Options(threads, 3))) {
            var variables = variables(program);
            for (var variable : variables) {
                if (variable.name().startsWith("embedding")) {
                    writeOddNumbers(session, variable, arena);
                }
            }
            for (var step = 0; step < STEPS; step++) {
                // A smaller batch at the end of each epoch is another graph, which has the same rows.
                var size = step % 3 == 2 ? 3 : 5;
                session.train(batch(arena, size, step), step, StepOutputs.of(arena.allocate(JAVA_FLOAT, size * 3L)));
                if (written && step == STEPS / 2) {
                    for (var variable : variables) {
                        session.write(variable, values(session, variable, arena));
                    }
                }
            }
            var result = new HashMap<String, int[]>();
            for (var variable : variables) {
                result.put(variable.name(), values(session, variable, arena).toArray(JAVA_INT));
            }
            return result;
        }
    }

    private static List<Variable> variables(Program program) {
        return program.variables().stream().toList();
    }

    private static MemorySegment values(Session session, Variable variable, Arena arena) {
        var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
        session.read(variable, values);
        return values;
    }

    /** In rows that no sample has. */
    private static void writeOddNumbers(Session session, Variable variable, Arena arena) {
        var values = values(session, variable, arena);
        var width = variable.shape().dim(1);
        var odd = new float[] {-0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE};
        for (var i = 0; i < odd.length; i++) {
            values.setAtIndex(JAVA_FLOAT, (long) (3 + 2 * i) * width, odd[i]);
        }
        session.write(variable, values);
    }

    private static Batch batch(Arena arena, int size, long seed) {
        var random = new Random(seed);
        var rows = arena.allocate(JAVA_INT, (long) size * PLACES);
        for (var i = 0; i < size * PLACES; i++) {
            // Some often, and none of an odd number.
            rows.setAtIndex(JAVA_INT, i, random.nextInt(1 + random.nextInt(ROWS / 2)) * 2);
        }
        var labels = arena.allocate(JAVA_INT, size);
        for (var i = 0; i < size; i++) {
            labels.setAtIndex(JAVA_INT, i, random.nextInt(3));
        }
        return new Batch(size, List.of(rows), List.of(labels));
    }
}
