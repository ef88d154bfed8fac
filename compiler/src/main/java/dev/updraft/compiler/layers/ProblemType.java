package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;

/**
 * What the predictions and targets of an output mean. The checker determines it once, from target and loss, for metrics,
 * data, generated classes and reports.
 */
public sealed interface ProblemType {

    /**
     * A prediction has one value per class, of which the largest wins; a target is an int32 class number.
     *
     * @param positions number of positions with their own class per sample; 1 for one class per sample
     */
    record Classes(int count, int positions) implements ProblemType {}

    /** A prediction is one probability, of class 1; a target is an int32 class number, 0 or 1. */
    record BinaryClass(int positions) implements ProblemType {}

    /** As {@link Classes}, but a target is a row of {@code count} float32 values whose largest is the class. */
    record OneHot(int count) implements ProblemType {}

    /** A prediction has one independent probability per label; a target has a float32 0 or 1 per label. */
    record Labels(int count) implements ProblemType {}

    /**
     * Predictions and targets are real numbers.
     *
     * @param width how many per sample
     */
    record Values(int width) implements ProblemType {}

    /** There is nothing that was to be predicted: what stands for the target are the features that the prediction is made of. */
    sealed interface WithoutTarget extends ProblemType {
        /** How many there are. */
        int features();
    }

    /**
     * A prediction tells which of several clusters a sample belongs to: it has a number for each.
     *
     * @param isDistance whether they are distances, the smallest of which is that of the sample's cluster; else probabilities
     */
    record Clusters(int count, boolean isDistance, int features) implements WithoutTarget {
        /** The cluster of the sample whose numbers begin at {@code from}; the first where several are equal. */
        public int of(float[] numbers, int from) {
            var best = 0;
            for (var i = 1; i < count; i++) {
                var isBetter = isDistance
                        ? numbers[from + i] < numbers[from + best]
                        : numbers[from + i] > numbers[from + best];
                best = isBetter ? i : best;
            }
            return best;
        }
    }

    /** A prediction has coordinates. */
    record Components(int count, int features) implements WithoutTarget {}

    /**
     * A prediction is how unlike the rest a sample is, 0 to 1.
     *
     * @param isDecided whether 1 is behind it for an anomaly, else 0
     */
    record Anomalies(boolean isDecided, int features) implements WithoutTarget {}

    /**
     * The problem type of an output with a loss.
     *
     * @param prediction shape of what the loss is given
     * @param comesWithBatch whether the target is in the batch rather than a value of the network
     */
    static ProblemType of(TargetType target, Loss loss, Shape prediction, boolean comesWithBatch) {
        var width = Math.toIntExact(prediction.elementsPerSample());
        return switch (target) {
            case TargetType.Classes(var count, var _, var places) -> {
                var positions = Math.toIntExact(places.elementsPerSample());
                yield width == positions && count == 2 ? new BinaryClass(positions) : new Classes(count, positions);
            }
            case TargetType.Labels(var count, var _) -> new Labels(count);
            case TargetType.Reals _ ->
                switch (loss) {
                    case Loss.OfClasses _ -> new OneHot(width);
                    case Loss.OfTwoClasses _ -> comesWithBatch ? new Labels(width) : new Values(width);
                    case Loss.OfNumbers _ -> new Values(width);
                };
        };
    }

    /** The problem type of an output that an expression compares with its target. */
    static ProblemType of(TargetType target, Shape prediction) {
        return target instanceof TargetType.Classes(var count, var _, var places)
                        && count == 2
                        && prediction.elementsPerSample() == places.elementsPerSample()
                ? new BinaryClass(Math.toIntExact(places.elementsPerSample()))
                : of(target);
    }

    /** The problem type of a target without a loss. */
    static ProblemType of(TargetType target) {
        return switch (target) {
            case TargetType.Classes(var count, var _, var places) ->
                new Classes(count, Math.toIntExact(places.elementsPerSample()));
            case TargetType.Labels(var count, var _) -> new Labels(count);
            case TargetType.Reals(var shape) -> new Values(Math.toIntExact(shape.elementsPerSample()));
        };
    }

    /** The number of classes or labels; 0 for real numbers. */
    default int classes() {
        return switch (this) {
            case Classes(var count, var _) -> count;
            case BinaryClass _ -> 2;
            case OneHot(var count) -> count;
            case Labels(var count) -> count;
            case Values _, WithoutTarget _ -> 0;
        };
    }

    /** The number of positions per sample that are classified separately. */
    default int positions() {
        return switch (this) {
            case Classes(var _, var positions) -> positions;
            case BinaryClass(var positions) -> positions;
            case OneHot _, Labels _, Values _, WithoutTarget _ -> 1;
        };
    }

    /** The number of float32 values in the prediction of a position. */
    default int width() {
        return switch (this) {
            case BinaryClass _ -> 1;
            case Clusters(var count, var _, var _) -> count;
            case Components(var count, var _) -> count;
            case Anomalies(var isDecided, var _) -> isDecided ? 2 : 1;
            case Classes _, OneHot _, Labels _, Values _ -> Math.max(classes(), values());
        };
    }

    /** The number of float32 values in a target; 0 for class numbers. */
    default int values() {
        return switch (this) {
            case Classes _, BinaryClass _ -> 0;
            case OneHot(var count) -> count;
            case Labels(var count) -> count;
            case Values(var width) -> width;
            case WithoutTarget withoutTarget -> withoutTarget.features();
        };
    }

    /** Whether a position has exactly one class. */
    default boolean exclusive() {
        return switch (this) {
            case Classes _, BinaryClass _, OneHot _ -> true;
            case Labels _, Values _, WithoutTarget _ -> false;
        };
    }

    /** Whether a sample has one of two classes, whose second one is the likelier from a threshold on. */
    default boolean isOfTwoClasses() {
        return switch (this) {
            case Classes(var count, var positions) -> count == 2 && positions == 1;
            case BinaryClass(var positions) -> positions == 1;
            case OneHot _, Labels _, Values _, WithoutTarget _ -> false;
        };
    }

    /** Whether a metric applies. */
    default boolean fits(Metric metric) {
        return switch (metric.subject()) {
            case CLASSES -> classes() > 0;
            case EXCLUSIVE_CLASSES -> exclusive();
            case NUMBERS -> values() > 0 && !(this instanceof WithoutTarget);
            case CLUSTERS -> this instanceof Clusters;
            case CENTERS -> this instanceof Clusters clusters && clusters.isDistance();
        };
    }
}
