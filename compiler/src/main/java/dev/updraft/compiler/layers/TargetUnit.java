package dev.updraft.compiler.layers;

/**
 * The unit that a network predicts a target of numbers in. Where it is not the target's own, mean and standard deviation are
 * learnt from the training data before the first step; losses see the standardised target, and predictions are given back in
 * its own unit.
 */
public enum TargetUnit {
    /** The target's own. */
    OWN,
    /** {@code (y - mean) / deviation}. */
    STANDARDISED,
    /** {@code (log(y) - mean) / deviation}, for numbers above 0. */
    STANDARDISED_LOGARITHM;

    /** Names of the variables behind that of the target. */
    public static final String MEAN = "mean";

    public static final String DEVIATION = "deviation";

    /** Whether mean and deviation are learnt. */
    public boolean isLearnt() {
        return this != OWN;
    }
}
