package dev.updraft.explain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What each column contributes to the scores of a row: exact Shapley values of the trees, by the algorithm TreeSHAP. Lundberg, Erion
 * and Lee, arXiv:1802.03888. The base and the contributions add up to the score.
 *
 * <p>The game whose players are the columns is the path-dependent one: what is not known of a row goes both ways, weighed by how
 * many training rows went each. A column that trees see as several numbers, a date or a text, is one player.
 */
public final class ShapValues {
    /** Of the numbers that trees hold. */
    private static final double PRECISION = 0x1p-24;

    private final List<String> columns;
    private final List<String> outputs;
    private final double[] base;
    private final double[][] values;

    /**
     * Takes what it is given.
     *
     * @param base by output
     * @param values by output, then column
     */
    public ShapValues(List<String> columns, List<String> outputs, double[] base, double[][] values) {
        this.columns = List.copyOf(columns);
        this.outputs = List.copyOf(outputs);
        this.base = base.clone();
        this.values = new double[values.length][];
        for (var output = 0; output < values.length; output++) {
            this.values[output] = values[output].clone();
        }
    }

    /** As {@link TreeEnsemble#columns}. */
    public List<String> columns() {
        return columns;
    }

    /** As {@link TreeEnsemble#outputs}. */
    public List<String> outputs() {
        return outputs;
    }

    /** The score that is expected of a training row of which nothing is known. */
    public double base(int output) {
        return base[output];
    }

    /** What a column contributes to a score. */
    public double of(int output, int column) {
        return values[output][column];
    }

    /**
     * What a column contributes to a score, by their names.
     *
     * @throws IllegalArgumentException if there is no such output or column
     */
    public double of(String output, String column) {
        return values[place("output", output, outputs)][place("column", column, columns)];
    }

    private static int place(String what, String name, List<String> names) {
        var place = names.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException("there is no " + what + " `" + name + "`: there are " + names);
        }
        return place;
    }

    /** The score: base and contributions together. It is 0 where what remains is less than a float32 tells of them. */
    public double score(int output) {
        var sum = base[output];
        var size = Math.abs(sum);
        for (var value : values[output]) {
            sum += value;
            size += Math.abs(value);
        }
        return Math.abs(sum) < size * PRECISION ? 0 : sum;
    }

    /** The contributions to a score by the names of columns, the largest first, whatever their sign. */
    public Map<String, Double> largest(int output) {
        var sorted = new LinkedHashMap<String, Double>();
        IntStream.range(0, columns.size())
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(values[output][b]), Math.abs(values[output][a])))
                .forEach(column -> sorted.put(columns.get(column), values[output][column]));
        return Collections.unmodifiableMap(sorted);
    }
}
