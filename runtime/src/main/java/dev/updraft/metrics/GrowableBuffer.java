package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A growing list of 32-bit words: integers or the bits of float32. Grows by chunks, so that nothing is ever moved. */
final class GrowableBuffer {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final List<int[]> chunks = new ArrayList<>();
    private long size;

    long size() {
        return size;
    }

    int whole(long index) {
        return chunks.get((int) (index >>> CHUNK_BITS))[(int) index & (CHUNK - 1)];
    }

    float real(long index) {
        return Float.intBitsToFloat(whole(index));
    }

    void add(int word) {
        room()[(int) size & (CHUNK - 1)] = word;
        size++;
    }

    /** Adds the first {@code count} words of a segment. */
    void add(MemorySegment words, long count) {
        for (var done = 0L; done < count; ) {
            var at = (int) size & (CHUNK - 1);
            var length = (int) Math.min(CHUNK - at, count - done);
            MemorySegment.copy(words, JAVA_INT, done * Integer.BYTES, room(), at, length);
            done += length;
            size += length;
        }
    }

    void clear() {
        chunks.clear();
        size = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(size);
        for (var i = 0L; i < size; i++) {
            out.writeInt(whole(i));
        }
    }

    /** Replaces all words by those written; memory grows with what is really there. */
    void read(DataInput in, long expectedSize) throws IOException {
        var found = in.readLong();
        if (found != expectedSize) {
            throw new IOException("found " + found + " stored scores, expected " + expectedSize);
        }
        clear();
        for (var i = 0L; i < found; i++) {
            add(in.readInt());
        }
    }

    /** The chunk that takes the next word. */
    private int[] room() {
        if (size == (long) chunks.size() << CHUNK_BITS) {
            chunks.add(new int[CHUNK]);
        }
        return chunks.getLast();
    }
}
