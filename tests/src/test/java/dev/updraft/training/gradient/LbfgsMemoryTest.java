package dev.updraft.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.training.gradient.LbfgsMemory.Pair;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directions and line search on functions whose minimum is known. */
class LbfgsMemoryTest {
    private record At(double step, double loss, double slope, double[] x, double[] gradient)
            implements WolfeSearch.Point {}

    /** A function with its gradient. */
    private record Problem(ToDoubleFunction<double[]> loss, Function<double[], double[]> gradient) {
        At at(double step, double[] x, double[] direction) {
            var itsGradient = gradient.apply(x);
            var slope = 0.0;
            for (var i = 0; i < x.length; i++) {
                slope += itsGradient[i] * direction[i];
            }
            return new At(step, loss.applyAsDouble(x), slope, x, itsGradient);
        }
    }

    /** {@code (1 - x)² + 100 (y - x²)²}, lowest at (1, 1). */
    private static final Problem ROSENBROCK =
            new Problem(x -> Math.pow(1 - x[0], 2) + 100 * Math.pow(x[1] - x[0] * x[0], 2), x ->
                    new double[] {-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]), 200 * (x[1] - x[0] * x[0])});

    private static double[] along(double[] x, double step, double[] direction) {
        var moved = x.clone();
        for (var i = 0; i < x.length; i++) {
            moved[i] += step * direction[i];
        }
        return moved;
    }

    /** How many steps it takes until the gradient is below 1e-6. */
    private static int steps(Problem problem, double... from) {
        var memory = new LbfgsMemory(10);
        var here = problem.at(0, from, new double[from.length]);
        for (var steps = 0; steps < 100; steps++) {
            if (Arrays.stream(here.gradient).allMatch(slope -> Math.abs(slope) < 1e-6)) {
                assertThat(here.x).containsExactly(new double[] {1, 1}, within(1e-5));
                return steps;
            }
            var direction = memory.direction(here.gradient);
            var x = here.x;
            var start = problem.at(0, x, direction);
            var first = memory.isEmpty() ? 1e-3 : 1;
            var found = Objects.requireNonNull(new WolfeSearch<At>(
                            step -> problem.at(step, along(x, step, direction), direction), start)
                    .search(first));
            assertThat(found.loss).isLessThan(start.loss);
            var step = new float[x.length];
            var change = new float[x.length];
            for (var i = 0; i < x.length; i++) {
                step[i] = (float) (found.x[i] - x[i]);
                change[i] = (float) (found.gradient[i] - here.gradient[i]);
            }
            memory.add(new Pair(step, change));
            here = found;
        }
        throw new AssertionError("it does not converge: " + Arrays.toString(here.x));
    }

    @Test
    void rosenbrocksValleyIsFollowedToItsEnd() {
        // SciPy 1.16's L-BFGS-B takes 34 to 38 iterations from there.
        assertThat(steps(ROSENBROCK, -1.2, 1)).isLessThan(45);
        assertThat(steps(ROSENBROCK, 2, -3)).isLessThan(60);
    }

    /** Of a quadratic the last pair is fulfilled exactly: {@code H y = s}. */
    @Test
    void theDirectionFulfilsTheSecantEquation() {
        var memory = new LbfgsMemory(3);
        memory.add(new Pair(new float[] {1, 0.5f, -1}, new float[] {2, 1, -3}));
        memory.add(new Pair(new float[] {-0.5f, 1, 2}, new float[] {-1, 3, 1}));

        assertThat(memory.direction(new double[] {-1, 3, 1}))
                .containsExactly(new double[] {0.5, -1, -2}, within(1e-12));
    }

    @Test
    void stepsAlongWhichTheLossCurvesDownwardsAreNotKept() {
        var memory = new LbfgsMemory(2);
        memory.add(new Pair(new float[] {1}, new float[] {-1}));
        memory.add(new Pair(new float[] {1}, new float[] {0}));
        memory.add(new Pair(new float[] {1}, new float[] {Float.NaN}));
        assertThat(memory.isEmpty()).isTrue();
        for (var i = 1; i <= 5; i++) {
            memory.add(new Pair(new float[] {i}, new float[] {1}));
        }
        assertThat(memory.pairs()).extracting(pair -> pair.step()[0]).containsExactly(4f, 5f);
    }

    @Test
    void aFileHoldsItBitForBit(@TempDir Path folder) throws IOException {
        var memory = new LbfgsMemory(5);
        for (var pairs = 0; pairs < 3; pairs++) {
            LbfgsFile.write(folder, memory, 2);
            var read = new LbfgsMemory(5);
            read.add(new Pair(new float[] {9, 9}, new float[] {9, 9}));
            try (var file = LbfgsFile.open(folder, 5, 2)) {
                file.load(read);
            }
            assertThat(read.pairs()).usingRecursiveComparison().isEqualTo(memory.pairs());
            memory.add(new Pair(new float[] {0.1f, pairs}, new float[] {1 / 3f, 1}));
        }
        assertThatThrownBy(() -> LbfgsFile.open(folder, 1, 2))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("it remembers 2 steps, but history_size is 1");
        assertThatThrownBy(() -> LbfgsFile.open(folder, 5, 3)).isInstanceOf(WeightsException.class);
    }

    /** Beyond 1 there is no number. */
    @Test
    void pointsWithoutALossAreTooFar() {
        var start = new At(0, 1, -1, new double[] {0}, new double[] {-1});
        var found = Objects.requireNonNull(new WolfeSearch<At>(
                        step -> step > 0.9
                                ? new At(step, Double.NaN, Double.NaN, new double[] {step}, new double[] {Double.NaN})
                                : new At(
                                        step,
                                        Math.pow(step - 0.5, 2),
                                        2 * (step - 0.5),
                                        new double[] {step},
                                        new double[1]),
                        start)
                .search(8));
        assertThat(found.step()).isBetween(0.05, 0.9);
    }
}
