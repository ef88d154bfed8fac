package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.Value.Goal;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.check.evaluation.Value.Unknown;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call of a loss that has a name: of what prediction and target, and whether they fit. */
public record LossCall(EvaluationScope evaluationScope) {

    /** A loss and the values it is given. */
    public record Result(Loss loss, LayerGraph.Value prediction, Target target, Span span) {}

    private record Operands(LayerGraph.Value prediction, Target target) {}

    /** The loss; null if there is none that makes sense, which has been reported then. */
    @Nullable
    public Result check(SyntaxTree.Expression expression) {
        if (!(expression instanceof SyntaxTree.Call(var name, var arguments, var span))) {
            var known = expression instanceof SyntaxTree.Reference(var bare, var _) && Catalog.LOSSES.has(bare.text());
            evaluationScope.report(Diagnostic.error(
                            Code.M0503,
                            expression.span(),
                            known ? "the loss has no arguments" : "expected a loss with its arguments")
                    .withHelp("write a loss of the prediction and the target, as in mse(prediction, target)"));
            return null;
        }
        var declaration = Catalog.LOSSES.find(name.text());
        if (declaration == null) {
            var error = Diagnostic.error(Code.M0501, name.span(), "there is no loss `%s`".formatted(name.text()));
            evaluationScope.report(DiagnosticSink.didYouMean(error, name.span(), name.text(), Catalog.LOSSES.names()));
            markUsed(expression);
            return null;
        }
        var values = new ArrayList<Argument>();
        var settings = new ArrayList<Argument>();
        for (var argument : arguments) {
            (argument.name() == null && values.size() < 2 ? values : settings).add(argument);
        }
        var loss = new ArgumentBinder(evaluationScope).bind(declaration, name.text(), name.span(), settings);
        var operands = operands(name.text(), values, span);
        if (loss == null || operands == null || !fits(name.text(), loss, operands.prediction, operands.target, span)) {
            return null;
        }
        compareWithActivation(loss, operands.prediction, span);
        return new Result(loss, operands.prediction, operands.target, span);
    }

