package dev.updraft.engine.reference;

import dev.updraft.compiler.ops.Op.NearestRows.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The nearest rows of a table: all of them sorted by their distance. */
final class NearestRows {
    private NearestRows() {}

    private record Neighbour(int row, double distance) {}

    static Tensor of(int k, Metric metric, Tensor queries, Tensor table, Tensor filled) {
        var samples = queries.dim(0);
        var result = Tensor.zeros(new int[] {samples, 2 * k});
        for (var sample = 0; sample < samples; sample++) {
            var nearest = nearest(metric, queries, sample, table, (int) filled.values()[0]);
            for (var place = 0; place < k; place++) {
                var isThere = place < nearest.size();
                var at = 2 * k * sample + place;
                result.values()[at] = isThere ? nearest.get(place).distance : Double.NaN;
                result.values()[at + k] = isThere ? nearest.get(place).row : -1;
            }
        }
        return result;
    }

    /** A stable sort: of rows that are equally far the first comes first. */
    private static List<Neighbour> nearest(Metric metric, Tensor queries, int sample, Tensor table, int filled) {
        return IntStream.range(0, Math.min(filled, table.dim(0)))
                .mapToObj(row -> new Neighbour(row, distance(metric, queries, sample, table, row)))
                .filter(neighbour -> !Double.isNaN(neighbour.distance))
                .sorted(Comparator.comparingDouble(Neighbour::distance))
                .toList();
    }

    private static double distance(Metric metric, Tensor queries, int sample, Tensor table, int row) {
        var width = table.dim(1);
        var squares = 0.0;
        var differences = 0.0;
        var product = 0.0;
        var ofQuery = 0.0;
        var ofRow = 0.0;
        for (var i = 0; i < width; i++) {
            var a = queries.values()[sample * width + i];
            var b = table.values()[row * width + i];
            squares += (a - b) * (a - b);
            differences += Math.abs(a - b);
            product += a * b;
            ofQuery += a * a;
            ofRow += b * b;
        }
        return switch (metric) {
            case EUCLIDEAN -> Math.sqrt(squares);
            case MANHATTAN -> differences;
            case COSINE -> ofQuery == 0 || ofRow == 0 ? 1 : 1 - product / Math.sqrt(ofQuery * ofRow);
        };
    }
}
