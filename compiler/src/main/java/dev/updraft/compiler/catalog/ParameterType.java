package dev.updraft.compiler.catalog;

import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.DecisionThreshold;
import dev.updraft.compiler.layers.Optimizer.RateMultiplier;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.layers.Size;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be given for a parameter.
 *
 * @param <T> what it becomes in Java
 */
public sealed interface ParameterType<T> {

    /** The type in one word. */
    String word();

    /** What is allowed, to follow "expects": {@code an integer of at least 1}. */
    String description();

    /** An integer from {@code min} to {@code max}. */
    record Whole(int min, int max) implements ParameterType<Integer> {
        @Override
        public String word() {
            return "int";
        }

        @Override
        public String description() {
            if (min == Integer.MIN_VALUE && max == Integer.MAX_VALUE) {
                return "an integer";
            }
            return max == Integer.MAX_VALUE
                    ? "an integer of at least " + min
                    : String.format(Locale.ROOT, "an integer from %d to %d", min, max);
        }
    }

    /** An integer of at least 0 that selects a sequence of random numbers. */
    record Seed() implements ParameterType<Long> {
        @Override
        public String word() {
            return "int";
        }

        @Override
        public String description() {
            return "an integer of at least 0";
        }
    }

    /** A finite number in a range. */
    record Real(Range range) implements ParameterType<Double> {
        @Override
        public String word() {
            return "float";
        }

        @Override
        public String description() {
            return "a number" + range.description();
        }
    }

    /** {@code true} or {@code false}. */
    record Bool() implements ParameterType<Boolean> {
        @Override
        public String word() {
            return "bool";
        }

        @Override
        public String description() {
            return "true or false";
        }
    }

    /** Text in quotation marks. */
    record Text() implements ParameterType<String> {
        @Override
        public String word() {
            return "string";
        }

        @Override
        public String description() {
            return "text in quotation marks";
        }
    }

    /** {@code val_accuracy} or {@code "val_accuracy"}: whether there is such a metric shows when training begins. */
    record MetricName() implements ParameterType<String> {
        @Override
        public String word() {
            return "metric";
        }

        @Override
        public String description() {
            return "the name of a metric such as loss, val_loss or val_accuracy";
        }
    }

    /** {@code bias} or {@code "encoder/dense_1"}: whether it selects any weight shows when the network is known. */
    record WeightName() implements ParameterType<String> {
        @Override
        public String word() {
            return "name";
        }

        @Override
        public String description() {
            return "the name of a kind of weight, a layer or a block";
        }
    }

    /** {@code patient}, {@code visit.patient} or {@code "patient"}: whether there is such a column shows when the inputs are known. */
    record ColumnName() implements ParameterType<String> {
        @Override
        public String word() {
            return "column";
        }

        @Override
        public String description() {
            return "the name of a column";
        }
    }

    /** {@code 0.1 * encoder}. */
    record WeightFactor() implements ParameterType<RateMultiplier> {
        @Override
        public String word() {
            return "factor";
        }

        @Override
        public String description() {
            return "a number times the name of a layer, a block or a kind of weight, as in 0.1 * encoder";
        }
    }

    /** {@code "1h30m"}: hours, minutes and seconds. */
    record Time() implements ParameterType<Duration> {
        private static final Pattern PARTS = Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s)?");

        @Override
        public String word() {
            return "time";
        }

        @Override
        public String description() {
            return "a time above 0 such as \"90s\", \"30m\" or \"1h30m\"";
        }

        /** The time that a text says, if it says one. */
        public Optional<Duration> parse(String text) {
            var parts = PARTS.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            var time = Duration.ofHours(number(parts.group(1)))
                    .plusMinutes(number(parts.group(2)))
                    .plusSeconds(number(parts.group(3)));
            return Optional.of(time).filter(Duration::isPositive);
        }

