package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric.Average;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Areas under the curves of all classes, each against the others. Of two classes that exclude each other the figure is that
 * of the second, however it is averaged, as in scikit-learn. An average leaves out classes whose figure is not defined.
 */
final class Areas {
    private final Scores scores;
    private Area @Nullable [] each;

    Areas(Scores scores) {
        this.scores = scores;
    }

    private record Area(int positives, double roc, double precisionRecall) {
        static Area of(Ranking ranking) {
            return new Area(ranking.positives(), ranking.rocAuc(), ranking.averagePrecision());
        }
    }

    double[] rocAuc(Average average) {
        return figures(average, Area::roc);
    }

    double[] prAuc(Average average) {
        return figures(average, Area::precisionRecall);
    }

    private double[] figures(Average average, ToDoubleFunction<Area> figure) {
        var task = scores.task();
        if (average == Average.PER_CLASS) {
            return Arrays.stream(each()).mapToDouble(figure).toArray();
        }
        if (task.exclusive() && task.classes() == 2) {
            return new double[] {figure.applyAsDouble(each()[1])};
        }
        return new double[] {
            switch (average) {
                case MICRO -> figure.applyAsDouble(Area.of(Ranking.ofAll(scores)));
                case MACRO -> mean(figure, _ -> 1);
                case WEIGHTED -> mean(figure, Area::positives);
                case PER_CLASS -> throw new IllegalStateException("not an average");
            }
        };
    }

    private double mean(ToDoubleFunction<Area> figure, ToDoubleFunction<Area> weight) {
        var sum = 0.0;
        var weights = 0.0;
        for (var area : each()) {
            var value = figure.applyAsDouble(area);
            if (!Double.isNaN(value)) {
                sum += value * weight.applyAsDouble(area);
                weights += weight.applyAsDouble(area);
            }
        }
        return sum / weights;
    }

    private Area[] each() {
        var areas = each;
        if (areas == null) {
            areas = IntStream.range(0, scores.task().classes())
                    .mapToObj(index -> Area.of(Ranking.of(scores, index)))
                    .toArray(Area[]::new);
            each = areas;
        }
        return areas;
    }
}
