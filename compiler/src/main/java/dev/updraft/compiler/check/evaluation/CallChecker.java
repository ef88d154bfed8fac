package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.catalog.ForeignNames;
import dev.updraft.compiler.check.evaluation.Value.Function;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.check.evaluation.Value.Unknown;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import dev.updraft.compiler.syntax.SyntaxTree.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies layers, blocks and activations: {@code x -> dense(10)} is the same as {@code dense(x, 10)}. */
record CallChecker(EvaluationScope evaluationScope) {

    /**
     * What comes out.
     *
     * @param source what stands before the arrow, if there is one
     * @param called whether there are parentheses
     */
    Value apply(Name name, @Nullable Value source, List<Argument> arguments, boolean called, Span span) {
        var entry = evaluationScope.scope().find(name.text());
        if (entry != null && entry.value() instanceof Function(var activation, var _)) {
            evaluationScope.scope().use(name.text());
            return layer(activate(name, activation), name, source, arguments, span);
        }
        var block = evaluationScope.library().find(name.text());
        if (block != null) {
            return new BlockUse(evaluationScope, block).apply(name, source, arguments, span);
        }
        var declaration = Catalog.LAYERS.find(name.text());
        if (declaration != null) {
            return layer(declaration, name, source, arguments, span);
        }
        if (evaluationScope.checkContext().inObjective() && Catalog.LOSSES.has(name.text())) {
            return loss(name, source, arguments, span);
        }
        var function = Catalog.FUNCTIONS.find(name.text());
        if (function != null && called) {
            return new FunctionCall(evaluationScope, function, name).apply(source, arguments, span);
        }
        if (function != null && entry == null) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0202, name.span(), "`%s` is a function, which is called".formatted(name.text()))
                    .withHelp("write `%s()`".formatted(name.text()))
                    .withEdit(name.span(), name.text() + "()"));
            return Value.UNKNOWN;
        }
        if (entry != null && !(entry.value() instanceof Unknown)) {
            var error = Diagnostic.error(
                    Code.M0202,
                    name.span(),
                    "`%s` is a %s, not a layer"
                            .formatted(name.text(), entry.kind().noun()));
            evaluationScope.report(error.withHelp("only the last name in a chain names its result"));
        } else if (entry == null && evaluationScope.library().complete()) {
            var error =
                    Diagnostic.error(Code.M0202, name.span(), "there is no layer or block `%s`".formatted(name.text()));
            evaluationScope.report(ForeignNames.columnInstead(name.text())
                    .map(error::withHelp)
                    .orElseGet(() -> DiagnosticSink.didYouMean(
                            error,
                            name.span(),
                            name.text(),
                            called ? evaluationScope.callableNames() : evaluationScope.layerNames())));
        }
        return Value.UNKNOWN;
    }

    /** The loss of each sample, as a part of an expression. */
    private Value loss(Name name, @Nullable Value source, List<Argument> arguments, Span span) {
        if (source != null) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0503,
                            span,
                            "`%s` takes a prediction and the target between its parentheses".formatted(name.text()))
                    .withHelp("write %s(prediction, target)".formatted(name.text())));
            return Value.UNKNOWN;
        }
        var result = new LossCall(evaluationScope).check(new SyntaxTree.Call(name, arguments, span));
        if (result == null) {
            return Value.UNKNOWN;
        }
        var target = result.target().source();
        var operands = List.of(
                new Tensor(result.prediction()),
                new Tensor(target == null ? new LayerGraph.TargetValue(result.target()) : target));
        return evaluationScope
                .checkContext()
                .layers()
                .apply(evaluationScope, new Layer.LossOfSample(result.loss()), operands, span);
    }

    private static Declaration<Layer> activate(Name name, dev.updraft.compiler.layers.Activation activation) {
        return Declaration.given(name.text(), Declaration.Values.ONE, new Layer.Activate(activation));
    }

    private Value layer(
            Declaration<Layer> declaration, Name name, @Nullable Value source, List<Argument> arguments, Span span) {
        var expressionEvaluator = new ExpressionEvaluator(evaluationScope);
        var values = new ArrayList<Value>();
        if (source != null) {
            values.add(source);
        }
        var settings = new ArrayList<Argument>();
        for (var argument : arguments) {
            var wanting = values.size() < declaration.values().most();
            if (argument.name() == null
                    && settings.isEmpty()
                    && expressionEvaluator.isTensor(argument.value(), wanting)) {
                var value = expressionEvaluator.evaluate(argument.value());
                values.add(expressionEvaluator.tensor(
                        value, argument.span(), "`%s` combines values of the network".formatted(name.text())));
            } else {
                settings.add(argument);
            }
        }
        if (!rightNumber(declaration, name, values, span)) {
            return Value.UNKNOWN;
        }
        var layer = new ArgumentBinder(evaluationScope).bind(declaration, name.text(), name.span(), settings);
        var tensors = new ArrayList<Tensor>();
        for (var value : values) {
            if (value instanceof Tensor tensor) {
                tensors.add(tensor);
            }
        }
        if (layer == null || tensors.size() < values.size()) {
            return Value.UNKNOWN;
        }
        if (layer instanceof TreeLayer trees) {
            return new TreeUse(evaluationScope, trees, span).of(tensors.getFirst());
        }
        if (layer instanceof LinearLayer linear) {
            return new LinearUse(evaluationScope, linear, span).of(tensors.getFirst());
        }
        if (layer instanceof SupervisedLayer supervised) {
            return new SupervisedUse(evaluationScope, supervised, span).of(tensors.getFirst());
        }
        var bound = ColumnAccess.bound(layer, tensors);
        return evaluationScope.checkContext().layers().apply(evaluationScope, bound.layer(), bound.values(), span);
    }

    private boolean rightNumber(Declaration<Layer> declaration, Name name, List<Value> values, Span span) {
        var least = declaration.values().least();
        var most = declaration.values().most();
        if (values.size() >= least && values.size() <= most) {
            return true;
        }
        var tooMany = least < most && values.size() > most;
        var bound = tooMany ? "at most " + most : "at least " + least;
        var expected = least == most ? Integer.toString(least) : bound;
        var form = tooMany ? "write `%1$s(%1$s(a, b), c)`" : "write `%s(a, b)`";
        var help = (least == 1 ? "write `value -> %1$s` or `%1$s(value)`" : form).formatted(name.text());
        evaluationScope.report(Diagnostic.error(
                        Code.M0107,
                        span,
                        "`%s` takes %s %s of the network, found %s"
                                .formatted(name.text(), expected, most == 1 ? "value" : "values", values.size()))
                .withHelp(help));
        return false;
    }
}
