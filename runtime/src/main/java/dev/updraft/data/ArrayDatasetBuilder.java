package dev.updraft.data;

import static dev.updraft.data.internal.ArrayRows.wrong;
import static java.util.Objects.requireNonNull;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.ArrayDataset;
import dev.updraft.data.internal.ArrayDataset.ArrayInput;
import dev.updraft.data.internal.ArrayRows;
import dev.updraft.data.internal.ArrayTarget;
import dev.updraft.data.internal.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds a data set from arrays, one for each input and target of a model, by name.
 *
 * {@snippet :
 * var data = Datasets.arrays()
 *         .input("image", images)
 *         .input("size", sizes)
 *         .classes("label", labels)
 *         .numbers("box", boxes)
 *         .build();
 * }
 *
 * The arrays are copied. Their first dimension is the sample; an input or target with several dimensions is passed row by
 * row. Each method throws a {@link DataException} if an array is ragged, contains a non-finite number, or its name was used
 * before.
 */
public final class ArrayDatasetBuilder {
    private final List<ArrayInput> inputs = new ArrayList<>();
    private final List<ArrayTarget> targets = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String first = "";
    private int size = -1;

    ArrayDatasetBuilder() {}

    /** The values of an input, one row per sample. */
    public ArrayDatasetBuilder input(String name, float[][] values) {
        add(name, requireNonNull(values, "values must not be null").length);
        var width = ArrayRows.requireRows(values, name);
        inputs.add(new ArrayInput(name, Shape.of(width), ArrayRows.joined(values, name)));
        return this;
    }

    /** An input of a single number. */
    public ArrayDatasetBuilder input(String name, float[] values) {
        return input(name, rows(values));
    }

    /** The class number of each sample, from 0. */
    public ArrayDatasetBuilder classes(String name, int[] numbers) {
        add(name, requireNonNull(numbers, "numbers must not be null").length);
        targets.add(ArrayTarget.Classes.of(name, numbers.clone(), 1, name, ArrayRows.SOURCE));
        return this;
    }

    /** The class number at each position of each sample, from 0: for each pixel, row by row. */
    public ArrayDatasetBuilder classes(String name, int[][] numbers) {
        add(name, requireNonNull(numbers, "numbers must not be null").length);
        var positions = ArrayRows.requireRows(numbers, name);
        var all = Arrays.stream(numbers).flatMapToInt(Arrays::stream).toArray();
        targets.add(ArrayTarget.Classes.of(name, all, positions, name, ArrayRows.SOURCE));
        return this;
    }

    /**
     * The name of each sample's class. If the model names its classes, they are matched by name; otherwise they are
     * numbered in alphabetical order.
     */
    public ArrayDatasetBuilder classes(String name, String[] classNames) {
        add(name, requireNonNull(classNames, "classNames must not be null").length);
        targets.add(ArrayTarget.Classes.of(name, classNames, name, ArrayRows.SOURCE));
        return this;
    }

    /** The target number of each sample. */
    public ArrayDatasetBuilder numbers(String name, float[] values) {
        return numbers(name, rows(values));
    }

    /** The target numbers of each sample, or 0 and 1 for its labels. */
    public ArrayDatasetBuilder numbers(String name, float[][] values) {
        add(name, requireNonNull(values, "values must not be null").length);
        var width = ArrayRows.requireRows(values, name);
        targets.add(new ArrayTarget.Numbers(name, Targets.ofReals(name, ArrayRows.joined(values, name), width)));
        return this;
    }

    private static float[][] rows(float[] values) {
        var rows = new float[requireNonNull(values, "values must not be null").length][];
        Arrays.setAll(rows, i -> new float[] {values[i]});
        return rows;
    }

    private void add(String name, int samples) {
        if (requireNonNull(name, "name must not be null").isBlank()) {
            throw wrong("an array has no name; name it after the model's input or target");
        }
        if (!names.add(name)) {
            throw wrong("`" + name + "` is given twice; pass each input and target once");
        }
        if (samples == 0) {
            throw wrong("there are no samples: " + name + " is empty; at least 1 is needed");
        }
        if (size < 0) {
            size = samples;
            first = name;
        } else if (samples != size) {
            throw wrong(name + " has " + samples + " samples, but " + first + " has " + size
                    + "; expected one row for each sample");
        }
    }

    /**
     * The data set.
     *
     * @throws DataException if there is no input
     */
    public Dataset build() {
        if (inputs.isEmpty()) {
            throw wrong("there is no input; add one with input(name, values)");
        }
        return ArrayDataset.of(size, inputs, targets);
    }
}
