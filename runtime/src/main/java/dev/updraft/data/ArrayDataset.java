package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples from an application's arrays, which are copied. Classes become what a model expects when that is known: {@link #as}.
 *
 * @param values of the inputs, float32, sample after sample
 * @param targets as they were given, or as a model expects them
 * @param classes as they were given; null if the targets are numbers, or there are none
 */
record ArrayDataset(
        int size,
        Shape inputShape,
        MemorySegment values,
        Targets targets,
        @Nullable Classes classes) implements Dataset {
    /** More classes than any model has; names for all of them are made. */
    private static final int LAST_CLASS = 999_999;

    static ArrayDataset of(float[][] inputs) {
        return new ArrayDataset(inputs.length, shape(inputs), joined(inputs, "inputs"), Targets.none(), null);
    }

    ArrayDataset withClasses(int[] classes) {
        requireAsMany("classes", classes.length);
        var last = 0;
        for (var i = 0; i < classes.length; i++) {
            if (classes[i] < 0 || classes[i] > LAST_CLASS) {
                throw wrong("classes[" + i + "] is " + classes[i] + ", where a class number from 0 to " + LAST_CLASS
                        + " is expected");
            }
            last = Math.max(last, classes[i]);
        }
        var names = IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toList();
        return with(Targets.ofClasses(classes.clone(), names), new Classes(classes.clone(), List.of()));
    }

    ArrayDataset withLabels(String[] given) {
        requireAsMany("labels", given.length);
        for (var i = 0; i < given.length; i++) {
            if (given[i] == null || given[i].isBlank()) {
                throw wrong("labels[" + i + "] is " + (given[i] == null ? "null" : "empty")
                        + ", where the name of a class is expected");
            }
        }
        var names = List.copyOf(new TreeSet<>(Arrays.asList(given)));
        var numbers = places(Arrays.asList(given), names);
        return with(Targets.ofClasses(numbers, names), new Classes(numbers, names));
    }

    ArrayDataset withNumbers(float[][] given) {
        requireAsMany("targets", given.length);
        var width = requireRows(given, "targets");
        return with(new Targets(new Target.Reals(width), joined(given, "targets")), null);
    }

    private void requireAsMany(String what, int count) {
        if (count != size) {
            throw wrong("there are " + size + " inputs, but " + count + " " + what + "; expected one for each input");
        }
    }

    private static Shape shape(float[][] inputs) {
        if (inputs.length == 0) {
            throw wrong("there are no samples: inputs is empty; at least 1 is needed");
        }
        return Shape.of(requireRows(inputs, "inputs"));
    }

    /** Rows of the same length; gives it. */
    private static int requireRows(float[][] rows, String what) {
        for (var i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw wrong(what + "[" + i + "] is null, where an array of numbers is expected");
            }
            if (rows[i].length == 0) {
                throw wrong(what + "[" + i + "] is empty, where at least 1 number is expected");
            }
            if (rows[i].length != rows[0].length) {
                throw wrong("%s[%s] has %s numbers, but %s[0] has %s; expected as many in each"
                        .formatted(what, i, rows[i].length, what, rows[0].length));
            }
        }
        return rows[0].length;
    }

    private static MemorySegment joined(float[][] rows, String what) {
        var width = rows[0].length;
        var joined = Arena.ofAuto().allocate((long) rows.length * width * Float.BYTES, Float.BYTES);
        for (var i = 0; i < rows.length; i++) {
            for (var j = 0; j < width; j++) {
                if (!Float.isFinite(rows[i][j])) {
                    throw wrong(
                            "%s[%s][%s] is %s, where a finite number is expected".formatted(what, i, j, rows[i][j]));
                }
            }
            MemorySegment.copy(rows[i], 0, joined, JAVA_FLOAT, (long) i * width * Float.BYTES, width);
        }
        return joined;
    }

    private static DataException wrong(String problem) {
        return new DataException("data from arrays: " + problem);
    }

    @Override
    public Dataset as(DataSpec dataSpec) {
        if (classes == null || dataSpec.target() == null) {
            return this;
        }
        var adapted = Targets.ofLabels(
                classes.numbersFor(dataSpec.target()),
                classes.names,
                dataSpec,
                sample -> description() + ": sample " + sample + " (counted from 0)");
        return with(adapted, classes);
    }

    @Override
    public Target target() {
        return targets.type();
    }

    @Override
    public String description() {
        return "data from arrays";
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        var bytes = values.byteSize() / size;
        MemorySegment.copy(values, index * bytes, inputs, offset, bytes);
    }

    @Override
    public void copyTarget(int index, MemorySegment segment, long offset) {
        targets.copy(index, segment, offset);
    }

    private ArrayDataset with(Targets others, @Nullable Classes given) {
        return new ArrayDataset(size, inputShape, values, others, given);
    }

    private static int[] places(List<String> labels, List<String> names) {
        var places = new HashMap<String, Integer>();
        names.forEach(name -> places.put(name, places.size()));
        return labels.stream()
                .mapToInt(label -> {
                    var place = places.get(label);
                    if (place == null) {
                        throw wrong("the label '" + label + "' is none of the model's classes (" + listed(names)
                                + "); correct the label or the model's target");
                    }
                    return place;
                })
                .toArray();
    }

    private static String listed(List<String> names) {
        return names.stream().limit(10).collect(Collectors.joining(", ")) + (names.size() > 10 ? ", …" : "");
    }

    /**
     * Classes as they were given.
     *
     * @param numbers of the samples: class numbers, or places in {@code names}
     * @param names the distinct labels in alphabetical order; none if classes were given by number
     */
    record Classes(int[] numbers, List<String> names) {

        private int[] numbersFor(TargetType target) {
            if (names.isEmpty()) {
                return numbers.clone();
            }
            if (target instanceof TargetType.Classes(var _, var expected) && !expected.isEmpty()) {
                return places(Arrays.stream(numbers).mapToObj(names::get).toList(), expected);
            }
            var count = switch (target) {
                case TargetType.Classes(var classes, var _) -> classes;
                case TargetType.Reals(var shape) -> Math.max(2, Math.toIntExact(shape.elementsPerSample()));
            };
            if (names.size() != count) {
                throw wrong("there are " + names.size() + " different labels (" + listed(names)
                        + "), but the model has " + count
                        + " classes; name them in the model's target, as in `class[\"cat\", \"dog\"]`, or change their"
                        + " number");
            }
            return numbers.clone();
        }
    }
}
