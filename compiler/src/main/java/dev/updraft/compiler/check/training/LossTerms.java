package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.ExpressionEvaluator;
import dev.updraft.compiler.check.evaluation.LossCall;
import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a loss: {@code a(x, t) + 0.3 * b(y, u)} has two, of the weights 1 and 0.3. A term is a loss that has a name,
 * or any other expression.
 */
public final class LossTerms {
    private final EvaluationScope evaluationScope;
    private final LossCall lossCall;
    private final List<Term> terms = new ArrayList<>();
    private boolean complete = true;

    public LossTerms(EvaluationScope evaluationScope) {
        this.evaluationScope = evaluationScope;
        lossCall = new LossCall(evaluationScope);
    }

    /**
     * A term without its name.
     *
     * @param subject the target or what else it is of, for the name; empty if it is of none
     */
    private record Term(
            LossCall.@Nullable Result comparison,
            LayerGraph.@Nullable Expression expression,
            String subject,
            double weight,
            Expression place) {
        LossTerm named(String name) {
            return comparison != null
                    ? new LossTerm.Comparison(
                            name,
                            comparison.loss(),
                            comparison.prediction(),
                            comparison.target(),
                            weight,
                            comparison.span())
                    : new LossTerm.Computed(name, Objects.requireNonNull(expression), weight, place.span());
        }
    }

    /** The terms in the order of the file; none if one makes no sense, which has been reported then. */
    public List<LossTerm> check(SyntaxTree.Loss statement) {
        collect(statement.value(), 1);
        if (!complete) {
            return List.of();
        }
        var names = names(terms.stream().map(Term::subject).toList());
        var named = new ArrayList<LossTerm>();
        for (var i = 0; i < terms.size(); i++) {
            named.add(terms.get(i).named(names.get(i)));
        }
        return named;
    }

    /** As Keras names them: {@code loss}, or by target {@code label_loss}, {@code label_loss_2}; without one {@code penalty}. */
    private static List<String> names(List<String> subjects) {
        if (subjects.size() == 1) {
            return List.of("loss");
        }
        var counts = new HashMap<String, Integer>();
        var taken = new HashSet<String>();
        var names = new ArrayList<String>();
        for (var subject : subjects) {
            var base = subject.isEmpty() ? "penalty" : subject + "_loss";
            var name = base;
            while (!taken.add(name)) {
                name = base + "_" + (counts.merge(base, 1, Integer::sum) + 1);
            }
            names.add(name);
        }
        return names;
    }

    private void collect(Expression expression, double weight) {
        switch (expression) {
            case SyntaxTree.Binary(var operator, var left, var right, var _, var _) -> {
                switch (operator) {
                    case ADD -> {
                        collect(left, weight);
                        collect(right, weight);
                    }
                    case SUBTRACT -> {
                        collect(left, weight);
                        collect(right, -weight);
                    }
                    case MULTIPLY -> {
                        if (isNumber(left)) {
                            scale(right, left, weight, false);
                        } else if (isNumber(right)) {
                            scale(left, right, weight, false);
                        } else {
                            compute(expression, weight);
                        }
                    }
                    case DIVIDE -> {
                        if (isNumber(right)) {
                            scale(left, right, weight, true);
                        } else {
                            compute(expression, weight);
                        }
                    }
                    case POWER, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL, AND, OR ->
                        compute(expression, weight);
                }
            }
            case SyntaxTree.Negate(var value, var _) -> collect(value, -weight);
            case SyntaxTree.Call(var name, var _, var _) when isBlock(name) -> compute(expression, weight);
            case SyntaxTree.Call(var name, var _, var _)
            when Catalog.LOSSES.has(name.text()) -> compare(expression, weight);
            case SyntaxTree.Call(var name, var _, var _) when isFunction(name) -> compute(expression, weight);
            case SyntaxTree.Call _,
                    SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> compare(expression, weight);
            case SyntaxTree.Reference(var name, var _) -> {
                if (Catalog.LOSSES.has(name.text()) && evaluationScope.scope().find(name.text()) == null) {
                    compare(expression, weight);
                } else {
                    compute(expression, weight);
                }
            }
            case SyntaxTree.Chain _, SyntaxTree.Subscript _, SyntaxTree.Not _, SyntaxTree.ColumnReference _ ->
                compute(expression, weight);
        }
    }

