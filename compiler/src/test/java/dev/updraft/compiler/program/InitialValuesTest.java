package dev.updraft.compiler.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.Philox;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Initializer.Distribution;
import dev.updraft.compiler.tensor.Initializer.Fan;
import dev.updraft.compiler.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialValuesTest {
    private static final int COUNT = 40_000;
    private static final long FAN_IN = 27;
    private static final long FAN_OUT = 288;

    @Test
    void constantsAreThemselves() {
        assertThat(values(new Initializer.Zeros(), 0, 0)).containsOnly(0);
        assertThat(values(new Initializer.Ones(), 0, 0)).containsOnly(1);
        assertThat(values(new Initializer.Constant(0.25), 0, 0)).containsOnly(0.25);
    }

    @Test
    void uniformFillsItsRange() {
        var statistics = Arrays.stream(values(new Initializer.RandomUniform(-1, 3), 0, 7))
                .summaryStatistics();
        assertThat(statistics.getMin()).isBetween(-1.0, -0.99);
        assertThat(statistics.getMax()).isBetween(2.99, 3.0);
        assertThat(statistics.getAverage()).isCloseTo(1, within(0.03));
    }

    @Test
    void normalHasItsMomentsAndItsTails() {
        var values = values(new Initializer.RandomNormal(5, 2), 0, 7);
        assertThat(mean(values)).isCloseTo(5, within(0.05));
        assertThat(stddev(values)).isCloseTo(2, within(0.05));
        // Φ(1) - Φ(-1) = 0.6827 and 1 - (Φ(2) - Φ(-2)) = 0.0455.
        assertThat(share(values, 3, 7)).isCloseTo(0.6827, within(0.01));
        assertThat(share(values, 1, 9)).isCloseTo(0.9545, within(0.005));
    }

    @Test
    void truncatedNormalEndsAtTwoStandardDeviations() {
        var values = values(new Initializer.TruncatedNormal(5, 2), 0, 7);
        assertThat(share(values, 1, 9)).isEqualTo(1);
        assertThat(stddev(values)).isCloseTo(2 * 0.8796, within(0.03));
    }

    @ParameterizedTest
    @CsvSource({"1, AVERAGE, 157.5", "2, IN, 27", "1, IN, 27", "1, OUT, 288"})
    void varianceScalingHasItsVarianceEitherWay(double scale, Fan fan, double connections) {
        var stddev = Math.sqrt(scale / connections);
        var uniform = values(new Initializer.VarianceScaling(scale, fan, Distribution.UNIFORM), 0, 3);
        assertThat(stddev(uniform)).isCloseTo(stddev, within(0.02 * stddev));
        var limit = Math.sqrt(3) * stddev;
        assertThat(share(uniform, -limit, limit)).isEqualTo(1);

        var normal = values(new Initializer.VarianceScaling(scale, fan, Distribution.TRUNCATED_NORMAL), 0, 3);
        assertThat(stddev(normal)).isCloseTo(stddev, within(0.02 * stddev));
        var cut = 2 * stddev / 0.8796;
        assertThat(share(normal, -cut, cut)).isEqualTo(1);
    }

    @Test
    void anUntruncatedNormalHasItsTails() {
        var values = values(new Initializer.VarianceScaling(2, Fan.IN, Distribution.UNTRUNCATED_NORMAL), 0, 3);
        var stddev = Math.sqrt(2.0 / FAN_IN);
        assertThat(stddev(values)).isCloseTo(stddev, within(0.02 * stddev));
        assertThat(share(values, -2 * stddev, 2 * stddev)).isCloseTo(0.9545, within(0.005));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "40, 9", "9, 40", "1, 5", "5, 1"})
    void anOrthogonalMatrixHasOrthonormalColumnsOrRows(int rows, int columns) {
        var matrix = new double[rows * columns];
        var shape = rows == 40 ? Shape.of(2, 5, 4, columns) : Shape.of(rows, columns);
        var variable = new Variable("w", shape, Role.TRAINABLE, new Initializer.Orthogonal(3), 1, 1);
        InitialValues.fill(variable, 0, 5, matrix);

        var isTall = rows >= columns;
        for (var i = 0; i < Math.min(rows, columns); i++) {
            for (var j = 0; j <= i; j++) {
                var product = 0.0;
                for (var k = 0; k < Math.max(rows, columns); k++) {
                    product += isTall
                            ? matrix[k * columns + i] * matrix[k * columns + j]
                            : matrix[i * columns + k] * matrix[j * columns + k];
                }
                assertThat(product).isCloseTo(i == j ? 9 : 0, within(1e-12));
            }
        }
    }

    @Test
    void anIdentityNeedNotBeSquare() {
        var matrix = new double[6];
        var variable = new Variable("w", Shape.of(2, 3), Role.TRAINABLE, new Initializer.Identity(0.5), 1, 1);
        InitialValues.fill(variable, 0, 5, matrix);
        assertThat(matrix).containsExactly(0.5, 0, 0, 0, 0.5, 0);
    }

    @Test
    void seedAndPlaceInTheProgramAloneDecide() {
        var initializer = new Initializer.RandomNormal(0, 1);
        assertThat(values(initializer, 2, 9)).isEqualTo(values(initializer, 2, 9));
        assertThat(values(initializer, 2, 9)).isNotEqualTo(values(initializer, 3, 9));
        assertThat(values(initializer, 2, 9)).isNotEqualTo(values(initializer, 2, 10));
    }

    @Test
    void valuesAreInTheOrderOfTheirRandomNumbers() {
        var values = new float[100_000];
        InitialValues.fill(variable(new Initializer.RandomUniform(0, 1)), 2, 9, values);
        for (var i = 0; i < values.length; i++) {
            var words = Philox.block(9, -1, 2, i);
            var bits = (Integer.toUnsignedLong(words.word0()) << 21) | (words.word1() >>> 11);
            assertThat(values[i]).isEqualTo((float) (bits * 0x1p-53));
        }
    }

    @Test
    void eachNormalValueTakesTwoRandomNumbers() {
        var uniform = new double[200_000];
        InitialValues.fill(variable(new Initializer.RandomUniform(0, 1)), 2, 9, uniform);
        var normal = new double[100_000];
        InitialValues.fill(variable(new Initializer.RandomNormal(0, 1)), 2, 9, normal);
        for (var i = 0; i < normal.length; i++) {
            var radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform[2 * i]));
            assertThat(normal[i]).isEqualTo(radius * StrictMath.cos(2 * Math.PI * uniform[2 * i + 1]));
        }
    }

    @Test
    void floatsAreTheRoundedDoubles() {
        var initializer = new Initializer.VarianceScaling(2, Fan.IN, Distribution.TRUNCATED_NORMAL);
        var floats = new float[COUNT];
        InitialValues.fill(variable(initializer), 4, 1, floats);
        var doubles = values(initializer, 4, 1);
        for (var i = 0; i < COUNT; i++) {
            assertThat(floats[i]).isEqualTo((float) doubles[i]);
        }
    }

    private static double[] values(Initializer initializer, int index, long seed) {
        var values = new double[COUNT];
        InitialValues.fill(variable(initializer), index, seed, values);
        return values;
    }

    private static Variable variable(Initializer initializer) {
        return new Variable("weight", Shape.of(COUNT), Role.TRAINABLE, initializer, FAN_IN, FAN_OUT);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double stddev(double[] values) {
        var mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private static double share(double[] values, double from, double to) {
        return Arrays.stream(values)
                        .filter(value -> value >= from && value <= to)
                        .count()
                / (double) values.length;
    }
}
