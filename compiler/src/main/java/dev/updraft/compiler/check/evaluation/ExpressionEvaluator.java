package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.Value.Bool;
import dev.updraft.compiler.check.evaluation.Value.Goal;
import dev.updraft.compiler.check.evaluation.Value.Items;
import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Real;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.check.evaluation.Value.Text;
import dev.updraft.compiler.check.evaluation.Value.Unknown;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import dev.updraft.compiler.syntax.SyntaxTree.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What expressions stand for. */
public record ExpressionEvaluator(EvaluationScope evaluationScope) {

    public Value evaluate(Expression expression) {
        try {
            return evaluationScope.checkContext().enter(expression.span()) ? valueOf(expression) : Value.UNKNOWN;
        } finally {
            evaluationScope.checkContext().leave();
        }
    }

    private Value valueOf(Expression expression) {
        return switch (expression) {
            case SyntaxTree.NumberLiteral(var value, var integer, var _) ->
                integer ? new Whole((long) value) : new Real(value);
            case SyntaxTree.StringLiteral(var text, var _) -> new Text(text);
            case SyntaxTree.BooleanLiteral(var truth, var _) -> new Bool(truth);
            case SyntaxTree.ListLiteral(var elements, var _) -> {
                var items = elements.stream().map(this::evaluate).toList();
                yield items.contains(Value.UNKNOWN) ? Value.UNKNOWN : new Items(items);
            }
            case SyntaxTree.Reference(var name, var _) -> reference(name);
            case SyntaxTree.ColumnReference column -> new ColumnAccess(evaluationScope).of(column);
            case SyntaxTree.Call call ->
                new CallChecker(evaluationScope).apply(call.name(), null, call.arguments(), true, call.span());
            case SyntaxTree.Negate negate -> new Operators(evaluationScope).negate(negate);
            case SyntaxTree.Not not -> new Operators(evaluationScope).not(not);
            case SyntaxTree.Binary binary -> new Operators(evaluationScope).combine(binary);
            case SyntaxTree.Subscript subscript -> new Operators(evaluationScope).subscript(subscript);
            case SyntaxTree.Chain(var source, var stages, var _) -> through(stages, evaluate(source), source.span());
        };
    }

    /** What comes out of the last of {@code stages} when {@code value} goes into the first. */
    Value through(List<Stage> stages, Value value, Span source) {
        var result = tensor(value, source, "a chain starts with a value of the network");
        for (var stage : stages) {
            if (!evaluationScope.checkContext().step(stage.span())) {
                return Value.UNKNOWN;
            }
            switch (stage) {
                case SyntaxTree.Apply apply ->
                    result = new CallChecker(evaluationScope)
                            .apply(apply.name(), result, apply.arguments(), apply.parenthesized(), apply.span());
                case SyntaxTree.RepeatStages(var count, var body, var _) -> {
                    var times = repeats(count);
                    for (var i = 0; i < times; i++) {
                        result = through(body, result, stage.span());
                    }
                }
            }
        }
        return result;
    }

    /** How often something is to be repeated; once if that is unknown, to find what else is wrong. */
    int repeats(Expression count) {
        var value = evaluate(count);
        if (value instanceof Whole(var times) && times >= 1 && times <= MOST_REPEATS) {
            return (int) times;
        }
        if (!(value instanceof Unknown)) {
            evaluationScope.error(
                    Code.M0407,
                    count.span(),
                    String.format(
                            Locale.ROOT,
                            "`repeat` expects an integer from 1 to %d, found %s",
                            MOST_REPEATS,
                            value.description()));
        }
        return 1;
    }

    private static final int MOST_REPEATS = 1000;

    private Value reference(SyntaxTree.Name name) {
        var value = evaluationScope.scope().use(name.text());
        if (value != null) {
            return value;
        }
        if (evaluationScope.isLayer(name.text())) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0102,
                            name.span(),
                            "`%s` is a layer, but a value is expected here".formatted(name.text()))
                    .withHelp("apply it to a value: `value -> %s`".formatted(name.text())));
            return Value.UNKNOWN;
        }
        var known = new ArrayList<>(evaluationScope.scope().names());
        known.addAll(List.of("true", "false"));
        var error = Diagnostic.error(Code.M0201, name.span(), "there is no `%s` here".formatted(name.text()));
        evaluationScope.report(DiagnosticSink.didYouMean(error, name.span(), name.text(), known));
        return Value.UNKNOWN;
    }

    /** {@code value} if it is one of the network, else unknown, which has been reported then. */
    public Value tensor(Value value, Span span, String wanted) {
        switch (value) {
            case Tensor _, Unknown _ -> {
                return value;
            }
            case Goal(var target)
            when evaluationScope.checkContext().inObjective() -> {
                return new Tensor(new LayerGraph.TargetValue(target));
            }
            case Goal(var target) ->
                evaluationScope.report(Diagnostic.error(
                                Code.M0207,
                                span,
                                "`%s` is the target, which the network cannot use".formatted(target.name()))
                        .withHelp("the target is only given to the loss"));
            case Numeric _, Text _, Bool _, Value.Function _, Items _ ->
                evaluationScope.error(Code.M0102, span, wanted + ", found " + value.description());
        }
        return Value.UNKNOWN;
    }

    /**
     * Whether a positional argument is a value of the network rather than a setting.
     *
     * @param ifUnknown what to take a name for that means nothing
     */
    boolean isTensor(Expression expression, boolean ifUnknown) {
        return switch (expression) {
            case SyntaxTree.Chain _, SyntaxTree.ColumnReference _ -> true;
            case SyntaxTree.Reference(var name, var _) -> {
                var entry = evaluationScope.scope().find(name.text());
                yield (entry == null || entry.value() instanceof Unknown)
                        ? ifUnknown && !Catalog.ACTIVATIONS.has(name.text())
                        : (entry.value() instanceof Tensor || entry.value() instanceof Goal);
            }
            case SyntaxTree.Call(var name, var arguments, var _) ->
                evaluationScope.library().find(name.text()) != null
                        || (ifUnknown && !Catalog.LAYERS.has(name.text()) && !Catalog.FUNCTIONS.has(name.text()))
                        || arguments.stream().anyMatch(argument -> isTensor(argument.value(), ifUnknown));
            case SyntaxTree.Negate(var operand, var _) -> isTensor(operand, ifUnknown);
            case SyntaxTree.Not(var operand, var _) -> isTensor(operand, ifUnknown);
            case SyntaxTree.Subscript(var value, var _, var _, var _) -> isTensor(value, ifUnknown);
            case SyntaxTree.Binary(var _, var left, var right, var _, var _) ->
                isTensor(left, ifUnknown) || isTensor(right, ifUnknown);
            case SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> false;
        };
    }
}
