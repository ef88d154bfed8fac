package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Name;
import dev.updraft.compiler.syntax.SyntaxTree.Stage;
import dev.updraft.compiler.syntax.SyntaxTree.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out the statements of a network or of a block. */
public record Statements(EvaluationScope evaluationScope) {

    /** The value of the last statement; null if there is none. */
    @Nullable
    public Value run(List<Statement> statements) {
        @Nullable Value last = null;
        for (var index = 0; index < statements.size(); index++) {
            var statement = statements.get(index);
            if (!evaluationScope.checkContext().step(statement.span())) {
                return Value.UNKNOWN;
            }
            last = run(statement, index == statements.size() - 1);
        }
        return last;
    }

    private @Nullable Value run(Statement statement, boolean isLast) {
        return switch (statement) {
            case SyntaxTree.Assignment(var name, var expression, var _) -> {
                var value = new ExpressionEvaluator(evaluationScope).evaluate(expression);
                define(name, Scope.Kind.VALUE, value);
                yield value;
            }
            case SyntaxTree.Evaluate(SyntaxTree.Chain chain, var _) -> chain(chain, isLast);
            case SyntaxTree.Evaluate(var expression, var _) ->
                new ExpressionEvaluator(evaluationScope).evaluate(expression);
            case SyntaxTree.Repeat(var count, var body, var _) -> {
                var times = new ExpressionEvaluator(evaluationScope).repeats(count);
                @Nullable Value last = null;
                for (var i = 0; i < times; i++) {
                    last = run(body);
                }
                yield last;
            }
            case SyntaxTree.Return(var expression, var _) -> {
                var expressionEvaluator = new ExpressionEvaluator(evaluationScope);
                yield expressionEvaluator.tensor(
                        expressionEvaluator.evaluate(expression),
                        expression.span(),
                        "a block returns a value of the network");
            }
        };
    }

    /** A chain as a statement: its last stage may be a new name for what comes out. */
    private Value chain(SyntaxTree.Chain chain, boolean isLast) {
        var expressionEvaluator = new ExpressionEvaluator(evaluationScope);
        var source = expressionEvaluator.evaluate(chain.source());
        var stages = chain.stages();
        if (!(stages.getLast() instanceof SyntaxTree.Apply apply) || !isNewName(apply)) {
            var value =
                    expressionEvaluator.through(stages, source, chain.source().span());
            if (!isLast && value instanceof Value.Tensor) {
                evaluationScope.report(
                        Diagnostic.warning(Code.M0205, chain.span(), "the value of this chain is never used")
                                .withHelp("end it with `-> name` to use it later"));
            }
            return value;
        }
        List<Stage> before = stages.subList(0, stages.size() - 1);
        var value = expressionEvaluator.through(before, source, chain.source().span());
        define(apply.name(), Scope.Kind.RESULT, value);
        return value;
    }

    private boolean isNewName(SyntaxTree.Apply stage) {
        var name = stage.name().text();
        var entry = evaluationScope.scope().find(name);
        return !stage.parenthesized()
                && !evaluationScope.isLayer(name)
                && !(entry != null && entry.value() instanceof Value.Function);
    }

    private void define(Name name, Scope.Kind kind, Value value) {
        var entry = evaluationScope.scope().find(name.text());
        var taken = evaluationScope.library().find(name.text()) != null
                ? "block"
                : Catalog.LAYERS.has(name.text())
                        ? "layer"
                        : entry != null && !entry.kind().canChange()
                                ? entry.kind().noun()
                                : null;
        if (taken != null) {
            evaluationScope.report(
                    Diagnostic.error(Code.M0204, name.span(), "`%s` is a %s already".formatted(name.text(), taken))
                            .withHelp("rename the value"));
            if (entry != null) {
                return;
            }
        }
        evaluationScope.scope().define(name.text(), kind, value, name.span());
        evaluationScope.checkContext().named(evaluationScope.path() + name.text(), value);
    }
}