    private boolean isBlock(SyntaxTree.Name name) {
        return evaluationScope.library().find(name.text()) != null;
    }

    private static boolean isFunction(SyntaxTree.Name name) {
        return Catalog.FUNCTIONS.has(name.text()) || Catalog.LAYERS.has(name.text());
    }

    private void compare(Expression expression, double weight) {
        var result = lossCall.check(expression);
        if (result == null) {
            complete = false;
            return;
        }
        terms.add(new Term(result, null, result.target().name(), weight, expression));
    }

    private void compute(Expression expression, double weight) {
        var found = ObjectiveExpression.of(evaluationScope, expression, "a loss");
        if (found == null) {
            complete = false;
            return;
        }
        terms.add(new Term(null, found, subject(found), weight, expression));
    }

    /** The one target that an expression sees; empty if there are several or none. */
    private static String subject(LayerGraph.Expression expression) {
        var targets = expression.targets();
        return targets.size() == 1 ? targets.getFirst().name() : "";
    }

    private void scale(Expression term, Expression factor, double weight, boolean divides) {
        var value = new ExpressionEvaluator(evaluationScope).evaluate(factor);
        if (!(value instanceof Numeric number)) {
            complete = false;
            return;
        }
        var scaled = divides ? weight / number.real() : weight * number.real();
        if (!Double.isFinite((float) scaled) || scaled == 0) {
            complete = false;
            evaluationScope.report(Diagnostic.error(
                            Code.M0503,
                            factor.span(),
                            scaled == 0
                                    ? "a loss with weight 0 trains nothing"
                                    : "the weight of a loss must fit in a float32, not " + scaled)
                    .withHelp(scaled == 0 ? "remove the loss" : "use a smaller number"));
            return;
        }
        collect(term, scaled);
    }

    /** Whether it is made of numbers alone. */
    private boolean isNumber(Expression expression) {
        return switch (expression) {
            case SyntaxTree.NumberLiteral _ -> true;
            case SyntaxTree.Reference(var name, var _) -> {
                var entry = evaluationScope.scope().find(name.text());
                yield entry != null && entry.value() instanceof Numeric;
            }
            case SyntaxTree.Negate(var value, var _) -> isNumber(value);
            case SyntaxTree.Binary(var _, var left, var right, var _, var _) -> isNumber(left) && isNumber(right);
            case SyntaxTree.Call(var name, var arguments, var _) ->
                Catalog.FUNCTIONS.has(name.text())
                        && !arguments.isEmpty()
                        && arguments.stream().allMatch(argument -> isNumber(argument.value()));
            case SyntaxTree.Chain _,
                    SyntaxTree.Not _,
                    SyntaxTree.Subscript _,
                    SyntaxTree.ColumnReference _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> false;
        };
    }

    /** Whether a term can do without a declared target: an expression, or a loss that compares values of the network. */
    public boolean needsNoTarget(Expression expression) {
        return switch (expression) {
            case SyntaxTree.Call(var name, var arguments, var _) ->
                isBlock(name)
                        || isFunction(name)
                        || (arguments.size() >= 2 && isValue(arguments.get(1).value()));
            case SyntaxTree.Negate(var value, var _) -> needsNoTarget(value);
            case SyntaxTree.Binary(var _, var left, var right, var _, var _) ->
                needsNoTarget(left) || needsNoTarget(right);
            case SyntaxTree.Reference _ -> isValue(expression);
            case SyntaxTree.Chain _, SyntaxTree.Subscript _, SyntaxTree.ColumnReference _ -> true;
            case SyntaxTree.Not _,
                    SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> false;
        };
    }

    private boolean isValue(Expression expression) {
        if (!(expression instanceof SyntaxTree.Reference(var name, var _))) {
            return expression instanceof SyntaxTree.Chain
                    || expression instanceof SyntaxTree.Call
                    || expression instanceof SyntaxTree.ColumnReference
                    || expression instanceof SyntaxTree.Subscript
                    || expression instanceof SyntaxTree.Binary;
        }
        var entry = evaluationScope.scope().find(name.text());
        return entry != null && entry.value() instanceof Tensor;
    }
}
