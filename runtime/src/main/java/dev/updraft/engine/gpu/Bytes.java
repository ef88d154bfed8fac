package dev.updraft.engine.gpu;

import java.util.Locale;

/** Amounts of memory in words. */
final class Bytes {
    private Bytes() {}

    static String text(long bytes) {
        if (bytes < 10L << 20) {
            return Math.ceilDiv(bytes, 1 << 10) + " KiB";
        }
        return bytes < 10L << 30
                ? Math.ceilDiv(bytes, 1 << 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }
}
