package dev.updraft.engine.networks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random numbers of predictions follow from the sample's row in the data, however the data is cut into batches. */
class RandomRowsTest {
    private static final int SAMPLES = 13;
    private static final int WIDTH = 5;
    private static final Program PROGRAM = SeveralTargetsTest.program("""
            model Noisy {
                input  x: float[5]
                target y: float[5]
                network { x + random_normal(x) * random_uniform(x, 1, 2) + random_normal(weight((5,))) -> noisy }
                loss mse(noisy, y)
            }
            """);

    static List<Engine> engines() {
        return TestEngines.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anyBatchesGiveTheSameNumbers(Engine engine) {
        var data = new DrawnSamples(PROGRAM, SAMPLES, 7, false);
        var expected = predictions(new ReferenceEngine(Precision.FLOAT64), data, SAMPLES);
        for (var batchSize : new int[] {SAMPLES, 4, 1}) {
            assertThat(predictions(engine, data, batchSize))
                    .as("batches of %d", batchSize)
                    .containsExactly(expected, within(1e-4f));
        }
        var noise = IntStream.range(0, SAMPLES)
                .mapToObj(row -> expected[row * WIDTH])
                .toList();
        assertThat(new HashSet<>(noise)).as("no two rows have the same").hasSize(SAMPLES);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void soDoSamplesOnTheDevice(Engine engine) {
        var data = new DrawnSamples(PROGRAM, SAMPLES, 7, false);
        var expected = predictions(new ReferenceEngine(Precision.FLOAT64), data, SAMPLES);
        try (var session = engine.open(PROGRAM, new Engine.Options(2, 42));
                var kept = session.upload(data)) {
            if (kept == null) {
                return; // It computes in the host's memory.
            }
            var found = new float[SAMPLES * WIDTH];
            var losses = new double[1];
            kept.predict(IntStream.range(0, SAMPLES).toArray(), 4, (number, _, outputs) -> {
                var values = outputs.values().getFirst();
                var count = (int) (values.byteSize() / Float.BYTES);
                for (var i = 0; i < count; i++) {
                    found[number * 4 * WIDTH + i] = values.getAtIndex(JAVA_FLOAT, i);
                }
            });
            assertThat(found).containsExactly(expected, within(1e-4f));
            kept.evaluate(
                    IntStream.range(0, SAMPLES).toArray(),
                    4,
                    (number, loss, _) -> losses[0] += loss * Math.min(4, SAMPLES - 4 * number) / SAMPLES);
            assertThat(losses[0]).isCloseTo(loss(session, data), within(1e-4));
        }
    }

    private static double loss(Session session, DrawnSamples data) {
        try (var arena = Arena.ofConfined()) {
            return session.evaluate(data.batch(0, SAMPLES), StepOutputs.allocate(PROGRAM, SAMPLES, arena));
        }
    }

    private static float[] predictions(Engine engine, DrawnSamples data, int batchSize) {
        var found = new float[SAMPLES * WIDTH];
        try (var arena = Arena.ofConfined();
                var session = engine.open(PROGRAM, new Engine.Options(2, 42))) {
            for (var row = 0; row < SAMPLES; row += batchSize) {
                var size = Math.min(batchSize, SAMPLES - row);
                var outputs = StepOutputs.allocate(PROGRAM, size, arena);
                session.predict(data.batch(row, size).after(row), outputs);
                var values = outputs.values().getFirst().toArray(JAVA_FLOAT);
                System.arraycopy(values, 0, found, row * WIDTH, values.length);
            }
        }
        return found;
    }
}
