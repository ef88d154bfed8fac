package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Arguments;
import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.catalog.Parameter;
import dev.updraft.compiler.catalog.ParameterType;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the record of a declaration out of the arguments of a call. */
public record ArgumentBinder(EvaluationScope evaluationScope) {

    /**
     * The record; null if the arguments do not make one, which has been reported then.
     *
     * @param callee what is called, for messages
     */
    public <T> @Nullable T bind(Declaration<T> declaration, String callee, Span span, List<Argument> arguments) {
        var slots = declaration.parameters().stream()
                .map(parameter -> new Matching.Slot(parameter.name(), parameter.signature(), parameter.required()))
                .toList();
        var matching = Matching.of(evaluationScope, callee, span, slots, gathered(declaration, arguments));
        var values = new HashMap<Parameter<?>, Object>();
        var complete = matching.complete();
        for (var parameter : declaration.parameters()) {
            var argument = matching.arguments().get(parameter.name());
            if (argument != null) {
                var value =
                        new Conversion(evaluationScope, parameter.name()).convert(parameter.type(), argument.value());
                complete &= value != null;
                if (value != null) {
                    values.put(parameter, value);
                }
            }
        }
        try {
            return complete ? declaration.build().apply(new Given(values)) : null;
        } catch (Arguments.Conflict conflict) {
            var argument = matching.arguments().get(conflict.parameter().name());
            evaluationScope.error(Code.M0306, argument == null ? span : argument.span(), conflict.message());
            return null;
        }
    }

    /** {@code reshape(28, 28, 1)} is {@code reshape((28, 28, 1))}: what is all of one list needs no brackets. */
    private static List<Argument> gathered(Declaration<?> declaration, List<Argument> arguments) {
        var parameters = declaration.parameters();
        var isList = !parameters.isEmpty()
                && (parameters.getFirst().type() instanceof ParameterType.ListOf<?>
                        || parameters.getFirst().type() instanceof ParameterType.Extents);
        if (!isList
                || arguments.size() <= parameters.size()
                || arguments.stream().anyMatch(argument -> argument.name() != null)) {
            return arguments;
        }
        var span = arguments.getFirst().span().to(arguments.getLast().span());
        var elements = arguments.stream().map(Argument::value).toList();
        return List.of(new Argument(null, new SyntaxTree.ListLiteral(elements, span), span));
    }

    /** The given values, and the defaults of what is not given. */
    private record Given(Map<Parameter<?>, Object> values) implements Arguments {
        @Override
        @SuppressWarnings("unchecked") // a Conversion gives what the parameter's type stands for
        public <V> V get(Parameter<V> parameter) {
            return (V) values.getOrDefault(parameter, parameter.value());
        }
    }
}
