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
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import dev.updraft.compiler.syntax.SyntaxTree.Operator;
import dev.updraft.compiler.syntax.SyntaxTree.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
            case SyntaxTree.Call call ->
                new CallChecker(evaluationScope).apply(call.name(), null, call.arguments(), call.span());
            case SyntaxTree.Negate(var operand, var span) -> negate(evaluate(operand), span);
            case SyntaxTree.Binary(var operator, var left, var right, var span) ->
                combine(operator, evaluate(left), evaluate(right), left.span(), right.span(), span);
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
                            .apply(apply.name(), result, apply.arguments(), apply.span());
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

    private Value negate(Value value, Span span) {
        return switch (value) {
            case Numeric number -> result(() -> Arithmetic.negate(number), span);
            case Unknown _ -> Value.UNKNOWN;
            case Tensor _ -> {
                evaluationScope.report(
                        Diagnostic.error(Code.M0101, span, "`-` expects a number, found " + value.description())
                                .withHelp("`-> rescale(-1)` negates a value of the network"));
                yield Value.UNKNOWN;
            }
            case Goal _, Text _, Bool _, Value.Function _, Items _ -> {
                evaluationScope.error(Code.M0101, span, "`-` expects a number, found " + value.description());
                yield Value.UNKNOWN;
            }
        };
    }

    private Value combine(Operator operator, Value left, Value right, Span leftSpan, Span rightSpan, Span span) {
        if (left instanceof Unknown || right instanceof Unknown) {
            return Value.UNKNOWN;
        }
        if (left instanceof Numeric a && right instanceof Numeric b) {
            return result(() -> Arithmetic.apply(operator, a, b), span);
        }
        if (left instanceof Tensor a && right instanceof Tensor b) {
            var layer = joining(operator);
            if (layer != null) {
                return evaluationScope.checkContext().layers().apply(evaluationScope, layer, List.of(a, b), span);
            }
        }
        var rightIsWrong = left instanceof Numeric || left instanceof Tensor;
        var error = Diagnostic.error(
                Code.M0101,
                rightIsWrong ? rightSpan : leftSpan,
                "`%s` expects two numbers or two values of the network, found %s and %s"
                        .formatted(operator.symbol(), left.description(), right.description()));
        evaluationScope.report(
                left instanceof Tensor || right instanceof Tensor
                        ? error.withHelp("`-> rescale(scale, offset)` multiplies and adds numbers")
                        : error);
        return Value.UNKNOWN;
    }

    private static @Nullable Layer joining(Operator operator) {
        return switch (operator) {
            case ADD -> new Layer.Add();
            case SUBTRACT -> new Layer.Subtract();
            case MULTIPLY -> new Layer.Multiply();
            case DIVIDE -> null;
        };
    }

    /** A computation that may have no result. */
    private interface Computation {
        Numeric compute() throws Arithmetic.NoResult;
    }

    private Value result(Computation computation, Span span) {
        try {
            return computation.compute();
        } catch (Arithmetic.NoResult problem) {
            evaluationScope.error(Code.M0104, span, String.valueOf(problem.getMessage()));
            return Value.UNKNOWN;
        }
    }

    /** {@code value} if it is one of the network, else unknown, which has been reported then. */
    public Value tensor(Value value, Span span, String wanted) {
        switch (value) {
            case Tensor _, Unknown _ -> {
                return value;
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
            case SyntaxTree.Chain _ -> true;
            case SyntaxTree.Reference(var name, var _) -> {
                var entry = evaluationScope.scope().find(name.text());
                yield (entry == null || entry.value() instanceof Unknown)
                        ? ifUnknown && !Catalog.ACTIVATIONS.has(name.text())
                        : (entry.value() instanceof Tensor || entry.value() instanceof Goal);
            }
            case SyntaxTree.Call(var name, var arguments, var _) ->
                evaluationScope.library().find(name.text()) != null
                        || (ifUnknown && !Catalog.LAYERS.has(name.text()))
                        || arguments.stream().anyMatch(argument -> isTensor(argument.value(), ifUnknown));
            case SyntaxTree.Negate(var operand, var _) -> isTensor(operand, ifUnknown);
            case SyntaxTree.Binary(var _, var left, var right, var _) ->
                isTensor(left, ifUnknown) || isTensor(right, ifUnknown);
            case SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> false;
        };
    }
}
