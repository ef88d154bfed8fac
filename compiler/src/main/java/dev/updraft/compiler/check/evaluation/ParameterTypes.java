package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.ParameterType;
import dev.updraft.compiler.catalog.Range;
import dev.updraft.compiler.check.evaluation.Value.Bool;
import dev.updraft.compiler.check.evaluation.Value.Function;
import dev.updraft.compiler.check.evaluation.Value.Real;
import dev.updraft.compiler.check.evaluation.Value.Text;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that parameters of models and blocks can have. */
public final class ParameterTypes {
    private ParameterTypes() {}

    private static final Map<String, ParameterType<?>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("int", new ParameterType.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
        BY_NAME.put("float", new ParameterType.Real(Range.ANY));
        BY_NAME.put("bool", new ParameterType.Bool());
        BY_NAME.put("string", new ParameterType.Text());
        BY_NAME.put("activation", new ParameterType.Named<>(() -> Catalog.ACTIVATIONS, null));
    }

    /** The type that a parameter is declared with; null if it has none that is known. */
    public static @Nullable ParameterType<?> of(SyntaxTree.Parameter parameter) {
        var type = parameter.type();
        return type == null ? null : BY_NAME.get(type.text());
    }

    /** Whether a block's parameter stands for a value of the network. */
    static boolean isTensor(SyntaxTree.Parameter parameter) {
        return parameter.type() == null;
    }

    /** What {@code converted}, which a {@link Conversion} gave, is in an expression. */
    static Value value(Object converted, String written) {
        return switch (converted) {
            case Integer number -> new Whole(number);
            case Double number -> new Real(number);
            case Boolean truth -> new Bool(truth);
            case String text -> new Text(text);
            case Activation activation -> new Function(activation, written);
            default -> throw new IllegalArgumentException("no parameter has a value of " + converted.getClass());
        };
    }

    /** Reports what is wrong with the declarations themselves. */
    public static void check(List<SyntaxTree.Parameter> parameters, boolean tensors, DiagnosticSink diagnosticSink) {
        var seen = new LinkedHashMap<String, SyntaxTree.Parameter>();
        for (var parameter : parameters) {
            var name = parameter.name();
            var earlier = seen.putIfAbsent(name.text(), parameter);
            if (earlier != null) {
                diagnosticSink.report(Diagnostic.error(
                                Code.M0203, name.span(), "there is a parameter `%s` already".formatted(name.text()))
                        .withLabel(earlier.name().span(), "here"));
            }
            var type = parameter.type();
            if (type == null) {
                if (!tensors) {
                    diagnosticSink.report(
                            Diagnostic.error(Code.M0411, name.span(), "`%s` needs a type".formatted(name.text()))
                                    .withHelp("write `%s: int`; types are %s".formatted(name.text(), names())));
                } else if (parameter.defaultValue() != null) {
                    diagnosticSink.report(Diagnostic.error(
                                    Code.M0411,
                                    parameter.span(),
                                    "`%s` has no type, so it is a value of the network, which cannot have a default"
                                            .formatted(name.text()))
                            .withHelp("give it a type, one of " + names()));
                }
            } else if (!BY_NAME.containsKey(type.text())) {
                var error = Diagnostic.error(Code.M0411, type.span(), "there is no type `%s`".formatted(type.text()))
                        .withHelp("the types are " + names());
                diagnosticSink.report(DiagnosticSink.didYouMean(error, type.span(), type.text(), BY_NAME.keySet()));
            }
        }
    }

    private static String names() {
        return String.join(", ", BY_NAME.keySet());
    }
}
