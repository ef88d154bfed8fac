package dev.updraft.compiler.tensor;

/** What the distance of two rows of numbers is; in lower case, as the language names it. */
public enum DistanceMetric {
    /** {@code √Σ(a - b)²}. */
    EUCLIDEAN,
    /** {@code Σ|a - b|}. */
    MANHATTAN,
    /** {@code 1 - a·b / (|a| |b|)}; 1 where either is zero. */
    COSINE
}
