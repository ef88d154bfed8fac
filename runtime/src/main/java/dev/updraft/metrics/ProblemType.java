package dev.updraft.metrics;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;

/** What predictions and targets mean to the metrics; follows from the model's target and loss. */
public sealed interface ProblemType {

    /** A prediction has a value a class, the largest wins; a target is an int32 class number. */
    record Classes(int count) implements ProblemType {}

    /** A prediction is one probability, of class 1; a target is an int32 class number, 0 or 1. */
    record BinaryClass() implements ProblemType {}

    /** As {@link Classes}, but a target is a row of {@code count} float32 values whose largest is the class. */
    record OneHot(int count) implements ProblemType {}

    /** A prediction has a probability a label, each true or not by itself; a target is float32, 0 or 1 a label. */
    record Labels(int count) implements ProblemType {}

    /** Predictions and targets are real numbers, so many a sample. */
    record Values(int width) implements ProblemType {}

    /** What a checked model does. */
    static ProblemType of(LayerGraph model) {
        var width = Math.toIntExact(model.output().shape().elementsPerSample());
        if (model.target() == null) {
            return new Values(width);
        }
        return switch (model.target().type()) {
            case TargetType.Classes(var count, var _) ->
                width == 1 && count == 2 ? new BinaryClass() : new Classes(count);
            case TargetType.Reals _ ->
                switch (model.loss()) {
                    case Loss.CategoricalCrossentropy _ -> new OneHot(width);
                    case Loss.BinaryCrossentropy _ -> new Labels(width);
                    case Loss.SparseCategoricalCrossentropy _,
                            Loss.MeanSquaredError _,
                            Loss.MeanAbsoluteError _,
                            Loss.Huber _ -> new Values(width);
                    case null -> new Values(width);
                };
        };
    }

    /** How many classes or labels there are; 0 for real numbers. */
    default int classes() {
        return switch (this) {
            case Classes(var count) -> count;
            case BinaryClass() -> 2;
            case OneHot(var count) -> count;
            case Labels(var count) -> count;
            case Values _ -> 0;
        };
    }

    /** How many float32 values a prediction has. */
    default int width() {
        return this instanceof BinaryClass ? 1 : Math.max(classes(), values());
    }

    /** How many float32 values a target has; 0 where it is a class number. */
    default int values() {
        return switch (this) {
            case Classes _, BinaryClass() -> 0;
            case OneHot(var count) -> count;
            case Labels(var count) -> count;
            case Values(var width) -> width;
        };
    }

    /** Whether a sample is of one class, which excludes the others. */
    default boolean exclusive() {
        return switch (this) {
            case Classes _, BinaryClass(), OneHot _ -> true;
            case Labels _, Values _ -> false;
        };
    }

    /** Whether a metric has a meaning here. */
    default boolean fits(Metric metric) {
        return switch (metric.subject()) {
            case CLASSES -> classes() > 0;
            case EXCLUSIVE_CLASSES -> exclusive();
            case NUMBERS -> values() > 0;
        };
    }
}
