package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.ANY;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.layers.Initializer;
import dev.updraft.compiler.layers.Initializer.Fan;
import dev.updraft.compiler.layers.Initializer.VarianceScaling;
import java.util.List;

/** Names of {@link Initializer}s. */
final class Initializers {
    private Initializers() {}

    private enum Mode {
        FAN_IN,
        FAN_OUT,
        FAN_AVG
    }

    private enum Distribution {
        TRUNCATED_NORMAL,
        UNIFORM
    }

    private static final Parameter<Double> VALUE = optional("value", ANY, 0.0, "the value of every weight");
    private static final Parameter<Double> MINVAL = optional("minval", ANY, -0.05, "smallest value");
    private static final Parameter<Double> MAXVAL = optional("maxval", ANY, 0.05, "largest value");
    private static final Parameter<Double> MEAN = optional("mean", ANY, 0.0, "mean");
    private static final Parameter<Double> STDDEV = optional("stddev", NOT_NEGATIVE, 0.05, "standard deviation");
    private static final Parameter<Double> SCALE = optional("scale", POSITIVE, 1.0, "variance times fan");
    private static final Parameter<Mode> MODE = optional(
            "mode",
            Parameters.choice("mode", Mode.class),
            Mode.FAN_IN,
            "fan_in",
            "connections the variance is scaled by");
    private static final Parameter<Distribution> DISTRIBUTION = optional(
            "distribution",
            Parameters.choice("distribution", Distribution.class),
            Distribution.TRUNCATED_NORMAL,
            "truncated_normal",
            "form of the distribution");

    static final Table<Initializer> TABLE = new Table<>(
            "initializer",
            List.of(
                    of("zeros", "0", _ -> new Initializer.Zeros()),
                    of("ones", "1", _ -> new Initializer.Ones()),
                    of("constant", "one value", a -> new Initializer.Constant(a.get(VALUE))),
                    of("random_uniform", "uniform from minval to maxval", Initializers::randomUniform),
                    of("random_normal", "normal", Initializers::randomNormal),
                    of("truncated_normal", "normal, redrawn beyond 2 · stddev", Initializers::truncatedNormal),
                    of("variance_scaling", "variance scale / fan", Initializers::varianceScaling),
                    of("glorot_uniform", "uniform, for tanh and softmax", _ -> scaling(1, Fan.AVERAGE, true)),
                    of("glorot_normal", "normal, for tanh and softmax", _ -> scaling(1, Fan.AVERAGE, false)),
                    of("he_uniform", "uniform, for relu", _ -> scaling(2, Fan.IN, true)),
                    of("he_normal", "normal, for relu", _ -> scaling(2, Fan.IN, false)),
                    of("lecun_uniform", "uniform, of variance 1 / fan in", _ -> scaling(1, Fan.IN, true)),
                    of("lecun_normal", "normal, of variance 1 / fan in", _ -> scaling(1, Fan.IN, false))));

    private static Initializer scaling(double scale, Fan fan, boolean uniform) {
        return new VarianceScaling(scale, fan, uniform);
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
        return new VarianceScaling(scale, fan, arguments.get(DISTRIBUTION) == Distribution.UNIFORM);
    }
}
