package dev.updraft.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * ROC and precision-recall curves of one class against all others. Curves are thinned to a few hundred points, which
 * changes no coordinate by more than 1/200; the areas are computed from all points.
 *
 * @param index number of the class or label
 * @param name its name
 * @param positives number of samples of the class, at least 1
 * @param negatives number of other samples, at least 1
 * @param roc from (0, 0) to (1, 1): x is the false positive rate, y the true positive rate. Points are connected by
 *     straight lines
 * @param rocAuc area below that
 * @param precisionRecall from recall 0 to recall 1: x is recall, y precision. A step curve: from each point a horizontal
 *     line to the left, to the x of the point before, then a vertical one; the first point is (0, 1), with no area
 * @param averagePrecision area below that: the PR AUC. Random guessing has {@code positives / (positives + negatives)}
 */
public record ClassCurves(
        int index,
        String name,
        long positives,
        long negatives,
        List<Point> roc,
        double rocAuc,
        List<Point> precisionRecall,
        double averagePrecision) {
    private static final int MOST_CLASSES = 100;

    public ClassCurves {
        roc = List.copyOf(roc);
        precisionRecall = List.copyOf(precisionRecall);
    }

    /** Of every class that has positives and negatives; none where there are too many classes for anyone to look at. */
    static List<ClassCurves> of(PredictionStore predictionStore, List<String> names) {
        var problemType = predictionStore.problemType();
        if (problemType.classes() > MOST_CLASSES) {
            return List.of();
        }
        var curves = new ArrayList<ClassCurves>();
        for (var index = problemType.exclusive() && problemType.classes() == 2 ? 1 : 0;
                index < problemType.classes();
                index++) {
            var thresholdCurve = ThresholdCurve.of(predictionStore, index);
            if (thresholdCurve.isDefined()) {
                curves.add(of(index, names.get(index), thresholdCurve));
            }
        }
        return curves;
    }

    private static ClassCurves of(int index, String name, ThresholdCurve thresholdCurve) {
        return new ClassCurves(
                index,
                name,
                thresholdCurve.positiveSamples(),
                thresholdCurve.negativeSamples(),
                thresholdCurve.roc().points(),
                thresholdCurve.rocAuc(),
                thresholdCurve.precisionRecall().points(),
                thresholdCurve.averagePrecision());
    }

    /** A point of a curve; both coordinates from 0 to 1. */
    public record Point(double x, double y) {}
}
