package dev.updraft.compiler.layers;

import org.jspecify.annotations.Nullable;

/** A metric reported in addition to the loss. Names and definitions follow scikit-learn. */
public sealed interface Metric {
    record Accuracy() implements Metric {}

    record TopKAccuracy(int k) implements Metric {}

    record Precision(Average average) implements Metric {}

    record Recall(Average average) implements Metric {}

    record F1(Average average) implements Metric {}

    /** Weighted harmonic mean of precision and recall, with recall weighing {@code beta} times as much. */
    record FBeta(double beta, Average average) implements Metric {}

    /** Intersection over union of prediction and truth, which Jaccard, 1901, introduced. */
    record Iou(Average average) implements Metric {}

    /** Share of the samples outside a class that are not taken for it. */
    record Specificity(Average average) implements Metric {}

    /** Mean recall of the classes that occur. */
    record BalancedAccuracy() implements Metric {}

    record CohenKappa() implements Metric {}

    /** Matthews correlation coefficient. */
    record Mcc() implements Metric {}

    /** Area under the receiver operating characteristic: one class against all others, exact and not binned. */
    record RocAuc(Average average) implements Metric {}

    /** Average precision: the area under the step curve of precision over recall, one class against all others. */
    record PrAuc(Average average) implements Metric {}

    /** The largest value of one rate at a threshold at which another is at least {@code least}. */
    record RateAt(Rates rates, double least, Average average) implements Metric {}

    record LogLoss() implements Metric {}

    /** The exponential of {@link LogLoss}. */
    record Perplexity() implements Metric {}

    /** Mean squared error of probabilities: of the second of two classes, else summed over the classes. */
    record Brier() implements Metric {}

    record MeanAbsoluteError() implements Metric {}

    record MeanSquaredError() implements Metric {}

    record RootMeanSquaredError() implements Metric {}

    /** As a fraction, not in percent. */
    record MeanAbsolutePercentageError() implements Metric {}

    /** Of {@code log(1 + x)}. */
    record RootMeanSquaredLogError() implements Metric {}

    /** The absolute error that a share of the samples has at most. */
    record ErrorQuantile(double quantile) implements Metric {}

    /** The largest absolute error. */
    record MaxError() implements Metric {}

    /** Coefficient of determination. */
    record R2() implements Metric {}

    /** As {@link R2}, but for a constant error. */
    record ExplainedVariance() implements Metric {}

    /** Pearson's correlation of predictions and targets. */
    record Pearson() implements Metric {}

    /**
     * Normalised discounted cumulative gain: how well predictions put the samples of a group in the order of their relevance, mean
     * over the groups.
     *
     * @param group the column whose equal values make a group
     * @param k how many at the top of a group count
     */
    record Ndcg(String group, int k) implements Metric {}

    /** Cosine of the angle between prediction and target. */
    record CosineSimilarity() implements Metric {}

    /** How much nearer samples are to their own cluster than to the next one: mean over the samples, -1 to 1. */
    record Silhouette() implements Metric {}

    /** Sum of the squared distances of the samples from the nearest centre. */
    record Inertia() implements Metric {}

    /** How well clusters agree with the classes of a target: 1 where they are the same, about 0 where they have nothing in common. */
    record AdjustedRand() implements Metric {}

    /** Whether larger values are better. */
    default boolean largerIsBetter() {
        return switch (this) {
            case Accuracy _,
                    TopKAccuracy _,
                    Precision _,
                    Recall _,
                    F1 _,
                    FBeta _,
                    Iou _,
                    Specificity _,
                    BalancedAccuracy _,
                    CohenKappa _,
                    Mcc _,
                    RocAuc _,
                    PrAuc _,
                    RateAt _,
                    R2 _,
                    ExplainedVariance _,
                    Pearson _,
                    CosineSimilarity _,
                    Ndcg _,
                    Silhouette _,
                    AdjustedRand _ -> true;
            case LogLoss _,
                    Perplexity _,
                    Brier _,
                    RootMeanSquaredLogError _,
                    ErrorQuantile _,
                    MaxError _,
                    MeanAbsoluteError _,
                    MeanSquaredError _,
                    RootMeanSquaredError _,
                    MeanAbsolutePercentageError _,
                    Inertia _ -> false;
        };
    }

    /** Two rates that change with the threshold from which a class is predicted: one falls where the other rises. */
    enum Rates {
        PRECISION_AT_RECALL,
        RECALL_AT_PRECISION,
        SENSITIVITY_AT_SPECIFICITY,
        SPECIFICITY_AT_SENSITIVITY
    }

    /** How per-class metrics are averaged. */
    enum Average {
        MACRO,
        MICRO,
        WEIGHTED,
        /** They are not averaged: each class has its own metric. */
        PER_CLASS
    }

    /** What a metric compares. */
    enum Subject {
        /** Classes or labels. */
        CLASSES,
        /** Classes that exclude each other. */
        EXCLUSIVE_CLASSES,
        NUMBERS,
        /** Clusters with the features of their samples. */
        CLUSTERS,
        /** Clusters with their centres. */
        CENTERS
    }

    /** How per-class metrics are averaged; null if it is not computed per class. */
    default @Nullable Average average() {
        return null;
    }

    /** What it compares. */
    default Subject subject() {
        return switch (this) {
            case Accuracy _,
                    Precision _,
                    Recall _,
                    F1 _,
                    FBeta _,
                    Iou _,
                    Specificity _,
                    RocAuc _,
                    PrAuc _,
                    RateAt _,
                    LogLoss _,
                    Perplexity _,
                    Brier _ -> Subject.CLASSES;
            case TopKAccuracy _, BalancedAccuracy _, CohenKappa _, Mcc _ -> Subject.EXCLUSIVE_CLASSES;
            case MeanAbsoluteError _,
                    MeanSquaredError _,
                    RootMeanSquaredError _,
                    MeanAbsolutePercentageError _,
                    RootMeanSquaredLogError _,
                    ErrorQuantile _,
                    MaxError _,
                    R2 _,
                    ExplainedVariance _,
                    Pearson _,
                    CosineSimilarity _,
                    Ndcg _ -> Subject.NUMBERS;
            case Silhouette _, AdjustedRand _ -> Subject.CLUSTERS;
            case Inertia _ -> Subject.CENTERS;
        };
    }
}
