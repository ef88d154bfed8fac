package dev.updraft.metrics;

/**
 * The metrics of one class; 0 if undefined.
 *
 * @param name the class
 * @param precision fraction of its predictions that are correct
 * @param recall fraction of its samples that are found
 * @param f1 harmonic mean of precision and recall
 * @param support number of samples of the class
 */
public record ClassScore(String name, double precision, double recall, double f1, long support) {}