        private static long number(@Nullable String digits) {
            return digits == null ? 0 : Long.parseLong(digits);
        }
    }

    /** {@code auto}, {@code cpu}, {@code gpu}, {@code "gpu:1"}, {@code "/GPU:1"} or {@code reference}. */
    record Device() implements ParameterType<String> {
        public static final List<String> WORDS = List.of("auto", "cpu", "gpu", "reference");

        @Override
        public String word() {
            return "device";
        }

        @Override
        public String description() {
            return "auto, cpu, gpu, \"gpu:N\" or reference";
        }

        /** Whether it is one of several GPUs: {@code gpu:1}. */
        public boolean isNumbered(String device) {
            return device.matches("gpu:[0-9]{1,3}|/GPU:[0-9]{1,3}");
        }
    }

    /** {@code 3} or {@code (3, 5)}: height and width. */
    record Size2d() implements ParameterType<Size> {
        /** Keeps areas within 32 bits. */
        public static final int LARGEST = 65_535;

        @Override
        public String word() {
            return "size";
        }

        @Override
        public String description() {
            return String.format(Locale.ROOT, "an integer from 1 to %d, or two as (height, width)", LARGEST);
        }
    }

    /** {@code 1}, {@code (1, 2)} or {@code ((1, 2), (3, 4))}: rows and columns at the edges of an image. */
    record Border2d() implements ParameterType<Border> {
        @Override
        public String word() {
            return "border";
        }

        @Override
        public String description() {
            return "an integer from 0 to " + Size2d.LARGEST
                    + ", two as (height, width) or four as ((top, bottom), (left, right))";
        }
    }

    /** {@code (7, 7, 64)}, one of them perhaps -1; or a single whole number. */
    record Extents() implements ParameterType<List<Integer>> {
        /** As many axes as a sample can have. */
        public static final int MOST = 7;

        @Override
        public String word() {
            return "ints";
        }

        @Override
        public String description() {
            return String.format(
                    Locale.ROOT, "up to %d integers of at least 1 as in (7, 7, 64), one of them perhaps -1", MOST);
        }
    }

    /** {@code (0.5, 0.4, 0.4)} or a single number. */
    record Reals(Range range) implements ParameterType<List<Double>> {
        @Override
        public String word() {
            return "floats";
        }

        @Override
        public String description() {
            return "a number%s or a list of them".formatted(range.description());
        }
    }

    /** {@code even}, {@code balanced} or {@code [1, 2.5, 0.5]}. */
    record ClassWeights() implements ParameterType<ClassWeight> {
        public static final List<String> WORDS = List.of("even", "balanced");

        @Override
        public String word() {
            return "weights";
        }

        @Override
        public String description() {
            return "even, balanced or a list of numbers of at least 0";
        }
    }

    /** {@code 0.3} or {@code best(f1)}. */
    record Threshold() implements ParameterType<DecisionThreshold> {
        public static final String BEST = "best";

        @Override
        public String word() {
            return "threshold";
        }

        @Override
        public String description() {
            return "a number above 0 and below 1, or best(accuracy), best(balanced_accuracy), best(f1) or best(youden)";
        }
    }

    /** A constant of an enum, in lower case. */
    record Choice<E extends Enum<E>>(String word, List<E> constants) implements ParameterType<E> {
        public List<String> words() {
            return constants.stream()
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList();
        }

        @Override
        public String description() {
            var words = words();
            var last = words.size() - 1;
            return last < 1 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
        }
    }

    /**
     * Something of another table: {@code relu}, {@code leaky_relu(0.1)}.
     *
     * @param table where it is declared; a supplier, as tables refer to one another
     * @param range the plain numbers that are allowed
     * @param number what a plain number means instead, if it means anything
     * @param text what a text means instead, if it means anything
     */
    record Named<T>(
            Supplier<Table<T>> table,
            Range range,
            @Nullable DoubleFunction<T> number,
            @Nullable Function<String, T> text)
            implements ParameterType<T> {
        /** Of which no text means anything, and a plain number, if it does, is at least 0. */
        public Named(Supplier<Table<T>> table, @Nullable DoubleFunction<T> number) {
            this(table, Range.NOT_NEGATIVE, number, null);
        }

        @Override
        public String word() {
            return table.get().noun();
        }

        @Override
        public String description() {
            var some = table.get().names().stream().limit(3);
            var names = Stream.concat(number == null ? Stream.empty() : Stream.of("a number"), some)
                    .collect(Collectors.joining(", ", table.get().nounWithArticle() + " such as ", ""));
            return text == null ? names : "text in quotation marks or " + names;
        }
    }

    /** Several of a kind in brackets, or a single one. */
    record ListOf<T>(ParameterType<T> type) implements ParameterType<List<T>> {
        @Override
        public String word() {
            return type.word() + "s";
        }

        @Override
        public String description() {
            return type.description() + ", or several in brackets";
        }
    }

    /** What {@code type} allows; left open if nothing is given. */
    record OptionalOf<T>(ParameterType<T> type) implements ParameterType<Optional<T>> {
        @Override
        public String word() {
            return type.word();
        }

        @Override
        public String description() {
            return type.description();
        }
    }
}
