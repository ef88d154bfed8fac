package dev.updraft.compiler.layers;

/** What the splits of trees that learn the target itself make smaller; in lower case, as the language names it. */
public enum TreeCriterion {
    /** Gini's impurity for classes, the squared error for numbers: one formula, that of a squared loss. */
    OF_TARGET,
    /** Of classes {@code 1 - Σ p²}. */
    GINI,
    /** Of classes {@code -Σ p log2 p}. */
    ENTROPY,
    /** Of numbers the mean of {@code (y - mean)²}. */
    SQUARED_ERROR,
    /** Of numbers that are not negative, as counts: the mean of {@code y log(y / mean)}. */
    POISSON;

    /** Whether it is about classes; neither of {@link #OF_TARGET}. */
    public boolean isOfClasses() {
        return this == GINI || this == ENTROPY;
    }

    /** Whether it is about numbers; neither of {@link #OF_TARGET}. */
    public boolean isOfNumbers() {
        return this == SQUARED_ERROR || this == POISSON;
    }

    /** Whether the gradients of a squared loss alone tell it. */
    public boolean isOfSquares() {
        return this != ENTROPY && this != POISSON;
    }
}
