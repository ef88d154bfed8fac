package dev.updraft.engine.networks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators and functions of expressions against the same in NumPy 2.4.6, in float64. */
class FunctionsTest {
    private static final double[] A = {-1.5, 0.25, 2, 0.5, -0.75, 3};
    private static final double[] B = {0.5, -2, 1, 1.5, 0.125, -1};
    private static final int[] T = {2, 0, 1, 2};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a + 1 - b * 2 / (b + 3) | [batch, 3] | -0.785714286 5.25 2.5 0.833333333 0.17 5.0",
                "-a ** 2 | [batch, 3] | -2.25 -0.0625 -4.0 -0.25 -0.5625 -9.0",
                "2 ** -a | [batch, 3] | 2.828427125 0.840896415 0.25 0.707106781 1.681792831 0.125",
                "abs(a) ** b | [batch, 3] | 1.224744871 16.0 2.0 0.353553391 0.96467863 0.333333333",
                "a ** 3 ** 1 | [batch, 3] | -3.375 0.015625 8.0 0.125 -0.421875 27.0",
                "10 - a - b | [batch, 3] | 11.0 11.75 7.0 8.0 10.625 8.0",
                "1 / a / b | [batch, 3] | -1.333333333 -2.0 0.5 1.333333333 -10.666666667 -0.333333333",
                "-(a - b) | [batch, 3] | 2.0 -2.25 -1.0 1.0 0.875 -4.0",
                "sqrt(a * a + 1) | [batch, 3] | 1.802775638 1.030776406 2.236067977 1.118033989 1.25 3.16227766",
                "exp(a) - log(abs(b)) | [batch, 3] | 0.916277341 0.590878236 7.389056099 1.243256163 2.551808094 20.085536923",
                "log1p(square(a)) | [batch, 3] | 1.178654996 0.060624622 1.609437912 0.223143551 0.446287103 2.302585093",
                "sign(a) + round(a * 2) + floor(b) | [batch, 3] | -4.0 -1.0 6.0 3.0 -3.0 6.0",
                "round(m) | [batch, 2, 3] | -2.0 -2.0 -1.0 -0.0 0.0 0.0 1.0 2.0 2.0 2.0 3.0 4.0",
                "sin(a) * cos(b) | [batch, 3] | -0.875384206 -0.102956375 0.491295496 0.033913221 -0.676320388 0.076247466",
                "tanh(a) + sigmoid(b) + relu(a) | [batch, 3] | -0.282688922 0.614121584 3.695086159 1.779691633 -0.103939579 4.263996175",
                "clip(a, -1, 0.5) | [batch, 3] | -1.0 0.25 0.5 0.5 -0.75 0.5",
                "maximum(a, b) + minimum(a, 1) | [batch, 3] | -1.0 0.5 3.0 2.0 -0.625 4.0",
                "average(a, b, 2) | [batch, 3] | 0.333333333 0.083333333 1.666666667 1.333333333 0.458333333 1.333333333",
                "where(a > b, a, 0) | [batch, 3] | 0.0 0.25 2.0 0.0 0.0 3.0",
                "float(a <= 0.5 and not (b == 1) or a != a) | [batch, 3] | 1.0 1.0 0.0 1.0 1.0 0.0",
                "float(a >= b) | [batch, 3] | 0.0 1.0 1.0 0.0 0.0 1.0",
                "float(t < 2) + float(t == 1) | [batch, 2] | 0.0 1.0 2.0 0.0",
                "sum(m) | [batch] | -4.5 13.5",
                "mean(m, axis: 1) | [batch, 3] | -1.25 -0.75 -0.25 1.75 2.25 2.75",
                "max(m, axis: -1, keep: true) | [batch, 2, 1] | -1.0 0.5 2.0 3.5",
                "min(a) | [batch] | -1.5 -0.75",
                "product(m, axis: 2) | [batch, 2] | -3.0 -0.0 3.0 26.25",
                "variance(m, axis: [1, 2]) | [batch] | 0.729166667 0.729166667",
                "float(argmax(a) == 2.0) | [batch] | 1.0 1.0",
                "argmax(m, axis: 1) | [batch, 3] | 1.0 1.0 1.0 1.0 1.0 1.0",
                "cumsum(a) | [batch, 3] | -1.5 -1.25 0.75 0.5 -0.25 2.75",
                "cumsum(m, axis: 1) | [batch, 2, 3] | -2.0 -1.5 -1.0 -2.5 -1.5 -0.5 1.0 1.5 2.0 3.5 4.5 5.5",
                "matmul(m, transpose(m, 0, 2, 1)) | [batch, 2, 2] | 7.25 0.5 0.5 0.5 7.25 14.0 14.0 27.5",
                "matmul(transpose(m, 0, 2, 1), m) | [batch, 3, 3] | 4.25 3.0 1.75 3.0 2.25 1.5 1.75 1.5 1.25 7.25 9.0 10.75 9.0 11.25 13.5 10.75 13.5 16.25",
                "dot(a, b) | [batch, 1] | 0.75 -2.34375",
                "dot(a, b, normalize: true) | [batch, 1] | 0.13028095 -0.414036181",
                "expand_dims(a, 1) * m | [batch, 2, 3] | 3.0 -0.375 -2.0 0.75 0.0 1.0 0.5 -1.125 6.0 1.25 -2.25 10.5",
                "squeeze(m[:, 0:1, :]) | [batch, 3] | -2.0 -1.5 -1.0 1.0 1.5 2.0",
                "squeeze(m[:, 0:1, :], 1) | [batch, 3] | -2.0 -1.5 -1.0 1.0 1.5 2.0",
                "stack(a, b, axis: 1) | [batch, 2, 3] | -1.5 0.25 2.0 0.5 -2.0 1.0 0.5 -0.75 3.0 1.5 0.125 -1.0",
                "stack(a, b) | [batch, 3, 2] | -1.5 0.5 0.25 -2.0 2.0 1.0 0.5 1.5 -0.75 0.125 3.0 -1.0",
                "tile(a, 1, 2) | [batch, 6] | -1.5 0.25 2.0 -1.5 0.25 2.0 0.5 -0.75 3.0 0.5 -0.75 3.0",
                "tile(m, 1, 2, 1) | [batch, 4, 3] | -2.0 -1.5 -1.0 -0.5 0.0 0.5 -2.0 -1.5 -1.0 -0.5 0.0 0.5 1.0 1.5 2.0 2.5 3.0 3.5 1.0 1.5 2.0 2.5 3.0 3.5",
                "m[:, 1] | [batch, 3] | -0.5 0.0 0.5 2.5 3.0 3.5",
                "m[..., -1] | [batch, 2] | -1.0 0.5 2.0 3.5",
                "m[:, :, 1:] | [batch, 2, 2] | -1.5 -1.0 0.0 0.5 1.5 2.0 3.0 3.5",
                "m[:, -2:-1, :2] | [batch, 1, 2] | -2.0 -1.5 1.0 1.5",
                "a[:, 0:2] | [batch, 2] | -1.5 0.25 0.5 -0.75",
                "m[:, 0][:, 2] | [batch] | -1.0 2.0",
                "gather(m, t[:, 0:1] , axis: 2) | [batch, 2, 1] | -1.0 0.5 1.5 3.0",
                "gather(a[:, 0:2], t, axis: 1) | [batch, 2] | NaN -1.5 -0.75 NaN",
                "gather(a, t, axis: 1) | [batch, 2] | 2.0 -1.5 -0.75 3.0",
                "one_hot(t, 3) | [batch, 2, 3] | 0.0 0.0 1.0 1.0 0.0 0.0 0.0 1.0 0.0 0.0 0.0 1.0",
                "float(t) / 2 | [batch, 2] | 1.0 0.0 0.5 1.0",
                "stop_gradient(a) | [batch, 3] | -1.5 0.25 2.0 0.5 -0.75 3.0",
                "reshape(m, 3, 2) | [batch, 3, 2] | -2.0 -1.5 -1.0 -0.5 0.0 0.5 1.0 1.5 2.0 2.5 3.0 3.5",
                "concat(a, b, axis: 1) | [batch, 6] | -1.5 0.25 2.0 0.5 -2.0 1.0 0.5 -0.75 3.0 1.5 0.125 -1.0",
                "concat(m, m, axis: 1) | [batch, 4, 3] | -2.0 -1.5 -1.0 -0.5 0.0 0.5 -2.0 -1.5 -1.0 -0.5 0.0 0.5 1.0 1.5 2.0 2.5 3.0 3.5 1.0 1.5 2.0 2.5 3.0 3.5",
                "a -> sum(axis: 1) -> exp() | [batch] | 2.117000017 15.642631884",
                "a * weight((3,), initializer: ones) + m[:, 0] | [batch, 3] | -3.5 -1.25 1.0 1.5 0.75 5.0",
                "weight((2, 3), initializer: constant(0.5)) * m | [batch, 2, 3] | -1.0 -0.75 -0.5 -0.25 0.0 0.25 0.5 0.75 1.0 1.25 1.5 1.75",
                "log(sigmoid(400 * a)) | [batch, 3] | -600.0 -0.0 -0.0 -0.0 -300.0 -0.0",
                "log(1 - sigmoid(400 * a)) | [batch, 3] | -0.0 -100.0 -800.0 -200.0 -0.0 -1200.0",
                "log1p(-sigmoid(400 * a)) | [batch, 3] | -0.0 -100.0 -800.0 -200.0 -0.0 -1200.0",
                "log(1 + exp(400 * a)) | [batch, 3] | 0.0 100.0 800.0 200.0 0.0 1200.0",
                "log1p(exp(400 * a)) | [batch, 3] | 0.0 100.0 800.0 200.0 0.0 1200.0",
                "log(exp(400 * a) + 1) | [batch, 3] | 0.0 100.0 800.0 200.0 0.0 1200.0",
                "log(softmax(400 * a)) | [batch, 3] | -1400.0 -700.0 0.0 -1000.0 -1500.0 0.0",
                "exp(-0.5 * ((a - b) / 2) ** 2) | [batch, 3] | 0.60653066 0.531095991 0.882496903 0.882496903 0.908733756 0.135335283"
            })
    void computesWhatNumPyDoes(String expression, String shape, String values) {
        var layers = TestPrograms.layers("""
                model Values {
                    input a: float[3]
                    input b: float[3]
                    input m: float[2, 3]
                    input t: int[2]
                    network { y = %s }
                }
                """.formatted(expression));
        assertThat(layers.outputs().getFirst().value().shape()).hasToString(shape);
        var program = Compiler.lower(layers);
        var expected = Stream.of(values.strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        try (var arena = Arena.ofConfined();
                var session = new ReferenceEngine(Precision.FLOAT64).open(program, new Engine.Options(1, 0))) {
            var outputs = StepOutputs.allocate(program, 2, arena);
            var inputs = List.of(
                    arena.allocateFrom(JAVA_FLOAT, floats(A)),
                    arena.allocateFrom(JAVA_FLOAT, floats(B)),
                    arena.allocateFrom(JAVA_FLOAT, floats(m())),
                    arena.allocateFrom(JAVA_INT, T));
            session.predict(new Batch(2, inputs, List.of()), outputs);
            var found = outputs.values().getFirst().toArray(JAVA_FLOAT);
            assertThat(found).hasSameSizeAs(expected);
            for (var i = 0; i < expected.length; i++) {
                if (Double.isNaN(expected[i])) {
                    assertThat(found[i]).isNaN();
                } else {
                    assertThat((double) found[i]).isCloseTo(expected[i], within(1e-6 * (1 + Math.abs(expected[i]))));
                }
            }
        }
    }

    /** From -2 up in halves. */
    private static double[] m() {
        var values = new double[12];
        for (var i = 0; i < values.length; i++) {
            values[i] = 0.5 * i - 2;
        }
        return values;
    }

    private static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (var i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
