package dev.updraft.compiler.program;

import dev.updraft.compiler.ops.Philox;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Initializer.Fan;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * The first values of variables. They depend on the seed and the variable's place in its program alone, so that every
 * engine starts from the same numbers.
 */
public final class InitialValues {

    /** Standard deviation of the standard normal distribution cut off at ±2, as Keras and TensorFlow have it. */
    private static final double TRUNCATED_STDDEV = 0.8796256610342398;

    /** Values that are computed by one thread. */
    private static final int PART = 1 << 14;

    private InitialValues() {}

    /**
     * Fills {@code values} with the first values of a variable, row-major.
     *
     * @param index the variable's place in {@link Program#variables()}
     * @param seed of the run
     * @param values as long as the variable has elements
     */
    public static void fill(Variable variable, int index, long seed, double[] values) {
        inParts(variable, index, seed, values.length, (next, from, to) -> {
            for (var i = from; i < to; i++) {
                values[i] = next.getAsDouble();
            }
        });
    }

    /** As the other, each value rounded to float. */
    public static void fill(Variable variable, int index, long seed, float[] values) {
        inParts(variable, index, seed, values.length, (next, from, to) -> {
            for (var i = from; i < to; i++) {
                values[i] = (float) next.getAsDouble();
            }
        });
    }

    private interface Part {
        /** Writes the values at {@code from} and behind it, before {@code to}. */
        void fill(DoubleSupplier next, int from, int to);
    }

    /** On all processors, where each value has random numbers of its own: a program's first step waits for its weights. */
    private static void inParts(Variable variable, int index, long seed, int count, Part part) {
        var draws = draws(variable.initializer());
        if (draws == 0) {
            part.fill(distribution(variable, new RandomSequence(seed, index, 0)), 0, count);
            return;
        }
        IntStream.range(0, Math.ceilDiv(count, PART)).parallel().forEach(number -> {
            var from = number * PART;
            var sequence = new RandomSequence(seed, index, (long) from * draws);
            part.fill(distribution(variable, sequence), from, Math.min(count - from, PART) + from);
        });
    }

    /** Uniform random numbers that a value takes; 0 where values are none's own, or take none. */
    private static int draws(Initializer initializer) {
        return switch (initializer) {
            case Initializer.Zeros _,
                    Initializer.Ones _,
                    Initializer.Constant _,
                    Initializer.TruncatedNormal _,
                    Initializer.Orthogonal _,
                    Initializer.Identity _ -> 0;
            case Initializer.RandomUniform _ -> 1;
            case Initializer.RandomNormal _ -> RandomSequence.NORMAL_DRAWS;
            case Initializer.VarianceScaling(var _, var _, var distribution) ->
                switch (distribution) {
                    case UNIFORM -> 1;
                    case UNTRUNCATED_NORMAL -> RandomSequence.NORMAL_DRAWS;
                    case TRUNCATED_NORMAL -> 0;
                };
        };
    }

    private static DoubleSupplier distribution(Variable variable, RandomSequence random) {
        return switch (variable.initializer()) {
            case Initializer.Zeros() -> () -> 0;
            case Initializer.Ones() -> () -> 1;
            case Initializer.Constant(var value) -> () -> value;
            case Initializer.RandomUniform(var min, var max) -> () -> min + (max - min) * random.uniform();
            case Initializer.RandomNormal(var mean, var stddev) -> () -> mean + stddev * random.normal();
            case Initializer.TruncatedNormal(var mean, var stddev) -> () -> mean + stddev * random.truncatedNormal();
            case Initializer.Orthogonal(var gain) -> {
                var shape = variable.shape();
                var columns = shape.dim(-1);
                var rows = Math.toIntExact(shape.elementsPerSample() / columns);
                yield inOrder(OrthogonalMatrix.of(rows, columns, random::normal), gain);
            }
            case Initializer.Identity(var gain) -> {
                var columns = variable.shape().dim(-1);
                var next = new AtomicInteger();
                yield () -> {
                    var place = next.getAndIncrement();
                    return place / columns == place % columns ? gain : 0;
                };
            }
            case Initializer.VarianceScaling(var scale, var fan, var distribution) -> {
                var variance = scale / Math.max(1, fan(variable, fan));
                var limit = Math.sqrt(3 * variance);
                var stddev = Math.sqrt(variance);
                yield switch (distribution) {
                    case UNIFORM -> () -> limit * (2 * random.uniform() - 1);
                    case TRUNCATED_NORMAL -> () -> stddev / TRUNCATED_STDDEV * random.truncatedNormal();
                    case UNTRUNCATED_NORMAL -> () -> stddev * random.normal();
                };
            }
        };
    }

    private static DoubleSupplier inOrder(double[] values, double gain) {
        var next = new AtomicInteger();
        return () -> gain * values[next.getAndIncrement()];
    }

    private static double fan(Variable variable, Fan fan) {
        return switch (fan) {
            case IN -> variable.fanIn();
            case OUT -> variable.fanOut();
            case AVERAGE -> (variable.fanIn() + variable.fanOut()) / 2.0;
        };
    }

    /** Random numbers of one variable, one after the other. */
    private static final class RandomSequence {
        /** No training step has this number, so that weights and dropout never share random numbers. */
        private static final long BEFORE_TRAINING = -1;

        /** What {@link #normal} takes of {@link #uniform}. */
        static final int NORMAL_DRAWS = 2;

        private final long seed;
        private final int stream;
        private long block;

        /** @param block number of the first */
        RandomSequence(long seed, int stream, long block) {
            this.seed = seed;
            this.stream = stream;
            this.block = block;
        }

        /** On [0, 1), a multiple of 2^-53. */
        double uniform() {
            var words = Philox.block(seed, BEFORE_TRAINING, stream, block++);
            return ((Integer.toUnsignedLong(words.word0()) << 21) | (words.word1() >>> 11)) * 0x1p-53;
        }

        /** Box and Muller's transform; in StrictMath, which gives the same bits on every machine. */
        double normal() {
            var radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
            return radius * StrictMath.cos(2 * Math.PI * uniform());
        }

        double truncatedNormal() {
            var value = normal();
            while (Math.abs(value) > 2) {
                value = normal();
            }
            return value;
        }
    }
}
