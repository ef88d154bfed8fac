package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.compiler.catalog.ParameterType;
import dev.updraft.compiler.catalog.Range;
import dev.updraft.compiler.catalog.Table;
import dev.updraft.compiler.check.evaluation.Value.Bool;
import dev.updraft.compiler.check.evaluation.Value.Function;
import dev.updraft.compiler.check.evaluation.Value.Items;
import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Text;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.DecisionThreshold;
import dev.updraft.compiler.layers.Optimizer.RateMultiplier;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an expression means where a certain type is wanted: {@code same} is a word where a padding is wanted, {@code relu}
 * an activation where one of those is. Everything gives null where there is no such meaning, which has been reported then.
 *
 * @param parameter what is to be set, for messages
 */
public record Conversion(EvaluationScope evaluationScope, String parameter) {

    /** What {@code expression} means as a {@code type}; the result is of the Java type that stands for it. */
    @Nullable
    public Object convert(ParameterType<?> type, Expression expression) {
        return switch (type) {
            case ParameterType.Choice<?> choice -> {
                var word = word(choice, choice.words(), expression);
                yield word == null
                        ? null
                        : choice.constants().get(choice.words().indexOf(word));
            }
            case ParameterType.Device device -> device(device, expression);
            case ParameterType.Named<?> named -> named(named, expression);
            case ParameterType.ClassWeights weights -> classWeight(weights, expression);
            case ParameterType.Threshold threshold -> threshold(threshold, expression);
            case ParameterType.OptionalOf<?>(var inner) -> {
                var value = convert(inner, expression);
                yield value == null ? null : Optional.of(value);
            }
            case ParameterType.MetricName _, ParameterType.WeightName _ -> name(type, expression);
            case ParameterType.ColumnName _ -> columnName(type, expression);
            case ParameterType.WeightFactor _ -> factor(type, expression);
            case ParameterType.ListOf<?>(var inner) -> several(inner, expression);
            case ParameterType.Whole _,
                    ParameterType.Seed _,
                    ParameterType.Real _,
                    ParameterType.Bool _,
                    ParameterType.Text _,
                    ParameterType.Time _,
                    ParameterType.Size2d _,
                    ParameterType.Border2d _,
                    ParameterType.Extents _,
                    ParameterType.Reals _ -> ofValue(type, expression);
        };
    }

    /** Of the types whose expressions have a meaning of their own. */
    private @Nullable Object ofValue(ParameterType<?> type, Expression expression) {
        var value = new ExpressionEvaluator(evaluationScope).evaluate(expression);
        if (value instanceof Value.Unknown) {
            return null;
        }
        var span = expression.span();
        return switch (type) {
            case ParameterType.Whole(var min, var max) -> whole(type, min, max, value, span);
            case ParameterType.Seed _ -> seed(type, value, span);
            case ParameterType.Real(var range) -> real(type, range, value, span);
            case ParameterType.Bool _ ->
                value instanceof Bool(var truth) ? (Object) truth : mismatch(type, value, span);
            case ParameterType.Text _ -> value instanceof Text(var text) ? (Object) text : mismatch(type, value, span);
            case ParameterType.Time time -> time(time, value, span);
            case ParameterType.Size2d _ -> size(type, value, span);
            case ParameterType.Border2d _ -> border(type, value, span);
            case ParameterType.Extents _ -> extents(type, value, span);
            case ParameterType.Reals(var range) -> reals(type, range, value, span);
            case ParameterType.Choice<?> _,
                    ParameterType.Device _,
                    ParameterType.Named<?> _,
                    ParameterType.ClassWeights _,
                    ParameterType.Threshold _,
                    ParameterType.MetricName _,
                    ParameterType.WeightName _,
                    ParameterType.ColumnName _,
                    ParameterType.WeightFactor _,
                    ParameterType.ListOf<?> _,
                    ParameterType.OptionalOf<?> _ -> throw new IllegalArgumentException("words need no value: " + type);
        };
    }

    private @Nullable Integer whole(ParameterType<?> type, int min, int max, Value value, Span span) {
        if (!(value instanceof Whole(var number))) {
            mismatch(type, value, span);
            return null;
        }
        if (number > max && max == Integer.MAX_VALUE) {
            // That there is an upper end is worth saying only to those who are beyond it.
            evaluationScope.error(
                    Code.M0305,
                    span,
                    "`%s` expects an integer from %s to %s, found %s"
                            .formatted(parameter, min, max, value.description()));
            return null;
        }
        if (number < min || number > max) {
            outOfRange(type, value, span);
            return null;
        }
        return (int) number;
    }