    /** The prediction and the target, if both are given; else null. */
    private @Nullable Operands operands(String name, ArrayList<Argument> values, Span span) {
        if (values.size() < 2) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0503,
                            span,
                            String.format(
                                    Locale.ROOT,
                                    "`%s` takes a prediction and the target, found %d values",
                                    name,
                                    values.size()))
                    .withHelp("write %s(prediction, target)".formatted(name)));
            return null;
        }
        var expressionEvaluator = new ExpressionEvaluator(evaluationScope);
        var prediction = expressionEvaluator.evaluate(values.getFirst().value());
        var goal = expressionEvaluator.evaluate(values.getLast().value());
        if (prediction instanceof Unknown || goal instanceof Unknown) {
            return null;
        }
        if (prediction instanceof Tensor(var source) && goal instanceof Goal(var target)) {
            return new Operands(source, target);
        }
        if (prediction instanceof Tensor(var source)
                && goal instanceof Tensor(LayerGraph.TargetValue(var target))
                && !(source instanceof LayerGraph.TargetValue)) {
            return new Operands(source, target); // a block was given the target
        }
        if (prediction instanceof Tensor(var source)
                && goal instanceof Tensor(var other)
                && !(source instanceof LayerGraph.Input)) {
            return new Operands(source, computed(values.getLast().value(), other));
        }
        var written = values.getFirst().span().text();
        var swapped = goal instanceof Tensor
                && (prediction instanceof Goal || prediction instanceof Tensor(LayerGraph.Input _));
        var place = values.getFirst().span().to(values.getLast().span());
        var error = Diagnostic.error(
                Code.M0503,
                place,
                "`%s` takes a prediction and the target, found %s and %s"
                        .formatted(name, prediction.description(), goal.description()));
        evaluationScope.report(
                swapped
                        ? error.withHelp("the prediction comes first")
                                .withEdit(place, values.getLast().span().text() + ", " + written)
                        : error);
        return null;
    }

    /** A value of the network that is compared with another, such as the input of an autoencoder. */
    private static Target computed(SyntaxTree.Expression written, LayerGraph.Value value) {
        var name = written instanceof SyntaxTree.Reference(var reference, var _) ? reference.text() : value.name();
        return new Target(
                name, "", new TargetType.Reals(value.shape().sample()), name, TargetUnit.OWN, written.span(), value);
    }

    private void markUsed(SyntaxTree.Expression expression) {
        if (expression instanceof SyntaxTree.Call call) {
            call.arguments().forEach(argument -> markUsed(argument.value()));
        } else if (expression instanceof SyntaxTree.Reference(var name, var _)) {
            evaluationScope.scope().use(name.text());
        }
    }

    private boolean fits(String name, Loss loss, LayerGraph.Value prediction, Target target, Span span) {
        var wanted = wanted(loss, target.type());
        if (wanted == null) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0502,
                            span,
                            "`%s` does not fit the target %s"
                                    .formatted(name, target.type().text()))
                    .withLabel(target.span(), "the target")
                    .withHelp(advice(target.type())));
            return false;
        }
        if (!prediction.shape().equals(wanted)) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0103,
                            span,
                            "`%s` with the target %s expects a prediction %s, found %s"
                                    .formatted(name, target.type().text(), wanted, prediction.shape()))
                    .withLabel(target.span(), "the target")
                    .withLabel(prediction.span(), "gives " + prediction.shape()));
            return false;
        }
        return true;
    }

    /** The shape that a prediction must have; null if the loss is not for such a target. */
    private static @Nullable Shape wanted(Loss loss, TargetType target) {
        return switch (loss) {
            case Loss.SparseCategoricalCrossentropy _ ->
                target instanceof TargetType.Classes classes ? classes.scores(classes.count()) : null;
            case Loss.OfClasses _ ->
                switch (target) {
                    case TargetType.Classes classes -> classes.scores(classes.count());
                    case TargetType.Labels _ -> null;
                    case TargetType.Reals(var shape) -> shape.rank() == 1 && shape.dim(0) > 1 ? shape.inBatch() : null;
                };
            case Loss.Hinge _, Loss.SquaredHinge _ ->
                switch (target) {
                    case TargetType.Classes classes -> classes.count() == 2 ? classes.scores(1) : null;
                    case TargetType.Labels(var count, var _) -> Shape.batch(count);
                    case TargetType.Reals _ -> null;
                };
            case Loss.OfTwoClasses _ ->
                switch (target) {
                    case TargetType.Classes classes -> classes.count() == 2 ? classes.scores(1) : null;
                    case TargetType.Labels(var count, var _) -> Shape.batch(count);
                    case TargetType.Reals(var shape) -> shape.inBatch();
                };
            case Loss.OfNumbers _ -> target instanceof TargetType.Reals(var shape) ? shape.inBatch() : null;
        };
    }

    private static String advice(TargetType target) {
        return switch (target) {
            case TargetType.Classes _ ->
                "losses for classes are sparse_categorical_crossentropy and"
                        + " categorical_crossentropy, and binary_crossentropy for two";
            case TargetType.Labels _ -> "the loss for labels is binary_crossentropy";
            case TargetType.Reals _ ->
                "losses for numbers are mse, mae, huber and others; a target of classes is class[10]";
        };
    }

    /** Warns of a loss that takes probabilities for logits, or the other way round: it trains, but badly. */
    private void compareWithActivation(Loss loss, LayerGraph.Value prediction, Span span) {
        var scale = OutputScale.of(prediction);
        var wanted = loss instanceof Loss.OfNumbers
                ? scale
                : loss.takesProbabilities() ? OutputScale.PROBABILITIES : OutputScale.LOGITS;
        if (scale == wanted) {
            return;
        }
        var help = switch (wanted) {
            case LOGITS ->
                scale == OutputScale.PROBABILITIES
                        ? "remove the activation, or set from_logits: false"
                        : "remove the activation";
            case PROBABILITIES, LOG_PROBABILITIES ->
                scale == OutputScale.LOGITS
                        ? "remove from_logits: false, or end the network with softmax or sigmoid"
                        : "end the network with softmax or sigmoid";
        };
        evaluationScope.report(Diagnostic.warning(
                        Code.M0504,
                        span,
                        "the loss takes %s, but is given %s".formatted(wanted.description(), scale.description()))
                .withLabel(prediction.span(), "gives " + scale.description())
                .withHelp(help));
    }
}
