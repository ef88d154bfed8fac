package dev.updraft.engine.networks;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import java.util.List;
import java.util.Map;

/**
 * A network that {@code figures.py} computes too.
 *
 * @param name its name there
 * @param text its model
 */
record Network(String name, String text) {

    static final String RATE = "sgd(learning_rate: 0.1)";

    static final List<Network> ALL = List.of(
            network("cnn", "float[8, 8, 2]", "class[3]", "sparse_categorical_crossentropy", RATE, """
                    x -> conv2d(3, kernel: 3, activation: relu) -> max_pool2d(2)
                      -> conv2d(4, kernel: 2, padding: same, activation: relu)
                      -> flatten -> dense(5, activation: relu) -> dense(3) -> output
                    """),
            network(
                    "residual",
                    "float[6, 6, 2]",
                    "class[3]",
                    "sparse_categorical_crossentropy",
                    "sgd(learning_rate: 0.05, momentum: 0.9, nesterov: true)",
                    """
                    a = x -> conv2d(4, kernel: 3, padding: same, use_bias: false) -> batch_norm(momentum: 0.9) -> relu
                    b = a -> conv2d(4, kernel: 3, stride: 2, padding: same, use_bias: false)
                          -> batch_norm(momentum: 0.9)
                    c = a -> conv2d(4, kernel: 1, stride: 2)
                    relu(b + c) -> global_average_pool2d -> dense(3) -> output
                    """),
            network("images", "float[7, 6, 4]", "float[2]", "mse", RATE, """
                    x -> conv2d(4, kernel: 3, stride: 2, padding: same, groups: 2, activation: silu)
                      -> depthwise_conv2d(kernel: 3, depth_multiplier: 2, dilation: 2, padding: same, activation: gelu)
                      -> max_pool2d(2, stride: 1, padding: same) -> average_pool2d(3, stride: 2, padding: same)
                      -> layer_norm -> global_max_pool2d -> dense(2) -> output
                    """),
            network("vectors", "float[4]", "float[2]", "mse", RATE, """
                    a = x -> normalize(mean: (0.1, 0.2, -0.1, 0.0), variance: (0.5, 1.0, 2.0, 0.25))
                          -> dense(3, activation: elu)
                    b = x -> rescale(0.5, offset: 0.1) -> dense(3, activation: leaky_relu(0.3))
                    c = multiply(a, b) -> gelu(approximate: true)
                    concat(a - b, c, add(a, b, c)) -> dense(2, activation: tanh) -> output
                    """),
            network("rows", "float[3, 4]", "float[2]", "mse", RATE, """
                    x -> dense(5, activation: sigmoid) -> layer_norm -> flatten -> dense(2) -> output
                    """),
            oneLayer("sparse_of_logits", "class[3]", "dense(3)", "sparse_categorical_crossentropy"),
            oneLayer(
                    "sparse_of_softmax",
                    "class[3]",
                    "dense(3, activation: softmax)",
                    "sparse_categorical_crossentropy",
                    "from_logits: false"),
            oneLayer(
                    "sparse_of_probabilities",
                    "class[3]",
                    "dense(3, activation: sigmoid)",
                    "sparse_categorical_crossentropy",
                    "from_logits: false"),
            oneLayer(
                    "categorical_smoothed", "class[3]", "dense(3)", "categorical_crossentropy", "label_smoothing: 0.1"),
            oneLayer("binary_of_logits", "float[2]", "dense(2)", "binary_crossentropy"),
            oneLayer(
                    "binary_of_sigmoid",
                    "float[2]",
                    "dense(2, activation: sigmoid)",
                    "binary_crossentropy",
                    "from_logits: false"),
            oneLayer(
                    "binary_of_probabilities",
                    "float[2]",
                    "dense(2, activation: softmax)",
                    "binary_crossentropy",
                    "from_logits: false"),
            oneLayer("binary_of_class", "class[2]", "dense(1)", "binary_crossentropy"),
            oneLayer("sparse_weighted", "class[3]", "dense(3)", "sparse_categorical_crossentropy")
                    .fitted("class_weight: [1, 2, 0.5]"),
            oneLayer("binary_weighted", "class[2]", "dense(1)", "binary_crossentropy")
                    .fitted("class_weight: [1, 2]"),
            oneLayer("mean_squared_error", "float[2]", "dense(2)", "mean_squared_error"),
            oneLayer("mean_absolute_error", "float[2]", "dense(2)", "mean_absolute_error"),
            oneLayer("huber", "float[2]", "dense(2)", "huber", "delta: 0.5"),
            oneLayer("regularized", "float[2]", "dense(2, kernel_regularizer: l1_l2(l1: 0.01, l2: 0.02))", "mse"),
            optimized("sgd_momentum", "sgd(learning_rate: 0.1, momentum: 0.9)"),
            optimized("sgd_nesterov", "sgd(learning_rate: 0.1, momentum: 0.9, nesterov: true)"),
            optimized("rmsprop", "rmsprop(learning_rate: 0.01)"),
            optimized("rmsprop_centered", "rmsprop(learning_rate: 0.01, momentum: 0.8, centered: true)"),
            optimized("adam", "adam(learning_rate: 0.01)"),
            optimized("adamw", "adamw(learning_rate: 0.01, weight_decay: 0.1)"),
            optimized("adagrad", "adagrad(learning_rate: 0.05)"),
            optimized("clip_value", "sgd(learning_rate: 0.1, clipvalue: 0.05)"),
            optimized("clip_norm", "sgd(learning_rate: 0.1, clipnorm: 0.1)"),
            optimized("clip_global_norm", "sgd(learning_rate: 0.1, global_clipnorm: 0.1)"),
            optimized("accumulated", "adam(learning_rate: 0.01)", "gradient_accumulation_steps: 2"),
            optimized(
                    "accumulated_clipped",
                    "sgd(learning_rate: 0.1, momentum: 0.9, clipnorm: 0.1)",
                    "gradient_accumulation_steps: 2"),
            optimized("averaged", "adam(learning_rate: 0.01)", "ema_momentum: 0.7"),
            optimized(
                    "accumulated_averaged",
                    "sgd(learning_rate: 0.1)",
                    "gradient_accumulation_steps: 3, ema_momentum: 0.7"),
            optimized("scheduled", "adam(learning_rate: exponential(0.02, decay_steps: 2, decay_rate: 0.5))"));

