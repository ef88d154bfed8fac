package dev.updraft.metrics;

import dev.updraft.compiler.layers.Metric.Average;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Areas under the curves of all classes, each against the others. Of two classes that exclude each other the metric is that
 * of the second, however it is averaged, as in scikit-learn. An average leaves out classes whose metric is not defined.
 */
final class AucScores {
    private final PredictionStore predictionStore;
    private Area @Nullable [] each;

    AucScores(PredictionStore predictionStore) {
        this.predictionStore = predictionStore;
    }

    private record Area(double positives, double roc, double precisionRecall) {
        static Area of(ThresholdCurve thresholdCurve) {
            return new Area(thresholdCurve.positives(), thresholdCurve.rocAuc(), thresholdCurve.averagePrecision());
        }
    }

    double[] rocAuc(Average average) {
        return values(average, Area::roc);
    }

    double[] prAuc(Average average) {
        return values(average, Area::precisionRecall);
    }

    private double[] values(Average average, ToDoubleFunction<Area> metric) {
        var problemType = predictionStore.problemType();
        if (average == Average.PER_CLASS) {
            return Arrays.stream(each()).mapToDouble(metric).toArray();
        }
        if (problemType.exclusive() && problemType.classes() == 2) {
            return new double[] {metric.applyAsDouble(each()[1])};
        }
        return new double[] {
            switch (average) {
                case MICRO -> metric.applyAsDouble(Area.of(ThresholdCurve.ofAll(predictionStore)));
                case MACRO -> mean(metric, _ -> 1);
                case WEIGHTED -> mean(metric, Area::positives);
                case PER_CLASS -> throw new IllegalStateException("not an average");
            }
        };
    }

    private double mean(ToDoubleFunction<Area> metric, ToDoubleFunction<Area> weight) {
        var sum = 0.0;
        var weights = 0.0;
        for (var area : each()) {
            var value = metric.applyAsDouble(area);
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
            areas = IntStream.range(0, predictionStore.problemType().classes())
                    .mapToObj(index -> Area.of(ThresholdCurve.of(predictionStore, index)))
                    .toArray(Area[]::new);
            each = areas;
        }
        return areas;
    }
}