    private @Nullable Long seed(ParameterType<?> type, Value value, Span span) {
        if (!(value instanceof Whole(var number))) {
            mismatch(type, value, span);
            return null;
        }
        if (number < 0) {
            outOfRange(type, value, span);
            return null;
        }
        return number;
    }

    private @Nullable Double real(ParameterType<?> type, Range range, Value value, Span span) {
        if (!(value instanceof Numeric number)) {
            mismatch(type, value, span);
            return null;
        }
        if (!range.allows(number.real())) {
            outOfRange(type, value, span);
            return null;
        }
        return number.real();
    }

    private @Nullable Object time(ParameterType.Time type, Value value, Span span) {
        if (!(value instanceof Text(var text))) {
            return mismatch(type, value, span);
        }
        var time = type.parse(text);
        return time.isPresent() ? time.get() : outOfRange(type, value, span);
    }

    /** A bare word is the name itself, even where something in the network has it. */
    private @Nullable String name(ParameterType<?> type, Expression expression) {
        var named = expression instanceof SyntaxTree.Reference(var name, var _) ? name.text() : null;
        var known = named == null ? null : evaluationScope.scope().find(named);
        if (named != null && (known == null || !(known.value() instanceof Text))) {
            return named;
        }
        var value = new ExpressionEvaluator(evaluationScope).evaluate(expression);
        return switch (value) {
            case Text(var text) -> text;
            case Value.Unknown _ -> null;
            default -> {
                mismatch(type, value, expression.span());
                yield null;
            }
        };
    }

    /** A part of a column is named as it is written: {@code since.month}, {@code load[-1]}. */
    private @Nullable String columnName(ParameterType<?> type, Expression expression) {
        return switch (expression) {
            case SyntaxTree.ColumnReference(var group, var column, var _) -> group.text() + "." + column.text();
            case SyntaxTree.Subscript(var column, var slices, var _, var _) -> {
                var name = columnName(type, column);
                var places = slices.stream()
                        .map(slice -> slice.span().text().replaceAll("\\s", ""))
                        .collect(Collectors.joining(", ", "[", "]"));
                yield name == null ? null : name + places;
            }
            default -> name(type, expression);
        };
    }

    private @Nullable RateMultiplier factor(ParameterType<?> type, Expression expression) {
        if (!(expression instanceof SyntaxTree.Binary(var operator, var left, var right, var _, var _)
                && operator == SyntaxTree.Operator.MULTIPLY)) {
            var found = expression instanceof SyntaxTree.Reference(var name, var _)
                    ? "`" + name.text() + "` without a number"
                    : "another expression";
            evaluationScope.error(
                    Code.M0101,
                    expression.span(),
                    "`%s` expects %s, found %s".formatted(parameter, type.description(), found));
            return null;
        }
        var factor = convert(new ParameterType.Real(Range.NOT_NEGATIVE), left);
        var name = name(new ParameterType.WeightName(), right);
        return factor instanceof Double number && name != null ? new RateMultiplier(number, name) : null;
    }

