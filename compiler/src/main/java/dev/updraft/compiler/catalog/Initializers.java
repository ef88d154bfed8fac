package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.ANY;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Initializer.Distribution;
import dev.updraft.compiler.tensor.Initializer.Fan;
import dev.updraft.compiler.tensor.Initializer.VarianceScaling;
import java.util.List;

/** Names of {@link Initializer}s. */
final class Initializers {
    private Initializers() {}

    private enum Mode {
        FAN_IN,
        FAN_OUT,
        FAN_AVG
    }

    private static final Parameter<Double> VALUE = optional("value", ANY, 0.0, "the value of every weight");
    private static final Parameter<Double> MINVAL = optional("minval", ANY, -0.05, "smallest value");
    private static final Parameter<Double> MAXVAL = optional("maxval", ANY, 0.05, "largest value");
    private static final Parameter<Double> MEAN = optional("mean", ANY, 0.0, "mean");
    private static final Parameter<Double> STDDEV = optional("stddev", NOT_NEGATIVE, 0.05, "standard deviation");
    private static final Parameter<Double> SCALE = optional("scale", POSITIVE, 1.0, "variance times fan");
    private static final Parameter<Double> GAIN = optional("gain", ANY, 1.0, "factor");
    private static final Parameter<Mode> MODE = optional(
            "mode",
            Parameters.choice("mode", Mode.class),
            Mode.FAN_IN,
            "fan_in",
            "connections that scale the variance");
    private static final Parameter<Distribution> DISTRIBUTION = optional(
            "distribution",
            Parameters.choice("distribution", Distribution.class),
            Distribution.TRUNCATED_NORMAL,
            "truncated_normal",
            "shape of the distribution");

    private static final String FANS = "fan_in is the number of inputs to each output, fan_out the number of outputs"
            + " of each input: n and units for a dense layer; channels and filters, times height and width of the"
            + " kernel, for a convolution.";

    private static final Documentation ZEROS =
            doc("every weight is 0, the default for biases", "w = 0", "features -> dense(64, bias_initializer: zeros)");
    private static final Documentation ONES =
            doc("every weight is 1", "w = 1", "features -> dense(64, bias_initializer: ones)");
    private static final Documentation CONSTANT = doc(
            "every weight is the given number", "w = value", "features -> dense(64, bias_initializer: constant(0.1))");
    private static final Documentation RANDOM_UNIFORM = doc(
            "uniformly distributed in an interval",
            "w ~ uniform(minval, maxval)",
            "features -> dense(64, kernel_initializer: random_uniform(-0.1, 0.1))");
    private static final Documentation RANDOM_NORMAL = doc(
            "normally distributed",
            "w ~ normal(mean, stddev)",
            "features -> dense(64, kernel_initializer: random_normal(stddev: 0.01))");
    private static final Documentation TRUNCATED_NORMAL = doc(
            "normally distributed, without the tails",
            "w ~ normal(mean, stddev), drawn again where |w - mean| > 2 * stddev",
            "features -> dense(64, kernel_initializer: truncated_normal(stddev: 0.02))");
    private static final Documentation VARIANCE_SCALING = doc(
                    "variance scale / fan, which preserves the variance of values from layer to layer",
                    """
                    uniform               w ~ uniform(-limit, limit), limit = sqrt(3 * scale / fan)
                    truncated_normal      w ~ truncated_normal(0, s), s = sqrt(scale / fan) / 0.8796
                    untruncated_normal    w ~ normal(0, s), s = sqrt(scale / fan)
                    fan                   fan_in, fan_out, or for fan_avg (fan_in + fan_out) / 2
                    """,
                    "features -> dense(64, kernel_initializer: variance_scaling(2, mode: fan_out))")
            .noting(FANS + " 0.8796 compensates for the variance lost with the tails.");

    private static final Documentation ORTHOGONAL = doc(
                    "orthonormal columns, or rows if there are more columns, which preserves lengths",
                    "w = gain * q, where a = q * r is the QR decomposition of a matrix of normal numbers",
                    "features -> dense(64, kernel_initializer: orthogonal)")
            .noting("For a kernel with more than two axes, all but the last are the rows of the matrix.");
    private static final Documentation IDENTITY = doc(
                    "the identity matrix",
                    "w[i, j] = gain where i = j, else 0",
                    "features -> dense(64, kernel_initializer: identity)")
            .noting("For matrices, which need not be square.");

