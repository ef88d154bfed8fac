package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The elements of an array that NumPy has saved, one after the other as they lie in the file. */
final class NpyArray {
    private static final int PIECE = 1 << 16;

    private final NpyHeader header;
    private final DataInputStream in;
    private final String what;
    private final ByteBuffer piece;

    /** @param what file and array, for messages */
    NpyArray(NpyHeader header, DataInputStream in, String what) {
        this.header = header;
        this.in = in;
        this.what = what;
        var elements = Math.max(1, PIECE / header.bytes());
        piece = ByteBuffer.allocate(elements * header.bytes())
                .order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    /** The next number. */
    double number() throws IOException {
        next();
        return switch (header.kind()) {
            case 'f' ->
                switch (header.width()) {
                    case 2 -> Float.float16ToFloat(piece.getShort());
                    case 4 -> piece.getFloat();
                    case 8 -> piece.getDouble();
                    default -> throw unknown();
                };
            case 'i' ->
                switch (header.width()) {
                    case 1 -> piece.get();
                    case 2 -> piece.getShort();
                    case 4 -> piece.getInt();
                    case 8 -> piece.getLong();
                    default -> throw unknown();
                };
            case 'u' ->
                switch (header.width()) {
                    case 1 -> Byte.toUnsignedInt(piece.get());
                    case 2 -> Short.toUnsignedInt(piece.getShort());
                    case 4 -> Integer.toUnsignedLong(piece.getInt());
                    case 8 -> unsigned(piece.getLong());
                    default -> throw unknown();
                };
            case 'b' -> piece.get() == 0 ? 0 : 1;
            default -> throw unknown();
        };
    }

    /** The next text, without the zeros behind it. */
    String text() throws IOException {
        next();
        var bytes = new byte[header.bytes()];
        piece.get(bytes);
        if (header.kind() == 'S') {
            return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
        }
        var order = piece.order();
        var characters = ByteBuffer.wrap(bytes).order(order);
        var text = new StringBuilder();
        while (characters.hasRemaining()) {
            var point = characters.getInt();
            if (point != 0 && Character.isValidCodePoint(point)) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    private static double unsigned(long number) {
        return number >= 0 ? number : (number >>> 1) * 2.0;
    }

    private DataException unknown() {
        return new DataException(what + ": its elements are " + header.type()
                + ", where float16 to float64, integers of up to 64 bits, bool or text are expected; convert it with"
                + " astype");
    }

    private void next() throws IOException {
        if (piece.remaining() < header.bytes()) {
            var read = in.readNBytes(piece.array(), 0, piece.capacity());
            var whole = read / header.bytes() * header.bytes();
            if (whole == 0) {
                throw new EOFException("it ends in the middle of its values");
            }
            piece.position(0).limit(whole);
        }
    }

    /** Where an element of the file goes in an array whose last axis runs fastest. */
    long place(long number) {
        if (!header.fortran()) {
            return number;
        }
        var place = 0L;
        var stride = header.samples() * header.perSample();
        var rest = number;
        for (int extent : header.shape()) {
            stride /= extent;
            place += rest % extent * stride;
            rest /= extent;
        }
        return place;
    }
}
