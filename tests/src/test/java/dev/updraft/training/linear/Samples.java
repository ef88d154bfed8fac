package dev.updraft.training.linear;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers that any language makes alike: of each sample five features with something in common, a number, and two classes. */
final class Samples {
    static final int FEATURES = 5;

    private final List<float[]> features = new ArrayList<>();
    private final List<Float> numbers = new ArrayList<>();
    private final List<Integer> two = new ArrayList<>();
    private final List<Integer> three = new ArrayList<>();
    private long state = 7;

    Samples(int count) {
        for (var i = 0; i < count; i++) {
            var common = bell();
            var row = new float[FEATURES];
            for (var j = 0; j < row.length; j++) {
                row[j] = (float) (0.5 * common + bell());
            }
            var sum = row[0] - 2 * (double) row[1] + 0.5 * row[2];
            features.add(row);
            numbers.add((float) (3 + sum + bell()));
            two.add(sum + bell() > 0.5 ? 1 : 0);
            var third = sum + 2 * (double) row[3] + bell();
            three.add(third < -1.5 ? 0 : third < 1 ? 1 : 2);
        }
    }

    private double uniform() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (state >>> 11) / (double) (1L << 53);
    }

    private double bell() {
        var sum = 0.0;
        for (var i = 0; i < 12; i++) {
            sum += uniform();
        }
        return sum - 6;
    }

    /** Rows of a table: {@code x}, {@code number}, {@code two} and {@code three}, and of every third {@code weight} 2. */
    Dataset table() {
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < features.size(); i++) {
            var row = new LinkedHashMap<String, Object>();
            for (var j = 0; j < FEATURES; j++) {
                row.put("x" + j, features.get(i)[j]);
            }
            row.put("number", numbers.get(i));
            row.put("two", two.get(i) == 1 ? "yes" : "no");
            row.put("three", List.of("low", "mid", "high").get(three.get(i)));
            row.put("weight", i % 3 == 0 ? 2.0 : 1.0);
            rows.add(row);
        }
        return Datasets.of(rows);
    }
}