    static final Table<Initializer> TABLE = new Table<>(
            "initializer",
            List.of(
                    of("zeros", ZEROS, _ -> new Initializer.Zeros()),
                    of("ones", ONES, _ -> new Initializer.Ones()),
                    of("constant", CONSTANT, a -> new Initializer.Constant(a.get(VALUE))),
                    of("random_uniform", RANDOM_UNIFORM, Initializers::randomUniform),
                    of("random_normal", RANDOM_NORMAL, Initializers::randomNormal),
                    of("truncated_normal", TRUNCATED_NORMAL, Initializers::truncatedNormal),
                    of("orthogonal", ORTHOGONAL, a -> new Initializer.Orthogonal(a.get(GAIN))),
                    of("identity", IDENTITY, a -> new Initializer.Identity(a.get(GAIN))),
                    of("variance_scaling", VARIANCE_SCALING, Initializers::varianceScaling),
                    uniform(
                            "glorot_uniform",
                            "for tanh and softmax, also called Xavier; the default for kernels",
                            "6 / (fan_in + fan_out)",
                            1,
                            Fan.AVERAGE),
                    normal(
                            "glorot_normal",
                            "for tanh and softmax, also called Xavier",
                            "2 / (fan_in + fan_out)",
                            1,
                            Fan.AVERAGE),
                    uniform("he_uniform", "for relu, also called Kaiming", "6 / fan_in", 2, Fan.IN),
                    normal("he_normal", "for relu, also called Kaiming", "2 / fan_in", 2, Fan.IN),
                    uniform("lecun_uniform", "with variance 1 / fan_in", "3 / fan_in", 1, Fan.IN),
                    normal("lecun_normal", "with variance 1 / fan_in", "1 / fan_in", 1, Fan.IN)));

    private static Declaration<Initializer> uniform(String name, String purpose, String square, double scale, Fan fan) {
        var formula = "w ~ uniform(-limit, limit), limit = sqrt(" + square + ")";
        return scaled(
                name,
                "uniformly distributed, " + purpose,
                formula,
                new VarianceScaling(scale, fan, Distribution.UNIFORM));
    }

    private static Declaration<Initializer> normal(String name, String purpose, String square, double scale, Fan fan) {
        var formula = "w ~ truncated_normal(0, s), s = sqrt(" + square + ") / 0.8796";
        return scaled(
                name,
                "normally distributed, without the tails, " + purpose,
                formula,
                new VarianceScaling(scale, fan, Distribution.TRUNCATED_NORMAL));
    }

    /** A variance of {@code scale / fan} that has a name. */
    private static Declaration<Initializer> scaled(
            String name, String summary, String formula, VarianceScaling initializer) {
        var use = "features -> dense(64, kernel_initializer: " + name + ")";
        return of(name, doc(summary, formula, use).noting(FANS), _ -> initializer);
    }

    private static Initializer randomUniform(Arguments arguments) {
        var min = arguments.get(MINVAL);
        var max = arguments.get(MAXVAL);
        if (min > max) {
            throw new Conflict(MINVAL, "`minval: %s` is above `maxval: %s`".formatted(min, max));
        }
        return new Initializer.RandomUniform(min, max);
    }

    private static Initializer randomNormal(Arguments arguments) {
        return new Initializer.RandomNormal(arguments.get(MEAN), arguments.get(STDDEV));
    }

    private static Initializer truncatedNormal(Arguments arguments) {
        return new Initializer.TruncatedNormal(arguments.get(MEAN), arguments.get(STDDEV));
    }

    private static Initializer varianceScaling(Arguments arguments) {
        var scale = arguments.get(SCALE);
        var fan = switch (arguments.get(MODE)) {
            case FAN_IN -> Fan.IN;
            case FAN_OUT -> Fan.OUT;
            case FAN_AVG -> Fan.AVERAGE;
        };
        return new VarianceScaling(scale, fan, arguments.get(DISTRIBUTION));
    }
}