    private static Network optimized(String name, String optimizer, String fit) {
        return optimized(name, optimizer).fitted(fit);
    }

    private static Network optimized(String name, String optimizer) {
        return network(name, "float[4]", "float[2]", "mse", optimizer, """
                x -> dense(5, activation: tanh) -> dense(2) -> output
                """);
    }

    private static Network oneLayer(String name, String target, String layer, String loss, String... settings) {
        return network(name, "float[4]", target, loss, RATE, "x -> " + layer + " -> output\n", settings);
    }

    static Network network(
            String name,
            String input,
            String target,
            String loss,
            String optimizer,
            String layers,
            String... settings) {
        var arguments = settings.length == 0 ? "" : ", " + String.join(", ", settings);
        var text = """
                model Network {
                    input x: %s
                    target y: %s
                    network {
                %s}
                    loss %s(output, y%s)
                    optimizer %s
                }
                """.formatted(input, target, layers, loss, arguments, optimizer);
        return new Network(name, text);
    }

    /** The same with a {@code fit} block. */
    Network fitted(String settings) {
        return new Network(name, text.stripTrailing().replaceFirst("}$", "    fit { " + settings + " }\n}\n"));
    }

    /** Whether targets are 0 and 1. */
    boolean targetsAreBits() {
        return text.contains("loss binary_crossentropy");
    }

    LayerGraph layers() {
        var compilation = Compiler.check(new SourceFile(name + ".model", text), ImportResolver.NONE, Map.of());
        var graph = compilation.graph();
        if (graph == null) {
            throw new IllegalStateException(compilation.diagnostics().toString());
        }
        return graph;
    }

    @Override
    public String toString() {
        return name;
    }
}
