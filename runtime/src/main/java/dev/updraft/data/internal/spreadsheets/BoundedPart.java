package dev.updraft.data.internal.spreadsheets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A part of a packed file that unpacks to no more than is in proportion, and has no tag without end: neither fills the memory of
 * whoever reads it.
 */
final class BoundedPart extends FilterInputStream {
    /** What any file may unpack to. */
    private static final long ANY = 64L << 20;

    /** The regular text of sheets is packed to a twentieth or fortieth. */
    private static final long MOST_PACKED = 200;

    /** A cell has at most 32,767 characters. */
    private static final int LONGEST_TAG = 4 << 20;

    private final String part;
    private long left;
    private int sinceTag;

    /** @param packed how many bytes it is unpacked from */
    BoundedPart(InputStream in, String part, long packed) {
        super(in);
        this.part = part;
        left = ANY + MOST_PACKED * packed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var count = super.read(bytes, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            throw new IOException(part + " unpacks to more than " + MOST_PACKED + " times its size");
        }
        for (var i = offset; i < offset + count; i++) {
            sinceTag = bytes[i] == '>' ? 0 : sinceTag + 1;
        }
        if (sinceTag > LONGEST_TAG) {
            throw new IOException(part + " has a tag or text of more than " + (LONGEST_TAG >> 20) + " MiB");
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