    private @Nullable List<Object> several(ParameterType<?> type, Expression expression) {
        var elements = expression instanceof SyntaxTree.ListLiteral(var all, var _) ? all : List.of(expression);
        var values = new ArrayList<Object>();
        for (var element : elements) {
            var value = convert(type, element);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == elements.size() ? values : null;
    }

    private @Nullable Size size(ParameterType<?> type, Value value, Span span) {
        var items = value instanceof Items(var all) ? all : List.of(value, value);
        if (items.size() != 2) {
            mismatch(type, value, span);
            return null;
        }
        var height = whole(type, 1, ParameterType.Size2d.LARGEST, items.getFirst(), span);
        var width = height == null ? null : whole(type, 1, ParameterType.Size2d.LARGEST, items.getLast(), span);
        return height == null || width == null ? null : new Size(height, width);
    }

    private @Nullable Border border(ParameterType<?> type, Value value, Span span) {
        var sides = value instanceof Items(var all) ? all : List.of(value, value);
        if (sides.size() != 2) {
            mismatch(type, value, span);
            return null;
        }
        var rows = ends(type, sides.getFirst(), span);
        var columns = rows == null ? null : ends(type, sides.getLast(), span);
        return rows == null || columns == null
                ? null
                : new Border(rows.getFirst(), rows.getLast(), columns.getFirst(), columns.getLast());
    }

    /** Before and after, or the same at both ends. */
    private @Nullable List<Integer> ends(ParameterType<?> type, Value value, Span span) {
        var items = value instanceof Items(var all) ? all : List.of(value, value);
        if (items.size() != 2) {
            mismatch(type, value, span);
            return null;
        }
        var before = whole(type, 0, ParameterType.Size2d.LARGEST, items.getFirst(), span);
        var after = before == null ? null : whole(type, 0, ParameterType.Size2d.LARGEST, items.getLast(), span);
        return before == null || after == null ? null : List.of(before, after);
    }

    private @Nullable List<Integer> extents(ParameterType<?> type, Value value, Span span) {
        var extents = new ArrayList<Integer>();
        for (var item : value instanceof Items(var all) ? all : List.of(value)) {
            var extent = whole(type, -1, Integer.MAX_VALUE, item, span);
            if (extent == null) {
                return null;
            }
            extents.add(extent);
        }
        if (extents.isEmpty()
                || extents.size() > ParameterType.Extents.MOST
                || extents.contains(0)
                || extents.indexOf(-1) < extents.lastIndexOf(-1)) {
            outOfRange(type, value, span);
            return null;
        }
        return extents;
    }

    private @Nullable List<Double> reals(ParameterType<?> type, Range range, Value value, Span span) {
        var reals = new ArrayList<Double>();
        for (var item : value instanceof Items(var all) ? all : List.of(value)) {
            var real = real(type, range, item, span);
            if (real == null) {
                return null;
            }
            reals.add(real);
        }
        if (reals.isEmpty()) {
            outOfRange(type, value, span);
            return null;
        }
        return reals;
    }

    /** One of {@code words}: written bare, or the text that a parameter holds. */
    private @Nullable String word(ParameterType<?> type, List<String> words, Expression expression) {
        var span = expression.span();
        if (expression instanceof SyntaxTree.StringLiteral(var text, var _) && words.contains(text)) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0101, span, "`%s` expects the name %s, found a string".formatted(parameter, text))
                    .withHelp("remove the quotation marks")
                    .withEdit(span, text));
            return null;
        }
        String word;
        if (expression instanceof SyntaxTree.Reference(var name, var _)
                && evaluationScope.scope().find(name.text()) == null) {
            word = name.text();
        } else {
            var value = new ExpressionEvaluator(evaluationScope).evaluate(expression);
            if (value instanceof Value.Unknown) {
                return null;
            }
            if (!(value instanceof Text(var text))) {
                mismatch(type, value, span);
                return null;
            }
            word = text;
        }
        if (!words.contains(word)) {
            var error = Diagnostic.error(
                    Code.M0307, span, "`%s` expects %s, found %s".formatted(parameter, type.description(), word));
            evaluationScope.report(DiagnosticSink.didYouMean(error, span, word, words));
            return null;
        }
        return word;
    }

    private @Nullable String device(ParameterType.Device device, Expression expression) {
        return expression instanceof SyntaxTree.StringLiteral(var text, var _) && device.isNumbered(text)
                ? text
                : word(device, ParameterType.Device.WORDS, expression);
    }

    private @Nullable ClassWeight classWeight(ParameterType.ClassWeights type, Expression expression) {
        if (expression instanceof SyntaxTree.ListLiteral) {
            var value = new ExpressionEvaluator(evaluationScope).evaluate(expression);
            var weights =
                    value instanceof Value.Unknown ? null : reals(type, Range.NOT_NEGATIVE, value, expression.span());
            if (weights != null && ClassWeight.Given.areNone(weights)) {
                evaluationScope.error(
                        Code.M0305,
                        expression.span(),
                        "`%s` expects a number above 0 for at least one class, as else no sample counts"
                                .formatted(parameter));
                return null;
            }
            return weights == null ? null : new ClassWeight.Given(weights);
        }
        var word = word(type, ParameterType.ClassWeights.WORDS, expression);
        if (word == null) {
            return null;
        }
        return word.equals("balanced") ? new ClassWeight.Balanced() : new ClassWeight.Even();
    }

    private @Nullable DecisionThreshold threshold(ParameterType.Threshold type, Expression expression) {
        var span = expression.span();
        if (expression instanceof SyntaxTree.Call(var name, var arguments, var _)
                && name.text().equals(ParameterType.Threshold.BEST)) {
            if (arguments.size() != 1 || arguments.getFirst().name() != null) {
                evaluationScope.error(Code.M0307, span, "`%s` expects %s".formatted(parameter, type.description()));
                return null;
            }
            var word = word(
                    type,
                    DecisionThreshold.Measure.words(),
                    arguments.getFirst().value());
            return word == null ? null : new DecisionThreshold.Best(DecisionThreshold.Measure.of(word));
        }
        var value = new ExpressionEvaluator(evaluationScope).evaluate(expression);
        if (value instanceof Value.Unknown) {
            return null;
        }
        if (!(value instanceof Numeric number)) {
            mismatch(type, value, span);
            return null;
        }
        if (!(number.real() > 0 && number.real() < 1)) {
            outOfRange(type, value, span);
            return null;
        }
        return new DecisionThreshold.Fixed(number.real());
    }

    private <T> @Nullable Object named(ParameterType.Named<T> type, Expression expression) {
        var table = type.table().get();
        return switch (expression) {
            case SyntaxTree.Reference(var name, var _)
            when table.has(name.text()) ->
                new ArgumentBinder(evaluationScope).bind(row(table, name), name.text(), name.span(), List.of());
            case SyntaxTree.Call(var name, var arguments, var _)
            when table.has(name.text()) ->
                new ArgumentBinder(evaluationScope).bind(row(table, name), name.text(), name.span(), arguments);
            case SyntaxTree.Reference(var name, var _)
            when evaluationScope.scope().find(name.text()) == null -> unknown(type, table, name);
            case SyntaxTree.Call(var name, var _, var _) -> unknown(type, table, name);
            default -> plain(type, expression);
        };
    }

    private static <T> Declaration<T> row(Table<T> table, SyntaxTree.Name name) {
        var row = table.find(name.text());
        if (row == null) {
            throw new IllegalArgumentException(name.text());
        }
        return row;
    }

    private <T> @Nullable Object unknown(ParameterType.Named<T> type, Table<T> table, SyntaxTree.Name name) {
        var error = Diagnostic.error(
                        Code.M0307, name.span(), "there is no %s `%s`".formatted(table.noun(), name.text()))
                .withHelp("`%s` expects %s".formatted(parameter, type.description()));
        evaluationScope.report(DiagnosticSink.didYouMean(error, name.span(), name.text(), table.names()));
        return null;
    }

    /** A parameter that holds something of the kind, or a number or text where that has a meaning. */
    private <T> @Nullable Object plain(ParameterType.Named<T> type, Expression expression) {
        var span = expression.span();
        var ofText = type.text();
        if (ofText == null
                && expression instanceof SyntaxTree.StringLiteral(var text, var _)
                && type.table().get().has(text)) {
            return word(type, List.copyOf(type.table().get().names()), expression);
        }
        var value = new ExpressionEvaluator(evaluationScope).evaluate(expression);
        if (value instanceof Value.Unknown) {
            return null;
        }
        if (ofText != null && value instanceof Text(var text)) {
            return ofText.apply(text);
        }
        var ofNumber = type.number();
        if (ofNumber != null && value instanceof Numeric number) {
            return type.range().allows(number.real())
                    ? ofNumber.apply(number.real())
                    : outOfRange(new ParameterType.Real(type.range()), value, span);
        }
        if (value instanceof Function(var activation, var _)
                && type.table().get().equals(Catalog.ACTIVATIONS)) {
            return activation;
        }
        return mismatch(type, value, span);
    }

    private @Nullable Object mismatch(ParameterType<?> type, Value value, Span span) {
        evaluationScope.error(Code.M0101, span, expects(type, value));
        return null;
    }

    private @Nullable Object outOfRange(ParameterType<?> type, Value value, Span span) {
        evaluationScope.error(Code.M0305, span, expects(type, value));
        return null;
    }

    private String expects(ParameterType<?> type, Value value) {
        return "`%s` expects %s, found %s".formatted(parameter, type.description(), value.description());
    }
}
