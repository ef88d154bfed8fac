package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.ParameterType;
import dev.updraft.compiler.check.evaluation.BlockUse;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.ParameterTypes;
import dev.updraft.compiler.check.evaluation.Scope;
import dev.updraft.compiler.check.evaluation.Value;
import dev.updraft.compiler.check.evaluation.Value.Bool;
import dev.updraft.compiler.check.evaluation.Value.Function;
import dev.updraft.compiler.check.evaluation.Value.Real;
import dev.updraft.compiler.check.evaluation.Value.Text;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives the parameters of a model their values: those set from outside, else their defaults. */
record ModelParameters(EvaluationScope evaluationScope, Map<String, String> settings) {
    /** What messages call the place of a setting from outside. */
    private static final String OUTSIDE = "parameters";

    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?");

    /** The values in order, by name; also defined in the scope. */
    Map<String, Object> define(SyntaxTree.Model model) {
        ParameterTypes.check(
                model.parameters(), false, evaluationScope.checkContext().diagnosticSink());
        var values = new LinkedHashMap<String, Object>();
        for (var parameter : model.parameters()) {
            var name = parameter.name().text();
            var value = valueOf(parameter, model);
            evaluationScope
                    .scope()
                    .define(name, Scope.Kind.PARAMETER, value, parameter.name().span());
            switch (value) {
                case Whole(var number) -> values.put(name, number);
                case Real(var number) -> values.put(name, number);
                case Bool(var truth) -> values.put(name, truth);
                case Text(var text) -> values.put(name, text);
                case Function(var activation, var _) -> values.put(name, activation);
                case Value.Unknown _, Value.Tensor _, Value.Goal _, Value.Items _ -> {}
            }
        }
        var known = model.parameters().stream()
                .map(parameter -> parameter.name().text())
                .toList();
        settings.forEach((name, text) -> {
            if (!known.contains(name)) {
                var span = outside(name, text, 0, name.length());
                var error = Diagnostic.error(
                        Code.M0208,
                        span,
                        "the model `%s` has no parameter `%s`"
                                .formatted(model.name().text(), name));
                evaluationScope.report(DiagnosticSink.didYouMean(error, span, name, known));
            }
        });
        return values;
    }

    private Value valueOf(SyntaxTree.Parameter parameter, SyntaxTree.Model model) {
        var name = parameter.name().text();
        var setting = settings.get(name);
        if (setting != null) {
            return fromOutside(parameter, name, setting);
        }
        var defaultValue = parameter.defaultValue();
        if (defaultValue != null) {
            return BlockUse.converted(evaluationScope, parameter, defaultValue);
        }
        if (ParameterTypes.of(parameter) != null) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0308,
                            parameter.name().span(),
                            "the parameter `%s` of `%s` has no value"
                                    .formatted(name, model.name().text()))
                    .withHelp("give it a default, or set it: %s=…".formatted(name)));
        }
        return Value.UNKNOWN;
    }

    private Value fromOutside(SyntaxTree.Parameter parameter, String name, String setting) {
        var type = ParameterTypes.of(parameter);
        if (type == null) {
            return Value.UNKNOWN;
        }
        var value = parse(type, setting.strip());
        if (value == null) {
            evaluationScope.error(
                    Code.M0308,
                    outside(name, setting, name.length() + 1, name.length() + 1 + setting.length()),
                    "`%s` expects %s, found `%s`".formatted(name, type.description(), setting));
            return Value.UNKNOWN;
        }
        return value;
    }

    private static @Nullable Value parse(ParameterType<?> type, String text) {
        return switch (type) {
            case ParameterType.Whole(var min, var max) -> {
                // Ten digits: more are beyond an int, and beyond what is parsed here.
                var number = text.matches("[+-]?[0-9]{1,10}") ? Long.parseLong(text) : Long.MAX_VALUE;
                yield number >= min && number <= max ? new Whole(number) : null;
            }
            case ParameterType.Real _ -> {
                var number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
                yield Double.isFinite(number) ? new Real(number) : null;
            }
            case ParameterType.Bool _ ->
                text.equals("true") || text.equals("false") ? new Bool(Boolean.parseBoolean(text)) : null;
            case ParameterType.Named<?> _ -> {
                var activation = Catalog.ACTIVATIONS.find(text);
                yield activation == null ? null : new Function(activation.example(), text);
            }
            case ParameterType.Text _ -> new Text(text);
            case ParameterType.Seed _,
                    ParameterType.Device _,
                    ParameterType.Size2d _,
                    ParameterType.Border2d _,
                    ParameterType.Extents _,
                    ParameterType.Reals _,
                    ParameterType.ClassWeights _,
                    ParameterType.Threshold _,
                    ParameterType.Choice<?> _,
                    ParameterType.MetricName _,
                    ParameterType.WeightName _,
                    ParameterType.ColumnName _,
                    ParameterType.WeightFactor _,
                    ParameterType.Time _,
                    ParameterType.ListOf<?> _,
                    ParameterType.OptionalOf<?> _ ->
                throw new IllegalArgumentException("no parameter of a model is " + type);
        };
    }

    private static Span outside(String name, String text, int start, int end) {
        return new SourceFile(OUTSIDE, name + "=" + text).span(start, end);
    }
}
