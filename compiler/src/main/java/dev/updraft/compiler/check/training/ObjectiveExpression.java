package dev.updraft.compiler.check.training;

import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.ExpressionEvaluator;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** An expression as a loss or a metric: what it computes, and whether that is a number for each sample. */
final class ObjectiveExpression {
    private ObjectiveExpression() {}

    /**
     * What an expression computes; null if it is of no use, which has been reported then.
     *
     * @param what what it is to be: {@code a loss} or {@code a metric}
     */
    static LayerGraph.@Nullable Expression of(EvaluationScope evaluationScope, Expression expression, String what) {
        var isLoss = what.equals("a loss");
        var value = evaluationScope.checkContext().inObjective(() -> {
            var evaluator = new ExpressionEvaluator(evaluationScope);
            return evaluator.tensor(
                    evaluator.evaluate(expression),
                    expression.span(),
                    what + " is computed from values of the network");
        });
        return value instanceof Tensor(var source) ? check(evaluationScope, expression, what, isLoss, source) : null;
    }

    private static LayerGraph.@Nullable Expression check(
            EvaluationScope evaluationScope, Expression place, String what, boolean isLoss, LayerGraph.Value value) {
        var shape = value.shape();
        var isNumber = shape.equals(Shape.batch()) || (isLoss && shape.equals(Shape.SCALAR));
        if (!isNumber) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0509,
                            place.span(),
                            "%s is one number for each sample, [batch], found %s".formatted(what, shape))
                    .withLabel(value.span(), "gives " + shape)
                    .withHelp(
                            shape.batched()
                                    ? "mean(…) without axis is the mean over all axes but the batch"
                                    : isLoss
                                            ? "mean(…) or sum(…) make one number of several"
                                            : "leave the batch as it is: metrics are averaged over all samples"));
            return null;
        }
        if (value.type() == ElementType.INT32 || value.isTruth()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0101,
                            place.span(),
                            "%s is a real number, found %s"
                                    .formatted(what, value.isTruth() ? "a truth value" : "an integer"))
                    .withHelp("write float(…)"));
            return null;
        }
        var expression = evaluationScope.checkContext().layers().expression(value);
        for (var operation : expression.operations()) {
            var wrong = misplaced(operation, what, isLoss);
            if (wrong != null) {
                evaluationScope.report(wrong);
                return null;
            }
        }
        return expression;
    }

    private static @Nullable Diagnostic misplaced(LayerNode operation, String what, boolean isLoss) {
        if (!operation.weights().isEmpty()) {
            return Diagnostic.error(
                            Code.M0509,
                            operation.span(),
                            "%s has no weights of its own, found `%s`".formatted(what, operation.name()))
                    .withHelp("apply it in the network, and use its value here");
        }
        if (isLoss && operation.layer() instanceof Layer.Compute(TensorFunction.ArgMax _)) {
            return Diagnostic.error(
                            Code.M0509, operation.span(), "`argmax` has no gradient, so that no loss can use it")
                    .withHelp("it is for outputs and metrics");
        }
        return null;
    }
}
