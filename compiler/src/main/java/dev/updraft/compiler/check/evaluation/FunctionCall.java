package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.check.evaluation.Value.Unknown;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.LayerGraph.TargetValue;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import dev.updraft.compiler.syntax.SyntaxTree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A function of an expression that is called: {@code sum(x, axis: 1)} is the same as {@code x -> sum(axis: 1)}. */
record FunctionCall(EvaluationScope evaluationScope, Declaration<Layer> function, Name name) {

    /** An operand and where it is written. */
    private record Operand(Value value, Span span) {}

    /**
     * What comes out: of numbers alone a number.
     *
     * @param source what stands before the arrow, if there is one
     */
    Value apply(@Nullable Value source, List<Argument> arguments, Span span) {
        var operands = new ArrayList<Operand>();
        if (source != null) {
            operands.add(new Operand(source, name.span()));
        }
        var settings = new ArrayList<Argument>();
        for (var argument : arguments) {
            if (argument.name() == null
                    && settings.isEmpty()
                    && operands.size() < function.values().most()) {
                var value = new ExpressionEvaluator(evaluationScope).evaluate(argument.value());
                operands.add(new Operand(value, argument.span()));
            } else {
                settings.add(argument);
            }
        }
        if (!enough(operands.size(), span)) {
            return Value.UNKNOWN;
        }
        var layer = new ArgumentBinder(evaluationScope).bind(function, name.text(), name.span(), settings);
        if (layer == null || operands.stream().anyMatch(operand -> operand.value() instanceof Unknown)) {
            return Value.UNKNOWN;
        }
        return layer instanceof Layer.Compute(var computed)
                ? compute(computed, operands, span)
                : evaluationScope.checkContext().layers().apply(evaluationScope, layer, List.of(), name.span(), span);
    }

    private boolean enough(int found, Span span) {
        var least = function.values().least();
        if (found >= least) {
            return true;
        }
        evaluationScope.report(Diagnostic.error(
                        Code.M0107,
                        span,
                        String.format(
                                Locale.ROOT,
                                "`%s` takes %s%d %s, found %d",
                                name.text(),
                                function.values().most() > least ? "at least " : "",
                                least,
                                least == 1 ? "value" : "values",
                                found))
                .withHelp("write " + function.doc().use()));
        return false;
    }

    private Value compute(TensorFunction computed, List<Operand> operands, Span span) {
        var operators = new Operators(evaluationScope);
        if (!operands.isEmpty() && operands.stream().allMatch(operand -> operand.value() instanceof Numeric)) {
            var numbers = operands.stream()
                    .map(operand -> ((Numeric) operand.value()).real())
                    .toList();
            var number = NumberFunctions.of(computed, numbers);
            if (number != null) {
                return operators.result(() -> NumberFunctions.checked(name.text(), numbers, number), span);
            }
        }
        var tensors = new ArrayList<Tensor>();
        for (var operand : operands) {
            if (operand.value() instanceof Numeric && !takesNumbers(computed)) {
                evaluationScope.error(
                        Code.M0102,
                        operand.span(),
                        "`%s` expects a value of the network, found %s"
                                .formatted(name.text(), operand.value().description()));
                return Value.UNKNOWN;
            }
            var tensor = operators.operand(operand.value(), operand.span());
            if (tensor == null) {
                return Value.UNKNOWN;
            }
            tensors.add(tensor);
        }
        var ofTarget = tensors.getFirst().source() instanceof TargetValue(var target)
                        && target.type() instanceof TargetType.Classes classes
                ? classes
                : null;
        return switch (computed) {
            case TensorFunction.ToFloat _ when ofTarget != null -> zeroOrOne(ofTarget, tensors, span);
            case TensorFunction.OneHot(var classes) when classes == 0 -> oneHot(ofTarget, tensors, span);
            case TensorFunction other -> operators.apply(other, tensors, name.span(), span);
        };
    }

    /** Whether an operand may be a number, which goes along with a value of the network. */
    private static boolean takesNumbers(TensorFunction computed) {
        return computed instanceof TensorFunction.Binary
                || computed instanceof TensorFunction.Where
                || computed instanceof TensorFunction.Average;
    }

    /** Of a target of two classes 0 and 1 in the shape of a prediction, {@code [batch, 1]}. */
    private Value zeroOrOne(TargetType.Classes classes, List<Tensor> tensors, Span span) {
        var operators = new Operators(evaluationScope);
        if (classes.count() > 2) {
            var target = ((TargetValue) tensors.getFirst().source()).target();
            evaluationScope.report(Diagnostic.error(
                            Code.M0101,
                            name.span(),
                            String.format(
                                    Locale.ROOT,
                                    "`%s` is one of %d classes, whose numbers measure nothing",
                                    target.name(),
                                    classes.count()))
                    .withLabel(target.span(), "the target")
                    .withHelp("one_hot(%s) gives 1 in the column of the class, else 0".formatted(target.name())));
            return Value.UNKNOWN;
        }
        return operators.apply(new TensorFunction.ToFloat(), tensors, name.span(), span) instanceof Tensor real
                ? operators.apply(new TensorFunction.ExpandDims(-1), List.of(real), name.span(), span)
                : Value.UNKNOWN;
    }

    /** Of a target with as many columns as there are classes. */
    private Value oneHot(TargetType.@Nullable Classes classes, List<Tensor> tensors, Span span) {
        if (classes == null) {
            evaluationScope.report(
                    Diagnostic.error(Code.M0302, name.span(), "`one_hot` needs `classes: int` for what is not a target")
                            .withHelp("write one_hot(tokens, 10)"));
            return Value.UNKNOWN;
        }
        return new Operators(evaluationScope)
                .apply(new TensorFunction.OneHot(classes.count()), tensors, name.span(), span);
    }
}
