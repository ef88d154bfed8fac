package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Parameter.optional;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.Padding;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Initializer.Distribution;
import dev.updraft.compiler.tensor.Initializer.Fan;
import java.util.Arrays;

/** Types and parameters that several tables share. */
final class Parameters {
    private Parameters() {}

    static final ParameterType<Integer> COUNT = new ParameterType.Whole(1, Integer.MAX_VALUE);
    static final ParameterType<Boolean> TRUTH = new ParameterType.Bool();
    static final ParameterType<String> TEXT = new ParameterType.Text();
    static final ParameterType<Size> EXTENT = new ParameterType.Size2d();
    static final ParameterType<Double> ANY = new ParameterType.Real(Range.ANY);
    static final ParameterType<Double> POSITIVE = new ParameterType.Real(Range.POSITIVE);
    static final ParameterType<Double> NOT_NEGATIVE = new ParameterType.Real(Range.NOT_NEGATIVE);
    static final ParameterType<Double> UNIT = new ParameterType.Real(Range.UNIT);
    static final ParameterType<Double> FRACTION = new ParameterType.Real(Range.FRACTION);
    static final ParameterType<Double> BELOW_ONE = new ParameterType.Real(Range.BELOW_ONE);

    private static final ParameterType<Activation> ACTIVATION_TYPE =
            new ParameterType.Named<>(() -> Catalog.ACTIVATIONS, null);
    static final ParameterType<Initializer> INITIALIZER = new ParameterType.Named<>(() -> Catalog.INITIALIZERS, null);
    static final ParameterType<Regularizer> REGULARIZER = new ParameterType.Named<>(() -> Catalog.REGULARIZERS, null);

    private static final ParameterType<Constraint> CONSTRAINT =
            new ParameterType.Named<>(() -> Catalog.CONSTRAINTS, null);

    static final Parameter<Activation> ACTIVATION =
            optional("activation", ACTIVATION_TYPE, new Activation.Linear(), "linear", "applied to the result");
    static final Parameter<Boolean> USE_BIAS =
            optional("use_bias", TRUTH, true, "whether to add a learned bias to each output");
    static final Parameter<Initializer> BIAS_INITIALIZER =
            optional("bias_initializer", INITIALIZER, new Initializer.Zeros(), "zeros", "initial values of the bias");
    static final Parameter<Regularizer> BIAS_REGULARIZER = optional(
            "bias_regularizer", REGULARIZER, Regularizer.NONE, "none", "penalty on the bias, added to the loss");
    static final Parameter<Regularizer> ACTIVITY_REGULARIZER = optional(
            "activity_regularizer",
            REGULARIZER,
            Regularizer.NONE,
            "none",
            "penalty on the output, divided by the batch size and added to the loss");
    static final Parameter<Integer> AXIS = optional(
            "axis", new ParameterType.Whole(-8, 7), -1, "with the batch as axis 0, counted from the end if negative");
    static final Parameter<Constraint> BIAS_CONSTRAINT = constraint("bias_constraint", "bias");
    static final Parameter<Padding> PADDING = optional(
            "padding",
            choice("padding", Padding.class),
            Padding.VALID,
            "valid",
            "valid: windows stay inside the image; same: pads it, so that stride 1 keeps its size");
    static final Parameter<Double> EPSILON =
            optional("epsilon", POSITIVE, 1e-3, "1e-3", "added to avoid division by 0");

    /** Keras's default of every kernel: Glorot and Bengio, 2010, uniform. */
    static Parameter<Initializer> kernelInitializer(String name) {
        var glorotUniform = new Initializer.VarianceScaling(1, Fan.AVERAGE, Distribution.UNIFORM);
        return optional(name, INITIALIZER, glorotUniform, "glorot_uniform", "initial values of the kernel");
    }

    static Parameter<Regularizer> kernelRegularizer(String name) {
        return optional(name, REGULARIZER, Regularizer.NONE, "none", "penalty on the kernel, added to the loss");
    }

    static Parameter<Constraint> constraint(String name, String weight) {
        return optional(
                name, CONSTRAINT, new Constraint.None(), "none", "what the " + weight + " fulfils after each update");
    }

    static Parameter<Size> size(String name, String doc) {
        return optional(name, EXTENT, new Size(1, 1), "1", doc);
    }

    static <E extends Enum<E>> ParameterType<E> choice(String word, Class<E> type) {
        return new ParameterType.Choice<>(word, Arrays.asList(type.getEnumConstants()));
    }
}
