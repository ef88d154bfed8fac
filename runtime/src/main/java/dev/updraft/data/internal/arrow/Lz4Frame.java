package dev.updraft.data.internal.arrow;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Unpacks a frame of LZ4, as its frame format 1.6 has it. Checksums are passed over. */
final class Lz4Frame {
    private static final int MAGIC = 0x184D2204;
    private static final int VERSION = 0b0100_0000;
    private static final int VERSION_MASK = 0b1100_0000;
    private static final int BLOCK_CHECKSUM = 0b1_0000;
    private static final int CONTENT_SIZE = 0b1000;
    private static final int DICTIONARY = 0b1;
    private static final int CHECKSUM_BYTES = 4;

    /** Of the four bits of a length, that more of it follows. */
    private static final int MORE = 15;

    private static final int SHORTEST_MATCH = 4;

    private final ByteBuffer in;
    private final byte[] out;
    private int size;

    private Lz4Frame(byte[] packed, int length) {
        in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        out = new byte[length];
    }

    /**
     * The bytes of a frame.
     *
     * @param length how many they are
     * @throws ArrowException if they are not
     */
    static byte[] unpack(byte[] packed, int length) {
        try {
            return new Lz4Frame(packed, length).unpack();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException _) {
            throw ArrowException.damaged("LZ4 data ends too early, or goes beyond its length");
        }
    }

    private byte[] unpack() {
        if (in.getInt() != MAGIC) {
            throw ArrowException.damaged("LZ4 data begins wrongly");
        }
        var flags = in.get();
        if ((flags & VERSION_MASK) != VERSION || (flags & DICTIONARY) != 0) {
            throw ArrowException.damaged("LZ4 data is of an unknown version");
        }
        // The largest size of a block, the size of the content, and the checksum of the header.
        in.position(in.position() + 2 + ((flags & CONTENT_SIZE) == 0 ? 0 : Long.BYTES));
        for (var block = in.getInt(); block != 0; block = in.getInt()) {
            var end = in.position() + (block & Integer.MAX_VALUE);
            if (block < 0) {
                copy(end - in.position());
            } else {
                unpackBlock(end);
            }
            in.position(end + ((flags & BLOCK_CHECKSUM) == 0 ? 0 : CHECKSUM_BYTES));
        }
        if (size != out.length) {
            throw ArrowException.damaged("LZ4 data is of " + size + " bytes instead of " + out.length);
        }
        return out;
    }

    /** Bytes that are new, and of what is there already a part again, in turns; the last have no such part. */
    private void unpackBlock(int end) {
        while (in.position() < end) {
            var token = Byte.toUnsignedInt(in.get());
            copy(length(token >>> 4));
            if (in.position() < end) {
                var distance = Short.toUnsignedInt(in.getShort());
                repeat(distance, length(token & MORE) + SHORTEST_MATCH);
            }
        }
    }

    private int length(int bits) {
        var length = bits;
        if (bits == MORE) {
            var next = 0;
            do {
                next = Byte.toUnsignedInt(in.get());
                length += next;
            } while (next == 255);
        }
        return length;
    }

    private void copy(int length) {
        in.get(out, size, length);
        size += length;
    }

    private void repeat(int distance, int length) {
        if (distance == 0) {
            throw ArrowException.damaged("LZ4 data refers to itself");
        }
        var from = size - distance;
        if (distance == 1) {
            Arrays.fill(out, size, size + length, out[from]);
        } else if (distance >= length) {
            System.arraycopy(out, from, out, size, length);
        } else {
            for (var i = 0; i < length; i++) {
                out[size + i] = out[from + i];
            }
        }
        size += length;
    }
}
