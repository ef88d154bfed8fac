package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.compiler.layers.ProblemType;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What takes all samples in the order of their scores or errors. Curves are those of all classes, each against the others: of
 * two classes that exclude each other the metric is that of the second, however it is averaged, as in scikit-learn. An average leaves
 * out classes whose metric is not defined.
 */
final class SortedScores {
    private final PredictionStore predictionStore;
    private Area @Nullable [] areas;

    SortedScores(PredictionStore predictionStore) {
        this.predictionStore = predictionStore;
    }

    /** Kept, as several metrics are made of them, and curves are large. */
    private record Area(double positives, double roc, double precisionRecall) {
        static Area of(ThresholdCurve thresholdCurve) {
            return new Area(thresholdCurve.positives(), thresholdCurve.rocAuc(), thresholdCurve.averagePrecision());
        }
    }

    /** Metrics of the classes, and how much of each there is. */
    private record Each(double[] values, double[] positives) {
        double mean(ToDoubleFunction<Integer> weight) {
            var sum = 0.0;
            var weights = 0.0;
            for (var i = 0; i < values.length; i++) {
                if (!Double.isNaN(values[i])) {
                    sum += values[i] * weight.applyAsDouble(i);
                    weights += weight.applyAsDouble(i);
                }
            }
            return sum / weights;
        }
    }

    double[] rocAuc(Average average) {
        return average(average, areas(Area::roc), ThresholdCurve::rocAuc);
    }

    double[] prAuc(Average average) {
        return average(average, areas(Area::precisionRecall), ThresholdCurve::averagePrecision);
    }

    /** A number that follows from each curve. */
    double[] ofCurves(Average average, ToDoubleFunction<ThresholdCurve> metric) {
        var classes = predictionStore.problemType().classes();
        var each = new Each(new double[classes], new double[classes]);
        for (var i = 0; i < classes; i++) {
            var curve = ThresholdCurve.of(predictionStore, i);
            each.values[i] = metric.applyAsDouble(curve);
            each.positives[i] = curve.positives();
        }
        return average(average, each, metric);
    }

    private double[] average(Average average, Each each, ToDoubleFunction<ThresholdCurve> metric) {
        var problemType = predictionStore.problemType();
        if (average == Average.PER_CLASS) {
            return each.values;
        }
        if (problemType.exclusive() && problemType.classes() == 2) {
            return new double[] {each.values[1]};
        }
        return new double[] {
            switch (average) {
                case MICRO -> metric.applyAsDouble(ThresholdCurve.ofAll(predictionStore));
                case MACRO -> each.mean(_ -> 1);
                case WEIGHTED -> each.mean(i -> each.positives[i]);
                case PER_CLASS -> throw new IllegalStateException("not an average");
            }
        };
    }

    private Each areas(ToDoubleFunction<Area> metric) {
        var known = areas;
        if (known == null) {
            known = IntStream.range(0, predictionStore.problemType().classes())
                    .mapToObj(index -> Area.of(ThresholdCurve.of(predictionStore, index)))
                    .toArray(Area[]::new);
            areas = known;
        }
        return new Each(
                Arrays.stream(known).mapToDouble(metric).toArray(),
                Arrays.stream(known).mapToDouble(Area::positives).toArray());
    }

    /** Of clusters. */
    double silhouette() {
        return predictionStore.problemType() instanceof ProblemType.Clusters clusters
                ? Silhouettes.mean(predictionStore, clusters)
                : Double.NaN;
    }

    /**
     * The absolute error that a share of the samples has at most, a mean over the columns: the inverse of the distribution, and where
     * it is flat the middle, so that 0.5 gives the median.
     */
    double errorQuantile(double quantile) {
        var samples = predictionStore.samples();
        var width = predictionStore.width();
        if (samples == 0) {
            return 0;
        }
        var sum = 0.0;
        for (var column = 0; column < width; column++) {
            sum += errorQuantile(quantile, column, samples);
        }
        return sum / width;
    }

    private double errorQuantile(double quantile, int column, int samples) {
        record Weighed(double size, double weight) {}
        var errors = IntStream.range(0, samples)
                .mapToObj(i -> new Weighed(
                        Math.abs((double) predictionStore.prediction(i, column) - predictionStore.target(i, column)),
                        predictionStore.weight(i)))
                .filter(error -> error.weight > 0)
                .sorted((a, b) -> Double.compare(a.size, b.size))
                .toList();
        var all = errors.stream().mapToDouble(Weighed::weight).sum();
        var before = 0.0;
        for (var i = 0; i < errors.size(); i++) {
            before += errors.get(i).weight;
            // Sums of weights that are no whole numbers are not exact.
            if (before >= quantile * all * (1 - 1e-12)) {
                var atEdge = before <= quantile * all * (1 + 1e-12) && i + 1 < errors.size();
                return atEdge ? (errors.get(i).size + errors.get(i + 1).size) / 2 : errors.get(i).size;
            }
        }
        return 0;
    }
}
