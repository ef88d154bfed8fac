package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import dev.updraft.compiler.syntax.SyntaxTree.Name;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One use of a block: its statements are carried out anew, so that shapes are checked for these arguments. */
public record BlockUse(EvaluationScope evaluationScope, Library.Definition block) {

    /**
     * What the block returns.
     *
     * @param source what stands before the arrow, if there is one; it is for the first parameter that is a value
     */
    Value apply(Name name, @Nullable Value source, List<Argument> arguments, Span span) {
        evaluationScope.checkContext().used().add(block);
        if (evaluationScope.uses().stream().anyMatch(use -> use.block().equals(block))) {
            evaluationScope.error(Code.M0405, name.span(), "the block `%s` is recursive".formatted(block.name()));
            return Value.UNKNOWN;
        }
        if (evaluationScope.uses().size() == EvaluationScope.MOST_USES) {
            var message =
                    String.format(Locale.ROOT, "blocks use one another more than %d deep", EvaluationScope.MOST_USES);
            evaluationScope.checkContext().tooLarge(name.span(), message);
            return Value.UNKNOWN;
        }
        var parameters = block.block().parameters();
        var first = source == null
                ? null
                : parameters.stream()
                        .filter(ParameterTypes::isTensor)
                        .findFirst()
                        .orElse(null);
        if (source != null && first == null) {
            evaluationScope.error(
                    Code.M0107, name.span(), "the block `%s` takes no value of the network".formatted(block.name()));
        }
        var slots = parameters.stream()
                .filter(parameter -> !parameter.equals(first))
                .map(BlockUse::slot)
                .toList();
        var matching = Matching.of(evaluationScope, block.name(), name.span(), slots, arguments);
        var given = new HashMap<String, Value>();
        if (source != null && first != null) {
            given.put(first.name().text(), source);
        }
        for (var parameter : parameters) {
            var argument = matching.arguments().get(parameter.name().text());
            if (argument != null) {
                given.put(parameter.name().text(), argument(parameter, argument));
            } else if (parameter.defaultValue() == null) {
                given.putIfAbsent(parameter.name().text(), Value.UNKNOWN);
            }
        }
        return carryOut(given, matching.arguments(), name.span(), span);
    }

    /** Carries the block out with parameters of which nothing is known, to find what is wrong with any use of it. */
    public void rehearse() {
        var given = new HashMap<String, Value>();
        for (var parameter : block.block().parameters()) {
            if (parameter.defaultValue() == null) {
                given.put(parameter.name().text(), Value.UNKNOWN);
            }
        }
        var name = block.block().name().span();
        evaluationScope.checkContext().sharedBlocks().clear();
        carryOut(given, Map.of(), name, name);
    }

    private Value carryOut(Map<String, Value> given, Map<String, Argument> arguments, Span nameSpan, Span span) {
        var sharedBlocks = evaluationScope.checkContext().sharedBlocks();
        var first = sharedBlocks.of(block);
        var settings = new LinkedHashMap<String, Value>();
        var taken = new LinkedHashMap<String, Value>();
        var scope = new Scope();
        var inside = evaluationScope.inside(block, span, scope);
        for (var parameter : block.block().parameters()) {
            var name = parameter.name();
            var value = given.get(name.text());
            var kind = ParameterTypes.isTensor(parameter) ? Scope.Kind.INPUT : Scope.Kind.PARAMETER;
            var set = value == null ? defaultOf(inside, parameter) : value;
            scope.define(name.text(), kind, set, name.span());
            if (kind == Scope.Kind.PARAMETER) {
                settings.put(name.text(), set);
            } else {
                taken.put(name.text(), set);
            }
        }
        if (block.block().shared() && first == null) {
            sharedBlocks.add(
                    block, new SharedBlocks.FirstUse(nameSpan, settings, Objects.requireNonNull(inside.call())));
        }
        if (first != null && !SharedBlocks.sameSettings(evaluationScope, first, nameSpan, arguments, settings)) {
            return Value.UNKNOWN;
        }
        var layers = evaluationScope.checkContext().layers();
        var before = layers.count();
        var result = new Statements(inside).run(block.block().statements());
        if (first != null) {
            SharedBlocks.requireSameWeights(evaluationScope, first, nameSpan, layers.since(before));
        }
        new Unused(inside, List.of()).report();
        if (result == null) {
            return Value.UNKNOWN;
        }
        evaluationScope.checkContext().used(Objects.requireNonNull(inside.call()), taken, result);
        return result;
    }

    private static Matching.Slot slot(SyntaxTree.Parameter parameter) {
        var type = parameter.type();
        var written = parameter.name().text() + (type == null ? "" : ": " + type.text());
        var defaultValue = parameter.defaultValue();
        return defaultValue == null
                ? new Matching.Slot(parameter.name().text(), written, true)
                : new Matching.Slot(
                        parameter.name().text(),
                        written + " = " + defaultValue.span().text(),
                        false);
    }

    private Value argument(SyntaxTree.Parameter parameter, Argument argument) {
        if (ParameterTypes.isTensor(parameter)) {
            var expressionEvaluator = new ExpressionEvaluator(evaluationScope);
            var wanted = "`%s` expects a value of the network"
                    .formatted(parameter.name().text());
            return expressionEvaluator.tensor(
                    expressionEvaluator.evaluate(argument.value()),
                    argument.value().span(),
                    wanted);
        }
        return converted(evaluationScope, parameter, argument.value());
    }

    private static Value defaultOf(EvaluationScope inside, SyntaxTree.Parameter parameter) {
        var defaultValue = parameter.defaultValue();
        return defaultValue == null || ParameterTypes.isTensor(parameter)
                ? Value.UNKNOWN
                : converted(inside, parameter, defaultValue);
    }

    /** The value of a parameter with a type. */
    public static Value converted(
            EvaluationScope evaluationScope, SyntaxTree.Parameter parameter, SyntaxTree.Expression expression) {
        var type = ParameterTypes.of(parameter);
        if (type == null) {
            return Value.UNKNOWN;
        }
        var value = new Conversion(evaluationScope, parameter.name().text()).convert(type, expression);
        return value == null
                ? Value.UNKNOWN
                : ParameterTypes.value(value, expression.span().text());
    }
}
