package dev.updraft.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mean score of rows where all of them have the same value of a feature.
 *
 * @param feature its name
 * @param outputs those of the scores
 * @param points in the order of the values, a missing value last
 */
public record PartialDependence(String feature, List<String> outputs, List<Point> points) {
    public PartialDependence {
        outputs = List.copyOf(outputs);
        points = List.copyOf(points);
    }

    /**
     * The mean scores at a value.
     *
     * @param value the number; null for a category, and where the value is missing
     * @param text the value as the column's values are written; {@code missing} where there is none
     * @param scores one for each output
     */
    public record Point(@Nullable Double value, String text, List<Double> scores) {
        public Point {
            scores = List.copyOf(scores);
        }
    }
}
