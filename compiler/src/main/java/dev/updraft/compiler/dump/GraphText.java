package dev.updraft.compiler.dump;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Graphs, a line an operation. */
public final class GraphText {
    private GraphText() {}

    static String of(Graph graph) {
        var nodes = graph.nodes().stream().map(GraphText::of);
        return Stream.concat(nodes, results(graph)).collect(Collectors.joining("\n"));
    }

    /** {@code output loss = %77} and {@code update conv2d_1/kernel = %88}. */
    static Stream<String> results(Graph graph) {
        return Stream.concat(
                graph.outputs().entrySet().stream()
                        .map(output -> "output " + output.getKey() + " = " + output.getValue()),
                graph.updates().entrySet().stream()
                        .map(update -> "update " + update.getKey().name() + " = " + update.getValue()));
    }

    /** {@code %12 = conv2d(%3, %4) window 3×3 : [batch, 30, 30, 32]   // conv2d_1 at cifar10.model:9:16}. */
    public static String of(Node node) {
        return of(node, "");
    }

    /** With {@code more} before the origin. */
    static String of(Node node, String more) {
        var operands = node.operands().stream().map(Node::toString).collect(Collectors.joining(", ", "(", ")"));
        var settings = settings(node.op());
        return "%s = %s%s%s%s : %s%s%s%s"
                .formatted(
                        node,
                        name(node.op()),
                        node.operands().isEmpty() ? "" : operands,
                        settings.isEmpty() ? "" : " " + settings,
                        node.after() == null ? "" : " after " + node.after(),
                        node.shape(),
                        type(node.type()),
                        more,
                        origin(node.origin()));
    }

    private static String type(ElementType type) {
        return switch (type) {
            case REAL -> "";
            case INT32 -> " of int32";
            case BFLOAT16 -> " of bfloat16";
        };
    }

    private static String origin(Node.Origin origin) {
        if (origin.name().isEmpty()) {
            return "";
        }
        var span = origin.span();
        return "   // " + origin.name() + (span == null ? "" : " at " + span.location());
    }

    /** {@code conv2d_input_gradient}; of a function of numbers the function's name. */
    public static String name(Op op) {
        if (op instanceof Op.UnaryOp(var function)) {
            return function.name().toLowerCase(Locale.ROOT);
        }
        if (op instanceof Op.BinaryOp(var function)) {
            return function.name().toLowerCase(Locale.ROOT);
        }
        return RecordText.snakeCase(op.getClass().getSimpleName());
    }

    /** What sort of work it is, in words, for times: {@code convolution}, {@code max pool2d}, {@code element-wise}. */
    public static String kind(Op op) {
        return switch (op) {
            case Op.Conv2d _ -> "convolution";
            case Op.MatMul _, Op.BatchMatMul _ -> "matrix product";
            case Op.ElementwiseOp _ -> "element-wise";
            case Op.Source _, Op.Opaque _ ->
                RecordText.snakeCase(op.getClass().getSimpleName()).replace('_', ' ');
        };
    }

    private static String settings(Op op) {
        return switch (op) {
            case Op.Input(var name, var _, var _) -> name;
            case Op.ReadVariable(var variable) -> variable.name();
            case Op.StepScalar(var name) -> name;
            case Op.Constant(var value) -> RecordText.number(value);
            case Op.RandomUniform(var stream, var _) -> "stream " + stream;
            case Op.Transpose(var permutation) -> "to " + permutation;
            case Op.Slice(var axis, var start, var length) ->
                String.format(Locale.ROOT, "axis %d from %d length %d", axis, start, length);
            case Op.Pad(var axis, var before, var after) ->
                String.format(Locale.ROOT, "axis %d by %d, %d", axis, before, after);
            case Op.Reduction reduction -> axes(reduction.axes());
            case Op.Max(var axes) -> axes(axes);
            case Op.MatMul(var left, var right) -> transposed(left, right);
            case Op.BatchMatMul(var left, var right) -> transposed(left, right);
            case Op.Conv2d(var window, var groups) -> window(window, groups);
            case Op.Conv2dInputGradient(var window, var groups, var _) -> window(window, groups);
            case Op.Conv2dWeightGradient(var window, var groups, var _) -> window(window, groups);
            case Op.MaxPool2d(var window) -> window(window, 1);
            case Op.MaxPool2dGradient(var window) -> window(window, 1);
            case Op.AveragePool2d(var window) -> window(window, 1);
            case Op.AveragePool2dGradient(var window, var _) -> window(window, 1);
            case Op.BatchSize _, Op.UnaryOp _, Op.BinaryOp _, Op.Select _, Op.Broadcast _, Op.Reshape _ -> "";
            case Op.Opaque other -> RecordText.settings((Record) other).replace(":", "");
        };
    }

    private static String transposed(boolean left, boolean right) {
        return left && right ? "both transposed" : left ? "left transposed" : right ? "right transposed" : "";
    }

    private static String axes(List<Integer> axes) {
        return "axes " + axes;
    }

    private static String window(Window window, int groups) {
        var text = new StringBuilder(String.format(Locale.ROOT, "window %d×%d", window.height(), window.width()));
        if (window.strideHeight() != 1 || window.strideWidth() != 1) {
            text.append(String.format(Locale.ROOT, " stride %d×%d", window.strideHeight(), window.strideWidth()));
        }
        if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
            text.append(String.format(Locale.ROOT, " dilation %d×%d", window.dilationHeight(), window.dilationWidth()));
        }
        if (window.padTop() + window.padBottom() + window.padLeft() + window.padRight() != 0) {
            text.append(String.format(
                    Locale.ROOT,
                    " padding %d+%d×%d+%d",
                    window.padTop(),
                    window.padBottom(),
                    window.padLeft(),
                    window.padRight()));
        }
        return text.append(groups == 1 ? "" : " groups " + groups).toString();
    }
}
