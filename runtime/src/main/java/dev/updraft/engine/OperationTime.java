package dev.updraft.engine;

/**
 * How long one kind of operation of a layer takes.
 *
 * @param layer its name, or {@code loss}
 * @param operation what is computed, in words: {@code convolution}
 * @param seconds time for one batch
 */
public record OperationTime(String layer, String operation, double seconds) {}
