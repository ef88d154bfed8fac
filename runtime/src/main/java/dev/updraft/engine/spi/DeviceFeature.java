package dev.updraft.engine.spi;

import java.lang.foreign.MemorySegment;

/**
 * A feature in bins, for a device to hold. Bin 0 holds missing values.
 *
 * @param rows per row its bin: a byte if there are at most 256 bins, otherwise two
 * @param bins how many bins there are, that of missing values among them
 * @param categorical whether sets of bins split; otherwise thresholds do
 * @param direction 1 or −1 if values of leaves rise or fall with the feature, otherwise 0
 * @param thresholds the upper ends of the bins from the second to the one before the last; empty if {@code categorical}
 */
public record DeviceFeature(MemorySegment rows, int bins, boolean categorical, int direction, float[] thresholds) {
    /** The most bins that a byte numbers. */
    private static final int NARROW = 256;

    /** Bytes of the bin of a row. */
    public int bytes() {
        return bins <= NARROW ? Byte.BYTES : Character.BYTES;
    }
}
