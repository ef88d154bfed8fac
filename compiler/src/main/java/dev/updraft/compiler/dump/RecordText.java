package dev.updraft.compiler.dump;

import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.Optimizer.Clipping;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.layers.TreeFeature;
import dev.updraft.compiler.layers.TreeSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records written like calls in a {@code .model} file: {@code conv2d(filters: 32, kernel: 3×3)}. */
public final class RecordText {
    private RecordText() {}

    /** {@code adam(learning_rate: 0.001)}. */
    public static String of(Record record) {
        var settings = settings(record);
        var name = snakeCase(record.getClass().getSimpleName());
        return settings.isEmpty() ? name : name + "(" + settings + ")";
    }

    /** {@code mean_squared_error + 0.3 * huber(delta: 1.0)}. */
    public static String sum(List<LossTerm> losses) {
        return losses.stream()
                .map(term -> (term.weight() == 1 ? "" : value(term.weight()) + " * ") + of(term))
                .collect(Collectors.joining(" + "));
    }

    /** A term without its weight; an expression as the file has it. */
    static String of(LossTerm term) {
        return switch (term) {
            case LossTerm.Comparison comparison -> of((Record) comparison.loss());
            case LossTerm.Computed(var _, var _, var _, var span) ->
                span.text().strip().replaceAll("\\s+", " ");
            case LossTerm.Own(var _, var layer, var _) -> "its own of " + layer.name();
        };
    }

    /** {@code filters: 32, kernel: 3×3}; what is null is left out, and where there is no constraint. */
    static String settings(Record record) {
        return String.join(", ", settings(record, _ -> true));
    }

    /** The settings one by one; only of some types. */
    static List<String> settings(Record record, Predicate<Class<?>> types) {
        var settings = new ArrayList<String>();
        for (var component : record.getClass().getRecordComponents()) {
            var value = get(component, record);
            if (value instanceof Optimizer.Options options) {
                settings.addAll(options(options));
            } else if (value instanceof TreeSettings trees) {
                // As in the language, where they are settings of the layer.
                settings.addAll(types.test(TreeSettings.class) ? settings(trees, types) : List.of());
            } else if (value != null && !(value instanceof Constraint.None) && types.test(component.getType())) {
                settings.add(snakeCase(component.getName()) + ": " + value(value));
            }
        }
        return settings;
    }

    /** The settings that every optimizer has, as far as they are set. */
    private static List<String> options(Optimizer.Options options) {
        var settings = new ArrayList<String>();
        if (options.weightDecay() != 0) {
            settings.add("weight_decay: " + value(options.weightDecay()));
        }
        if (!options.notDecayed().isEmpty()) {
            settings.add("exclude_from_weight_decay: " + value(options.notDecayed()));
        }
        settings.add("clipping: " + value(options.clipping()));
        if (!options.multipliers().isEmpty()) {
            settings.add("learning_rate_multipliers: " + value(options.multipliers()));
        }
        return settings;
    }

    /** The settings by name; what is null is left out. */
    public static Map<String, String> byName(Record record) {
        var settings = new LinkedHashMap<String, String>();
        for (var component : record.getClass().getRecordComponents()) {
            var value = get(component, record);
            if (value != null) {
                settings.put(snakeCase(component.getName()), value(value));
            }
        }
        return settings;
    }

    /** A setting's value. */
    public static String value(Object value) {
        return switch (value) {
            case Double number -> number(number);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case List<?> list -> list.stream().map(RecordText::value).collect(Collectors.joining(", ", "[", "]"));
            case Size size -> size.toString();
            case Border border -> border.toString();
            case Regularizer regularizer when regularizer.equals(Regularizer.NONE) -> "none";
            case Optimizer.RateMultiplier(var factor, var name) -> number(factor) + " * " + name;
            case TreeFeature(var name, var categories) -> categories == 0 ? name : name + " of " + categories;
            case Clipping clipping when clipping.equals(Clipping.NONE) -> "none";
            case Record record -> of(record);
            default -> value.toString();
        };
    }

    /** {@code 1} rather than {@code 1.0}, {@code 1e-7} rather than {@code 1.0E-7}. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value).replace("E", "e").replace(".0e", "e");
    }

    /** The values of a record's components; what is null is left out. */
    static List<Object> components(Record record) {
        var values = new ArrayList<>();
        for (var component : record.getClass().getRecordComponents()) {
            var value = get(component, record);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code useBias} and {@code MaxPool2d} as {@code use_bias} and {@code max_pool2d}. */
    static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
