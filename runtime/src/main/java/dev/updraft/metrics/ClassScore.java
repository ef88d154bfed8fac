package dev.updraft.metrics;

/**
 * How well one class is found; 0 where there is nothing to measure.
 *
 * @param name the class
 * @param precision share of the guesses of it that are right
 * @param recall share of it that is found
 * @param f1 harmonic mean of the two
 * @param support how many samples are of it
 */
public record ClassScore(String name, double precision, double recall, double f1, long support) {}
