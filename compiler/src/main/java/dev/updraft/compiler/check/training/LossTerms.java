package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.ExpressionEvaluator;
import dev.updraft.compiler.check.evaluation.Value;
import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terms of a loss: {@code a(x, t) + 0.3 * b(y, u)} has two, of the weights 1 and 0.3. */
public final class LossTerms {
    private final EvaluationScope evaluationScope;
    private final Objective objective;
    private final List<Objective.Result> terms = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();
    private boolean complete = true;

    public LossTerms(EvaluationScope evaluationScope) {
        this.evaluationScope = evaluationScope;
        objective = new Objective(evaluationScope);
    }

    /** The terms in the order of the file; none if one makes no sense, which has been reported then. */
    public List<LossTerm> check(SyntaxTree.Loss statement) {
        collect(statement.value(), 1);
        if (!complete) {
            return List.of();
        }
        var names = names(terms.stream().map(Objective.Result::target).toList());
        var named = new ArrayList<LossTerm>();
        for (var i = 0; i < terms.size(); i++) {
            var term = terms.get(i);
            named.add(new LossTerm(
                    names.get(i), term.loss(), term.prediction(), term.target(), weights.get(i), term.span()));
        }
        return named;
    }

    /** As Keras names them: {@code loss}, or by target {@code label_loss}, {@code label_loss_2}. */
    private static List<String> names(List<Target> targets) {
        if (targets.size() == 1) {
            return List.of("loss");
        }
        var counts = new HashMap<String, Integer>();
        var taken = new HashSet<String>();
        var names = new ArrayList<String>();
        for (var target : targets) {
            var base = target.name() + "_loss";
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
            case SyntaxTree.Binary(var operator, var left, var right, var _) -> {
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
                        if (compares(left)) {
                            scale(left, right, weight, false);
                        } else {
                            scale(right, left, weight, false);
                        }
                    }
                    case DIVIDE -> scale(left, right, weight, true);
                }
            }
            case SyntaxTree.Negate(var value, var _) -> collect(value, -weight);
            case SyntaxTree.Call _,
                    SyntaxTree.Reference _,
                    SyntaxTree.Chain _,
                    SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> add(objective.check(expression), weight);
        }
    }

    private void add(Objective.@Nullable Result term, double weight) {
        if (term == null) {
            complete = false;
            return;
        }
        terms.add(term);
        weights.add(weight);
    }

    private void scale(Expression term, Expression factor, double weight, boolean divides) {
        if (compares(factor)) {
            complete = false;
            evaluationScope.report(Diagnostic.error(
                            Code.M0503,
                            factor.span(),
                            "a loss is a sum of losses, each multiplied by a number; found two losses that are %s"
                                    .formatted(divides ? "divided" : "multiplied"))
                    .withHelp("add them, as in mse(a, b) + 0.3 * mae(c, d)"));
            return;
        }
        var value = new ExpressionEvaluator(evaluationScope).evaluate(factor);
        if (!(value instanceof Numeric number)) {
            complete = false;
            if (!(value instanceof Value.Unknown)) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0503,
                                factor.span(),
                                "the weight of a loss is a number, found " + value.description())
                        .withHelp("write a number before the loss, as in 0.3 * mse(prediction, target)"));
            }
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

    /** Whether there is a loss in it, rather than a number. */
    private boolean compares(Expression expression) {
        return switch (expression) {
            case SyntaxTree.Call _ -> true;
            case SyntaxTree.Reference(var name, var _) -> Catalog.LOSSES.has(name.text());
            case SyntaxTree.Negate(var value, var _) -> compares(value);
            case SyntaxTree.Binary(var _, var left, var right, var _) -> compares(left) || compares(right);
            case SyntaxTree.Chain _,
                    SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> false;
        };
    }

    /** Whether a value of the network is given as the target of a term, so that none need be declared. */
    public boolean comparesValues(Expression expression) {
        return switch (expression) {
            case SyntaxTree.Call(var _, var arguments, var _) ->
                arguments.size() >= 2 && isValue(arguments.get(1).value());
            case SyntaxTree.Negate(var value, var _) -> comparesValues(value);
            case SyntaxTree.Binary(var _, var left, var right, var _) -> comparesValues(left) || comparesValues(right);
            case SyntaxTree.Reference _,
                    SyntaxTree.Chain _,
                    SyntaxTree.NumberLiteral _,
                    SyntaxTree.StringLiteral _,
                    SyntaxTree.BooleanLiteral _,
                    SyntaxTree.ListLiteral _ -> false;
        };
    }

    private boolean isValue(Expression expression) {
        if (!(expression instanceof SyntaxTree.Reference(var name, var _))) {
            return expression instanceof SyntaxTree.Chain || expression instanceof SyntaxTree.Call;
        }
        var entry = evaluationScope.scope().find(name.text());
        return entry != null && entry.value() instanceof Tensor;
    }
}
