package dev.updraft.explain.internal;

import dev.updraft.explain.PartialDependence;
import dev.updraft.explain.PartialDependence.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Mean scores of rows that all have the same value of a feature. */
record Dependences(TreeData data, int feature) {
    /** Of a number; a category has as many as there are. */
    private static final int MOST_VALUES = 24;

    PartialDependence of(List<float[]> rows) {
        var named = data.named().features().get(feature);
        var asking = IntStream.range(0, data.trees().size())
                .filter(tree -> data.asks(tree, feature))
                .toArray();
        var rest = rest(rows);
        var points = new ArrayList<Point>();
        for (var value : values(rows, named)) {
            var text = Float.isNaN(value) ? "missing" : named.text(value);
            var isNumber = !Float.isNaN(value) && !named.isCategory();
            points.add(new Point(isNumber ? (Double) (double) value : null, text, mean(rows, rest, asking, value)));
        }
        return new PartialDependence(named.name(), data.outputs(), points);
    }

    /** The mean score without the trees that ask about the feature. */
    private double[] rest(List<float[]> rows) {
        var sums = new double[data.outputs().size()];
        for (var tree = 0; tree < data.trees().size(); tree++) {
            if (!data.asks(tree, feature)) {
                for (var row : rows) {
                    data.add(tree, row, sums);
                }
            }
        }
        for (var output = 0; output < sums.length; output++) {
            sums[output] = data.base()[output] + sums[output] / rows.size();
        }
        return sums;
    }

    private List<Double> mean(List<float[]> rows, double[] rest, int[] asking, float value) {
        var sums = new double[rest.length];
        for (var row : rows) {
            var changed = row.clone();
            changed[feature] = value;
            for (var tree : asking) {
                data.add(tree, changed, sums);
            }
        }
        return IntStream.range(0, sums.length)
                .mapToObj(output -> rest[output] + sums[output] / rows.size())
                .toList();
    }

    /** Those that are asked about, NaN last if a row has none. */
    private List<Float> values(List<float[]> rows, NamedFeature named) {
        var found = new float[rows.size()];
        for (var row = 0; row < found.length; row++) {
            found[row] = rows.get(row)[feature];
        }
        Arrays.sort(found);
        var known = found.length;
        while (known > 0 && Float.isNaN(found[known - 1])) {
            known--;
        }
        var values = new ArrayList<Float>();
        var distinct = distinct(found, known);
        if (named.values() instanceof NamedFeature.Values.Named(var names, var _)) {
            for (var code = 0; code < names.size(); code++) {
                if (!names.get(code).isEmpty()
                        && (!names.get(code).equals(NamedFeature.OTHER) || distinct.contains((float) code))) {
                    values.add((float) code);
                }
            }
        } else if (distinct.size() <= MOST_VALUES) {
            values.addAll(distinct);
        } else {
            for (var i = 0; i < MOST_VALUES; i++) {
                var quantile = found[(int) ((long) i * (known - 1) / (MOST_VALUES - 1))];
                if (values.isEmpty() || values.getLast() != quantile) {
                    values.add(quantile);
                }
            }
        }
        if (known < found.length) {
            values.add(Float.NaN);
        }
        return values;
    }

    private static List<Float> distinct(float[] sorted, int count) {
        var distinct = new ArrayList<Float>();
        for (var i = 0; i < count; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                distinct.add(sorted[i]);
            }
        }
        return distinct;
    }
}
