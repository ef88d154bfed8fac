package dev.updraft.engine;

/**
 * How long one kind of operation of a layer takes.
 *
 * @param layer its name, or {@code loss}
 * @param operation what is computed, in words: {@code convolution}
 * @param seconds time for one batch
 * @param flops floating-point operations for one batch, two for a multiply-add; 0 if there are none, or they are not known
 * @param bytes that are read and written for one batch, each value once; 0 if they are not known
 */
public record OperationTime(String layer, String operation, double seconds, long flops, long bytes) {

    /** Floating-point operations a second, in thousand millions. */
    public double gigaflopsPerSecond() {
        return flops * 1e-9 / seconds;
    }

    /** What is read and written a second, in thousand million bytes. */
    public double gigabytesPerSecond() {
        return bytes * 1e-9 / seconds;
    }
}
