package dev.updraft.data.internal;

import static dev.updraft.data.internal.ArrayRows.wrong;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A target as an application gave it; what a model expects is made of it once that is known. */
public sealed interface ArrayTarget {
    /** More classes than any model has; names for all of them are made. */
    int LAST_CLASS = 999_999;

    /** Which of a model's targets it is; empty for the only one. */
    String name();

    /** As it was given. */
    Targets natural();

    /** As a model expects it. */
    default Targets as(TargetType type) {
        return natural();
    }

    /** Numbers. */
    record Numbers(String name, Targets natural) implements ArrayTarget {}

    /**
     * Classes.
     *
     * @param numbers of the samples place by place: class numbers, or places in {@code names}
     * @param positions how many a sample has
     * @param names the distinct labels in alphabetical order; none if classes were given by number
     * @param source what messages call the data
     */
    record Classes(String name, int[] numbers, int positions, List<String> names, String source)
            implements ArrayTarget {

        /** By number, checked. */
        public static Classes of(String name, int[] numbers, int positions, String what, String source) {
            for (var i = 0; i < numbers.length; i++) {
                if (numbers[i] < 0 || numbers[i] > LAST_CLASS) {
                    var place = positions == 1 ? "[" + i + "]" : "[" + i / positions + "][" + i % positions + "]";
                    throw wrong(
                            source,
                            what + place + " is " + numbers[i] + ", where a class number from 0 to " + LAST_CLASS
                                    + " is expected");
                }
            }
            return new Classes(name, numbers, positions, List.of(), source);
        }

        /** By name, checked. */
        public static Classes of(String name, String[] given, String what, String source) {
            for (var i = 0; i < given.length; i++) {
                if (given[i] == null || given[i].isBlank()) {
                    throw wrong(
                            source,
                            what + "[" + i + "] is " + (given[i] == null ? "null" : "empty")
                                    + ", where the name of a class is expected");
                }
            }
            var names = List.copyOf(new TreeSet<>(Arrays.asList(given)));
            return new Classes(name, places(Arrays.asList(given), names, source), 1, names, source);
        }

        @Override
        public Targets natural() {
            var known = names.isEmpty() ? numbered(Arrays.stream(numbers).max().orElse(0) + 1) : names;
            return Targets.ofClasses(name, numbers, known, positions);
        }

        @Override
        public Targets as(TargetType type) {
            var adapted = numbersFor(type);
            if (positions > 1) {
                return type instanceof TargetType.Classes(var count, var expected, var _)
                        ? Targets.ofClasses(name, adapted, expected.isEmpty() ? numbered(count) : expected, positions)
                        : natural();
            }
            return Targets.ofLabels(
                    name, adapted, names, type, sample -> source + ": sample " + sample + " (counted from 0)");
        }

        private static List<String> numbered(int count) {
            return IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }

        private int[] numbersFor(TargetType type) {
            if (names.isEmpty()) {
                return numbers.clone();
            }
            if (!type.names().isEmpty()) {
                return places(Arrays.stream(numbers).mapToObj(names::get).toList(), type.names(), source);
            }
            var count = switch (type) {
                case TargetType.Classes(var classes, var _, var _) -> classes;
                case TargetType.Labels(var labels, var _) -> labels;
                case TargetType.Reals(var shape) -> Math.max(2, Math.toIntExact(shape.elementsPerSample()));
            };
            if (names.size() != count) {
                throw wrong(
                        source,
                        "there are " + names.size() + " different labels (" + listed(names)
                                + "), but the model has " + count
                                + " classes; name them in the model's target, as in `class[\"cat\", \"dog\"]`, or change their"
                                + " number");
            }
            return numbers.clone();
        }

        private static int[] places(List<String> labels, List<String> names, String source) {
            var places = new HashMap<String, Integer>();
            names.forEach(name -> places.put(name, places.size()));
            return labels.stream()
                    .mapToInt(label -> {
                        var place = places.get(label);
                        if (place == null) {
                            throw wrong(
                                    source,
                                    "the label '" + label + "' is not one of the model's classes (" + listed(names)
                                            + "); correct the label or the model's target");
                        }
                        return place;
                    })
                    .toArray();
        }

        private static String listed(List<String> names) {
            return names.stream().limit(10).collect(Collectors.joining(", ")) + (names.size() > 10 ? ", …" : "");
        }
    }
}
