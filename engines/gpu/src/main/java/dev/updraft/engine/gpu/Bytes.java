package dev.updraft.engine.gpu;

import java.util.Locale;

/** Amounts of memory, and of space on a disk, in words. */
public final class Bytes {
    private Bytes() {}

    /** {@code 52 MiB}; rounded up, but for gigabytes. */
    public static String text(long bytes) {
        if (bytes < 10L << 20) {
            return Math.ceilDiv(bytes, 1 << 10) + " KiB";
        }
        return bytes < 10L << 30
                ? Math.ceilDiv(bytes, 1 << 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }
}
