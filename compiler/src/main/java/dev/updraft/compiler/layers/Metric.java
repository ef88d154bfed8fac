package dev.updraft.compiler.layers;

/** What is reported of predictions beside the loss. */
public sealed interface Metric {
    record Accuracy() implements Metric {}

    record TopKAccuracy(int k) implements Metric {}

    record Precision(Average average) implements Metric {}

    record Recall(Average average) implements Metric {}

    record F1(Average average) implements Metric {}

    record MeanAbsoluteError() implements Metric {}

    record MeanSquaredError() implements Metric {}

    record RootMeanSquaredError() implements Metric {}

    /** Coefficient of determination. */
    record R2() implements Metric {}

    /** How figures of several classes become one. */
    enum Average {
        MACRO,
        MICRO,
        WEIGHTED
    }
}
