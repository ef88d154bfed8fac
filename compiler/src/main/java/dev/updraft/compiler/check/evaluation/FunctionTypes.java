package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.LayerGraph.TargetValue;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TensorFunction.UnaryKind;
import dev.updraft.compiler.tensor.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What elements a {@link TensorFunction} takes: integers, truth values and real numbers never mix in silence. */
final class FunctionTypes {
    private final TensorFunction function;
    private final Span place;

    private FunctionTypes(TensorFunction function, Span place) {
        this.function = function;
        this.place = place;
    }

    /** The elements of a value. */
    private enum Elements {
        REAL("real numbers"),
        INTEGER("integers"),
        TRUTH("truth values");

        private final String plural;

        Elements(String plural) {
            this.plural = plural;
        }

        static Elements of(LayerGraph.Value value) {
            return value.isTruth() ? TRUTH : value.type() == ElementType.INT32 ? INTEGER : REAL;
        }
    }

    /** What is wrong with the elements of the operands; null if nothing is. */
    static @Nullable Diagnostic mistyped(TensorFunction function, List<LayerGraph.Value> operands, Span place) {
        return new FunctionTypes(function, place).mistyped(operands);
    }

    private @Nullable Diagnostic mistyped(List<LayerGraph.Value> operands) {
        return switch (function) {
            case TensorFunction.Unary(var kind) ->
                requireAll(operands, kind == UnaryKind.NOT ? Elements.TRUTH : Elements.REAL);
            case TensorFunction.Binary(var kind) ->
                kind.compares()
                        ? comparable(operands)
                        : requireAll(operands, kind.isLogical() ? Elements.TRUTH : Elements.REAL);
            case TensorFunction.Where _ -> {
                var condition = require(operands.getFirst(), Elements.TRUTH);
                yield condition == null ? requireAll(operands.subList(1, 3), Elements.REAL) : condition;
            }
            case TensorFunction.Gather _ -> {
                var values = require(operands.getFirst(), Elements.REAL);
                yield values == null ? require(operands.getLast(), Elements.INTEGER) : values;
            }
            case TensorFunction.OneHot _ -> requireAll(operands, Elements.INTEGER);
            case TensorFunction.Stack _ -> requireAll(operands, Elements.of(operands.getFirst()));
            case TensorFunction.ToFloat _,
                    TensorFunction.StopGradient _,
                    TensorFunction.Transpose _,
                    TensorFunction.ExpandDims _,
                    TensorFunction.Squeeze _,
                    TensorFunction.Tile _,
                    TensorFunction.Slice _,
                    TensorFunction.RandomNormal _,
                    TensorFunction.RandomUniform _ -> null;
            case TensorFunction.Clip _,
                    TensorFunction.Average _,
                    TensorFunction.Reduce _,
                    TensorFunction.ArgMax _,
                    TensorFunction.CumSum _,
                    TensorFunction.MatMul _,
                    TensorFunction.Dot _ -> requireAll(operands, Elements.REAL);
        };
    }

    /** A number beside integers must be one itself. */
    private @Nullable Diagnostic comparable(List<LayerGraph.Value> operands) {
        var integers = operands.stream().anyMatch(operand -> Elements.of(operand) == Elements.INTEGER);
        for (var operand : operands) {
            if (operand instanceof LayerGraph.NumberValue(var value, var span)) {
                if (integers && value != Math.rint(value)) {
                    return Diagnostic.error(
                                    Code.M0101, place, "`%s` compares integers with %s".formatted(symbol(), value))
                            .withLabel(span, "not an integer");
                }
                continue;
            }
            if (integers && isPlace(operand)) {
                continue;
            }
            var wrong = require(operand, integers ? Elements.INTEGER : Elements.REAL);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** What {@code argmax} gives, which are whole numbers among the real ones. */
    private static boolean isPlace(LayerGraph.Value value) {
        return value instanceof LayerGraph.LayerNode node
                && node.layer() instanceof Layer.Compute(TensorFunction.ArgMax _);
    }

    private @Nullable Diagnostic requireAll(List<LayerGraph.Value> operands, Elements wanted) {
        for (var operand : operands) {
            var wrong = require(operand, wanted);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable Diagnostic require(LayerGraph.Value operand, Elements wanted) {
        var found = Elements.of(operand);
        if (found == wanted) {
            return null;
        }
        return Diagnostic.error(
                        Code.M0101, place, "`%s` expects %s, found %s".formatted(symbol(), wanted.plural, found.plural))
                .withLabel(operand.span(), "gives " + found.plural)
                .withHelp(help(operand, found, wanted));
    }

    private String symbol() {
        return function.symbol();
    }

    private static @Nullable String help(LayerGraph.Value operand, Elements found, Elements wanted) {
        return switch (wanted) {
            case REAL ->
                operand instanceof TargetValue(var target)
                                && target.type() instanceof TargetType.Classes(var count, var _, var _)
                                && count > 2
                        ? "one_hot(%s) gives 1 in the column of the class, else 0".formatted(target.name())
                        : found == Elements.TRUTH
                                ? "float(…) makes 1 and 0 of them; where(condition, a, b) chooses between two values"
                                : "float(…) converts integers to real numbers";
            case INTEGER -> "declare the input as integers, as in input tokens: int[128]";
            case TRUTH -> "compare with something, as in x > 0";
        };
    }
}
