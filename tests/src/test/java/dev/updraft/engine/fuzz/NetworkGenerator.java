package dev.updraft.engine.fuzz;

import dev.updraft.engine.fuzz.RandomNetwork.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws a small network from a seed. Follows the extents, so that what it draws makes sense. */
final class NetworkGenerator {
    private static final int LARGEST = 150;

    private final Random random;
    private final List<String> stages = new ArrayList<>();
    private final List<List<Integer>> inputs = new ArrayList<>();
    private List<Integer> extents = List.of();

    private NetworkGenerator(long seed) {
        // Seeds in a row have first numbers that are alike.
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** The network of a seed; always the same. */
    static RandomNetwork draw(long seed) {
        return new NetworkGenerator(seed).network(seed);
    }

    private RandomNetwork network(long seed) {
        extents = switch (between(0, 9)) {
            case 0 -> List.of(between(1, 4), between(1, 5));
            case 1, 2, 3 -> List.of(between(1, 9));
            default -> List.of(between(1, 7), between(1, 7), between(1, 4));
        };
        inputs.add(extents);
        var joined = sometimes() ? between(0, 4) : -1;
        for (var left = between(0, 4); left >= 0; left--) {
            if (left == joined) {
                join();
            }
            if (left > 0) {
                stage();
            }
        }
        var ending = ending();
        var goal = goal(between(2, 4));
        var last = goal.activation.isEmpty() ? "" : ", activation: " + goal.activation;
        return new RandomNetwork(
                seed,
                between(1, 6),
                inputs,
                stages,
                ending + " -> dense(%d" + last + ")",
                goal.outputs,
                goal.target,
                goal.loss,
                optimizer());
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private boolean sometimes() {
        return random.nextInt(3) == 0;
    }

    private String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private int channels() {
        return extents.getLast();
    }

    private List<Integer> withChannels(int count) {
        var changed = new ArrayList<>(extents);
        changed.set(changed.size() - 1, count);
        return changed;
    }

    /** Adds a stage, unless it would give too much. */
    private void stage() {
        var before = extents;
        var stage = extents.size() == 3 && !sometimes() ? image() : anywhere();
        if (elements() > LARGEST) {
            extents = before;
        } else {
            stages.add(stage);
        }
    }

    /** Adds a stage that takes a second input, whose extents fit. */
    private void join() {
        if (between(0, 4) == 0) {
            stages.add(lookedUp());
            return;
        }
        var kind = between(0, 3);
        inputs.add(
                switch (kind) {
                    case 0 -> extents;
                    case 1, 2 -> withChannels(between(1, 4));
                    default -> List.of(between(1, 5), between(1, 5), between(1, 3));
                });
        stages.add(
                switch (kind) {
                    case 0 -> of("add(#, $)", "# - $", "multiply($, #)", "relu($ + #)");
                    case 1 -> sideBySide();
                    case 2 ->
                        "@a = $ -> dense(" + channels() + settings() + ")\n"
                                + of("add(#, @a)", "@a - #", "multiply(#, @a)");
                    default -> sideBySideFlat();
                });
    }

    /** Rows of a table by the integers of the second input: added where they have as many axes, else side by side. */
    private String lookedUp() {
        var rows = between(1, 6);
        if (extents.size() > 1) {
            inputs.add(extents.subList(0, extents.size() - 1));
            return "@a = $ -> embedding(" + rows + ", " + channels() + ")\n" + of("add(#, @a)", "multiply(@a, #)");
        }
        var places = between(1, 3);
        var width = between(1, 3);
        inputs.add(List.of(places));
        extents = withChannels(channels() + places * width);
        return "@a = $ -> embedding(" + rows + ", " + width + ") -> flatten\nconcat(#, @a)";
    }

    private String sideBySide() {
        extents = withChannels(channels() + inputs.getLast().getLast());
        return of("concat(#, $)", "concat($, #)");
    }

    private String sideBySideFlat() {
        var units = between(1, 4);
        extents = List.of(elements() + units);
        return "@a = # -> flatten\n@b = $ -> " + of("flatten", "conv2d(2, kernel: 1" + settings() + ") -> flatten")
                + " -> dense(" + units + settings() + ")\nconcat(" + of("@a, @b", "@b, @a") + ")";
    }

    private int elements() {
        return extents.stream().reduce(1, (a, b) -> a * b);
    }

    private String anywhere() {
        return switch (between(0, 9)) {
            case 0 -> dense();
            case 1 -> sometimes() ? dense() : shared();
            case 2 -> "# -> " + activation();
            case 3 -> "# -> " + of("dropout", "drop_path", "alpha_dropout") + "(" + of("0.1", "0.3", "0.5") + ")";
            case 4 -> "# -> " + normalization();
            case 5 -> "# -> rescale(" + of("0.5", "-1.5") + ", offset: 0.25)";
            case 6 -> residual();
            case 7 -> concatenation();
            case 8 -> "@a = # -> sigmoid\nmultiply(#, @a)";
            default -> flatten();
        };
    }

    private String image() {
        return switch (between(0, 6)) {
            case 0, 1, 2 -> convolution();
            case 3 -> depthwise();
            case 4 -> pooling();
            case 5 -> sometimes() ? bordered() : pooling();
            default -> "# -> " + normalization();
        };
    }

    private String activation() {
        return of(
                "relu",
                "leaky_relu",
                "prelu(constant(0.25))",
                "prelu(random_normal(stddev: 0.5), shared_axes: 1)",
                "elu",
                "gelu",
                "gelu(approximate: true)",
                "silu",
                "sigmoid",
                "tanh",
                "selu",
                "mish",
                "hard_silu",
                "softplus",
                "squareplus",
                "softsign",
                "soft_shrink",
                "softmax",
                "log_softmax");
    }

    private String settings() {
        return (sometimes() ? ", activation: " + of("relu", "tanh", "elu", "silu", "leaky_relu", "sigmoid") : "")
                + (sometimes() ? ", use_bias: false" : "");
    }

    private String dense() {
        var units = between(1, 6);
        extents = withChannels(units);
        return "# -> dense(" + units + settings()
                + (sometimes() ? ", kernel_regularizer: " + of("l1(l1: 0.01)", "l2(l2: 0.05)", "l1_l2") : "") + ")";
    }

    private String normalization() {
        if (sometimes()) {
            return of("group_norm(groups: -1, epsilon: 0.1)", "group_norm(groups: 1, epsilon: 0.1)", "rms_norm(0.1)");
        }
        var name = extents.size() == 3 || extents.size() == 1 ? of("batch_norm", "layer_norm") : "layer_norm";
        return name
                + of(
                        "(epsilon: 0.01)",
                        "(epsilon: 0.01, center: false)",
                        "(epsilon: 0.1, scale: false)",
                        name.equals("batch_norm") ? "(epsilon: 0.01, momentum: 0.8)" : "(epsilon: 0.05)");
    }

    private String residual() {
        var inner = extents.size() == 3
                ? "conv2d(" + channels() + ", kernel: " + between(1, 3) + ", padding: same" + settings() + ")"
                : "dense(" + channels() + settings() + ")";
        return "@a = # -> " + inner + "\n" + of("add(#, @a)", "# - @a", "@a - #", "add(#, @a, #)", "relu(# + @a)");
    }

    /** One block, whose weights are the same wherever it stands. */
    private String shared() {
        var inner = extents.size() == 3
                ? "conv2d(" + channels() + ", kernel: " + between(1, 3) + ", padding: same" + settings() + ")"
                : "dense(" + channels() + settings() + ")";
        return "& " + inner + (sometimes() ? " -> " + normalization() : "") + "\n"
                + of(
                        "# -> & -> &",
                        "# -> repeat 3 { & }",
                        "@a = # -> &\n@b = # -> rescale(-0.5, offset: 0.25) -> &\n" + of("@a - @b", "@b * @a"),
                        "@a = # -> &\n# + (@a -> tanh -> &)");
    }

    private String concatenation() {
        var more = between(1, 3);
        var text = "@a = # -> dense(" + more + settings() + ")\nconcat(" + of("#, @a", "@a, #") + ")";
        extents = withChannels(channels() + more);
        return text;
    }

    private String flatten() {
        extents = List.of(elements());
        return "# -> flatten";
    }

    /** Sliding along both axes; changes the extents. */
    private String window(String word, int largest, boolean dilated) {
        var same = sometimes();
        var text = new StringBuilder();
        var sizes = new ArrayList<Integer>();
        var strides = new ArrayList<Integer>();
        var after = new ArrayList<Integer>();
        var dilation = dilated && sometimes() ? 2 : 1;
        for (var axis = 0; axis < 2; axis++) {
            var extent = extents.get(axis);
            var most = same ? largest : Math.min(largest, (extent - 1) / dilation + 1);
            var size = between(1, most);
            var stride = dilation > 1 ? 1 : between(1, 3);
            sizes.add(size);
            strides.add(stride);
            after.add(same ? Math.ceilDiv(extent, stride) : (extent - (size - 1) * dilation - 1) / stride + 1);
        }
        text.append(word.isEmpty() ? "" : word + ": ").append(pair(sizes));
        text.append(", stride: ").append(pair(strides));
        text.append(dilation > 1 ? ", dilation: 2" : "").append(same ? ", padding: same" : "");
        extents = List.of(after.getFirst(), after.getLast(), channels());
        return text.toString();
    }

    private static String pair(List<Integer> sizes) {
        return "(" + sizes.getFirst() + ", " + sizes.getLast() + ")";
    }

    private String convolution() {
        var groups = sometimes() ? channels() : 1;
        var filters = groups * between(1, groups == 1 ? 5 : 2);
        var window = window("kernel", 4, true);
        extents = withChannels(filters);
        return "# -> conv2d(" + filters + ", " + window + (groups > 1 ? ", groups: " + groups : "") + settings() + ")";
    }

    private String depthwise() {
        var multiplier = between(1, 2);
        var window = window("kernel", 3, true);
        extents = withChannels(channels() * multiplier);
        return "# -> depthwise_conv2d(" + window + ", depth_multiplier: " + multiplier + settings() + ")";
    }

    private String bordered() {
        var height = extents.getFirst();
        var width = extents.get(1);
        return switch (between(0, 3)) {
            case 0 -> {
                extents = List.of(height + 3, width + 1, channels());
                yield "# -> zero_padding2d(((1, 2), (0, 1)))";
            }
            case 1 -> {
                extents = List.of(height * 2, width * 3, channels());
                yield "# -> upsampling2d((2, 3), interpolation: " + of("nearest", "bilinear") + ")";
            }
            case 2 -> {
                extents = List.of(channels(), height, width);
                yield "# -> permute((3, 1, 2))";
            }
            default -> "# -> spatial_dropout2d(0.3)";
        };
    }

    private String pooling() {
        return "# -> " + of("max_pool2d", "average_pool2d") + "(" + window("", 3, false) + ")";
    }

    private String ending() {
        if (extents.size() == 3 && sometimes()) {
            return " -> " + of("global_average_pool2d", "global_max_pool2d");
        }
        return extents.size() == 1 ? "" : " -> flatten";
    }

    private record Goal(int outputs, String target, Loss loss, String activation) {}

    private Goal goal(int outputs) {
        var classes = "class[%d]";
        var numbers = "float[%d]";
        return switch (between(0, 9)) {
            case 0, 1, 2 -> new Goal(outputs, classes, new Loss("sparse_categorical_crossentropy", ""), "");
            case 3 ->
                new Goal(
                        outputs,
                        classes,
                        new Loss("sparse_categorical_crossentropy", ", from_logits: false"),
                        "softmax");
            case 4 -> new Goal(outputs, classes, new Loss("categorical_crossentropy", ", label_smoothing: 0.1"), "");
            case 5 -> new Goal(outputs, numbers, new Loss("binary_crossentropy", ""), "");
            case 6 -> new Goal(outputs, numbers, new Loss("binary_crossentropy", ", from_logits: false"), "sigmoid");
            case 7 -> new Goal(outputs - 1, numbers, new Loss("mae", ""), "");
            case 8 -> new Goal(outputs - 1, numbers, new Loss("huber", ", delta: 0.5"), of("", "tanh"));
            default -> new Goal(outputs - 1, numbers, new Loss("mse", ""), "");
        };
    }

    /** With an epsilon that keeps small gradients small: else rounding alone decides where a weight goes. */
    private String optimizer() {
        var rate = of(
                "0.01", "0.03", "exponential(0.03, decay_steps: 2, decay_rate: 0.5)", "cosine(0.02, decay_steps: 5)");
        var clipping = sometimes() ? of(", clipvalue: 0.05", ", clipnorm: 0.2", ", global_clipnorm: 0.2") : "";
        var decay = sometimes() ? ", weight_decay: 0.1" : "";
        var common = "(learning_rate: " + rate + clipping + decay;
        return switch (between(0, 9)) {
            case 0 -> "sgd" + common + ")";
            case 1 -> "sgd" + common + ", momentum: 0.9)";
            case 2 -> "sgd" + common + ", momentum: 0.8, nesterov: true)";
            case 3 -> "rmsprop" + common + ", epsilon: 0.01" + of("", ", momentum: 0.5", ", centered: true") + ")";
            case 4 -> "adamw" + common + ", epsilon: 0.01)";
            case 5 -> "adagrad" + common + ")";
            case 6 -> "adamax" + common + ", epsilon: 0.01)";
            case 7 -> "nadam" + common + ", epsilon: 0.01)";
            case 8 -> "adadelta" + common + ", epsilon: 0.01)";
            default -> "adam" + common + ", epsilon: 0.01" + of("", ", amsgrad: true") + ")";
        };
    }
}
