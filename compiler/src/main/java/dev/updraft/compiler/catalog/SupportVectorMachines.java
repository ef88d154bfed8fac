package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;
import static dev.updraft.compiler.catalog.Parameters.USE_BIAS;
import static dev.updraft.compiler.catalog.Parameters.choice;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.LinearLayer.Penalty;
import dev.updraft.compiler.layers.SupervisedLayer.KernelSvm;
import dev.updraft.compiler.layers.SupervisedLayer.KernelSvm.Gamma;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.TreeLayer.Link;
import java.util.List;
import java.util.Optional;

/** The name {@code svm}: a {@link LinearLayer} with the linear kernel, a {@link KernelSvm} with the radial one. */
final class SupportVectorMachines {
    private SupportVectorMachines() {}

    static final Table<Gamma> GAMMAS = new Table<>(
            "kernel width",
            List.of(
                    of(
                            "scale",
                            doc(
                                    "by the number of features and how they vary",
                                    "",
                                    "gamma = 1 / (features · variance of all numbers)",
                                    "features -> svm(kernel: rbf, gamma: scale)"),
                            _ -> new Gamma.Scale()),
                    of(
                            "auto",
                            doc(
                                    "by the number of features alone",
                                    "",
                                    "gamma = 1 / features",
                                    "features -> svm(kernel: rbf, gamma: auto)"),
                            _ -> new Gamma.Auto())));

    private enum Kernel {
        LINEAR,
        RBF
    }

    private static final Parameter<Double> C =
            optional("c", POSITIVE, 1.0, "what a sample on the wrong side costs: more fits closer");
    private static final Parameter<Kernel> KERNEL = optional(
            "kernel",
            choice("kernel", Kernel.class),
            Kernel.LINEAR,
            "linear",
            "linear: a weighted sum; rbf: the radial kernel, exp(-gamma |x - v|²)");
    private static final Parameter<Optional<Double>> TOLERANCE = open(
            "tolerance",
            POSITIVE,
            "1e-8, with rbf 1e-3",
            "linear: ends where the gradient is this small beside the first; rbf: how far from the optimum it may stop");

    // Of the linear kernel alone.
    private static final Parameter<Optional<Integer>> OUTPUTS =
            open("outputs", COUNT, "those of the target", "linear: number of outputs");
    private static final Parameter<Optional<Integer>> MAX_STEPS =
            open("max_steps", COUNT, "1000", "linear: most steps, if the tolerance is not reached");

    // Of the radial kernel alone.
    private static final Parameter<Optional<Gamma>> GAMMA = open(
            "gamma",
            new ParameterType.Named<>(() -> GAMMAS, Gamma.Value::new),
            "scale",
            "rbf: how narrow the kernel is, or a number");
    private static final Parameter<Optional<Double>> EPSILON =
            open("epsilon", NOT_NEGATIVE, "0.1", "rbf, of a target that is a number: how far off costs nothing");
    private static final Parameter<Optional<Integer>> EXACT_ROWS = open(
            "exact_rows",
            COUNT,
            "10000",
            "rbf: up to how many training rows it is exact; more are random Fourier features");
    private static final Parameter<Optional<Integer>> COMPONENTS =
            open("components", COUNT, "1000", "rbf: how many Fourier features");

    private static final Documentation DOCUMENTATION = doc(
                    "support-vector machine with a linear or a radial kernel",
                    "[batch, ...] -> [batch, outputs]",
                    """
                    linear  y = x · kernel + bias, with the weights that make smallest
                            c · sum of losses + 1/2 · Σ w²
                    rbf     y = Σ coefficient_i exp(-gamma |x - v_i|²) + bias over the support vectors v_i
                    """,
                    "customer -> encode -> svm(kernel: rbf, c: 10) -> score")
            .noting(
                    "No optimizer, epochs or batch_size: it learns from all samples at once. Numbers should be of like size, as"
                            + " encode or standardize makes them. Linear: any loss whose samples do not see each other; with hinge or"
                            + " squared_hinge it separates two classes, and relu(abs(score - price) - 0.1) makes it support-vector"
                            + " regression with an epsilon of 0.1. Radial: the loss only measures it; of several classes each has a"
                            + " machine against the rest, and the largest decision value is the class; of a number it is"
                            + " support-vector regression. Up to exact_rows the dual problem is solved by SMO; beyond, the kernel is"
                            + " approximated by random Fourier features. As scikit-learn's SVC (several classes: in a"
                            + " OneVsRestClassifier) and SVR.");

    static final Declaration<Layer> SVM = of("svm", DOCUMENTATION, Values.ONE, SupportVectorMachines::layer);

    private static Layer layer(Arguments a) {
        var c = a.get(C);
        var kernel = a.get(KERNEL);
        var tolerance = a.get(TOLERANCE);
        var useBias = a.get(USE_BIAS);
        var outputs = a.get(OUTPUTS);
        var maxSteps = a.get(MAX_STEPS);
        var gamma = a.get(GAMMA);
        var epsilon = a.get(EPSILON);
        var exactRows = a.get(EXACT_ROWS);
        var components = a.get(COMPONENTS);
        return switch (kernel) {
            case LINEAR -> {
                requireOpen(GAMMA, gamma, "is of the radial kernel: write kernel: rbf, or remove it");
                requireOpen(
                        EPSILON,
                        epsilon,
                        "is of kernel: rbf; with the linear one write it into the loss, as in"
                                + " mean(relu(abs(prediction - price) - 0.1))");
                requireOpen(EXACT_ROWS, exactRows, "is of the radial kernel: write kernel: rbf, or remove it");
                requireOpen(COMPONENTS, components, "is of the radial kernel: write kernel: rbf, or remove it");
                yield new LinearLayer(
                        LinearLayer.Kind.SVM,
                        new Penalty.C(c, 0),
                        outputs.orElse(LinearLayer.OF_TARGET),
                        useBias,
                        tolerance.orElse(1e-8),
                        maxSteps.orElse(1000));
            }
            case RBF -> {
                if (!useBias) {
                    throw new Conflict(USE_BIAS, "a machine with a radial kernel always has a bias: remove `use_bias`");
                }
                requireOpen(OUTPUTS, outputs, "is of the linear kernel: with rbf the outputs are those of the target");
                requireOpen(MAX_STEPS, maxSteps, "is of the linear kernel: with rbf `tolerance` says where it ends");
                yield new KernelSvm(
                        c,
                        gamma.orElseGet(Gamma.Scale::new),
                        epsilon.orElse(0.1),
                        tolerance.orElse(1e-3),
                        exactRows.orElse(10_000),
                        components.orElse(1000),
                        TreeLayer.OF_TARGET,
                        Link.NONE);
            }
        };
    }

    private static void requireOpen(Parameter<?> parameter, Optional<?> given, String otherwise) {
        if (given.isPresent()) {
            throw new Conflict(parameter, "`%s` %s".formatted(parameter.name(), otherwise));
        }
    }
}
