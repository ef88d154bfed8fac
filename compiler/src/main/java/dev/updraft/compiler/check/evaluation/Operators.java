package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.check.evaluation.Value.Bool;
import dev.updraft.compiler.check.evaluation.Value.Goal;
import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.check.evaluation.Value.Unknown;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TensorFunction.AxisSlice;
import dev.updraft.compiler.layers.TensorFunction.BinaryKind;
import dev.updraft.compiler.layers.TensorFunction.UnaryKind;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import dev.updraft.compiler.syntax.SyntaxTree.Operator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators give: of numbers a number, computed now; of values of the network a value of the network. */
record Operators(EvaluationScope evaluationScope) {

    Value negate(SyntaxTree.Negate expression) {
        var value = evaluate(expression.value());
        if (value instanceof Numeric number) {
            return result(() -> Arithmetic.negate(number), expression.span());
        }
        return isOfNetwork(value)
                ? compute(UnaryKind.NEGATE, value, expression.value(), expression.span())
                : mismatch("-", "a number or a value of the network", value, expression.span());
    }

    Value not(SyntaxTree.Not expression) {
        var value = evaluate(expression.value());
        if (value instanceof Bool(var truth)) {
            return new Bool(!truth);
        }
        return isOfNetwork(value)
                ? compute(UnaryKind.NOT, value, expression.value(), expression.span())
                : mismatch("not", "true, false or a comparison", value, expression.span());
    }

    private Value compute(UnaryKind kind, Value value, Expression operand, Span span) {
        var tensor = operand(value, operand.span());
        return tensor == null ? Value.UNKNOWN : apply(new TensorFunction.Unary(kind), List.of(tensor), span, span);
    }

    Value combine(SyntaxTree.Binary expression) {
        var operator = expression.operator();
        var left = evaluate(expression.left());
        var right = evaluate(expression.right());
        if (left instanceof Unknown || right instanceof Unknown) {
            return Value.UNKNOWN;
        }
        if (left instanceof Numeric a && right instanceof Numeric b && !isLogical(operator)) {
            return result(() -> Arithmetic.apply(operator, a, b), expression.span());
        }
        if (left instanceof Bool(var a) && right instanceof Bool(var b) && isLogical(operator)) {
            return new Bool(operator == Operator.AND ? a && b : a || b);
        }
        if ((isOfNetwork(left) && isValue(right)) || (isValue(left) && isOfNetwork(right))) {
            var a = operand(left, expression.left().span());
            var b = operand(right, expression.right().span());
            return a == null || b == null
                    ? Value.UNKNOWN
                    : apply(
                            new TensorFunction.Binary(kind(operator)),
                            List.of(a, b),
                            expression.symbol(),
                            expression.span());
        }
        var rightIsWrong = isLogical(operator) ? left instanceof Bool : isValue(left);
        evaluationScope.error(
                Code.M0101,
                rightIsWrong ? expression.right().span() : expression.left().span(),
                "`%s` expects %s, found %s and %s"
                        .formatted(
                                operator.symbol(),
                                isLogical(operator) ? "truth values" : "numbers or values of the network",
                                left.description(),
                                right.description()));
        return Value.UNKNOWN;
    }

    Value subscript(SyntaxTree.Subscript expression) {
        var value = evaluate(expression.value());
        var slices = new ArrayList<AxisSlice>();
        var complete = true;
        for (var slice : expression.slices()) {
            var places = places(slice);
            complete &= places != null;
            if (places != null) {
                slices.add(places);
            }
        }
        var tensor = new ExpressionEvaluator(evaluationScope)
                .tensor(value, expression.value().span(), "`[…]` expects a value of the network");
        return complete && tensor instanceof Tensor operand
                ? apply(new TensorFunction.Slice(slices), List.of(operand), expression.operator(), expression.span())
                : Value.UNKNOWN;
    }

    private @Nullable AxisSlice places(SyntaxTree.Slice slice) {
        return switch (slice) {
            case SyntaxTree.Ellipsis _ -> new AxisSlice.Rest();
            case SyntaxTree.Index(var expression, var _) -> {
                var index = index(expression);
                yield index == null ? null : new AxisSlice.Place(index);
            }
            case SyntaxTree.Range(var start, var end, var _) -> {
                var first = start == null ? null : index(start);
                var last = end == null ? null : index(end);
                yield (start != null && first == null) || (end != null && last == null)
                        ? null
                        : new AxisSlice.Places(first, last);
            }
        };
    }

    private @Nullable Integer index(Expression expression) {
        var value = evaluate(expression);
        if (value instanceof Whole(var number) && number == (int) number) {
            return (int) number;
        }
        if (!(value instanceof Unknown)) {
            evaluationScope.error(
                    Code.M0101, expression.span(), "an index is an integer, found " + value.description());
        }
        return null;
    }

    /** The value of a function, reported at {@code place} if it has none. */
    Value apply(TensorFunction function, List<Tensor> operands, Span place, Span span) {
        return evaluationScope
                .checkContext()
                .layers()
                .apply(evaluationScope, new Layer.Compute(function), operands, place, span);
    }

    /** A value as an operand, numbers included; null if it is none, which has been reported then. */
    @Nullable
    Tensor operand(Value value, Span span) {
        if (value instanceof Numeric number) {
            return new Tensor(new LayerGraph.NumberValue(number.real(), span));
        }
        return new ExpressionEvaluator(evaluationScope).tensor(value, span, "expected a value of the network")
                        instanceof Tensor tensor
                ? tensor
                : null;
    }

    private static boolean isOfNetwork(Value value) {
        return value instanceof Tensor || value instanceof Goal;
    }

    private static boolean isValue(Value value) {
        return isOfNetwork(value) || value instanceof Numeric;
    }

    private static boolean isLogical(Operator operator) {
        return operator == Operator.AND || operator == Operator.OR;
    }

    private static BinaryKind kind(Operator operator) {
        return switch (operator) {
            case OR -> BinaryKind.OR;
            case AND -> BinaryKind.AND;
            case LESS -> BinaryKind.LESS;
            case LESS_EQUAL -> BinaryKind.LESS_EQUAL;
            case GREATER -> BinaryKind.GREATER;
            case GREATER_EQUAL -> BinaryKind.GREATER_EQUAL;
            case EQUAL -> BinaryKind.EQUAL;
            case NOT_EQUAL -> BinaryKind.NOT_EQUAL;
            case ADD -> BinaryKind.ADD;
            case SUBTRACT -> BinaryKind.SUBTRACT;
            case MULTIPLY -> BinaryKind.MULTIPLY;
            case DIVIDE -> BinaryKind.DIVIDE;
            case POWER -> BinaryKind.POWER;
        };
    }

    private Value evaluate(Expression expression) {
        return new ExpressionEvaluator(evaluationScope).evaluate(expression);
    }

    private Value mismatch(String operator, String wanted, Value value, Span span) {
        if (!(value instanceof Unknown)) {
            evaluationScope.error(
                    Code.M0101, span, "`%s` expects %s, found %s".formatted(operator, wanted, value.description()));
        }
        return Value.UNKNOWN;
    }

    /** A computation that may have no result. */
    interface Computation {
        Value compute() throws Arithmetic.NoResult;
    }

    /** What a computation gives; unknown if it has no result, which has been reported then. */
    Value result(Computation computation, Span span) {
        try {
            return computation.compute();
        } catch (Arithmetic.NoResult problem) {
            evaluationScope.error(Code.M0104, span, String.valueOf(problem.getMessage()));
            return Value.UNKNOWN;
        }
    }
}
