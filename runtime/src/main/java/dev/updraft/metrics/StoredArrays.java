package dev.updraft.metrics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays in a checkpoint: their length, then their elements, doubles bit for bit. */
final class StoredArrays {
    private StoredArrays() {}

    static void write(DataOutput out, long[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (var number : numbers) {
            out.writeLong(number);
        }
    }

    static void write(DataOutput out, double[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (var number : numbers) {
            out.writeLong(Double.doubleToRawLongBits(number));
        }
    }

    /** Fills {@code numbers}. */
    static void read(DataInput in, long[] numbers) throws IOException {
        requireLength(in, numbers.length);
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = in.readLong();
        }
    }

    /** Fills {@code numbers}. */
    static void read(DataInput in, double[] numbers) throws IOException {
        requireLength(in, numbers.length);
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = Double.longBitsToDouble(in.readLong());
        }
    }

    private static void requireLength(DataInput in, int expected) throws IOException {
        var found = in.readInt();
        if (found != expected) {
            throw new IOException("found " + found + " sums of a metric, expected " + expected);
        }
    }
}
