package dev.updraft.metrics;

/**
 * A sample taken for another class.
 *
 * @param sample its number in the data set that was evaluated, from 0
 * @param actual number of its class
 * @param predicted number of the class it was taken for
 * @param probability that the model gave to the latter
 */
public record Mistake(int sample, int actual, int predicted, double probability) {}
