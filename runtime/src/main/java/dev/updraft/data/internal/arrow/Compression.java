package dev.updraft.data.internal.arrow;

import static dev.updraft.data.internal.arrow.LittleEndian.BYTE;
import static dev.updraft.data.internal.arrow.LittleEndian.LONG;

import dev.updraft.data.internal.MissingArtifact;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;

/** How the buffers of a batch are packed. */
enum Compression {
    NONE,
    LZ4,
    ZSTD;

    /** In front of the packed bytes stands how many they are unpacked. */
    private static final int LENGTH_BYTES = Long.BYTES;

    private static final long NOT_PACKED = -1;

    /** Neither LZ4 nor Zstandard packs that much; a damaged length must not take all memory. */
    private static final long MOST_PACKED = 1 << 16;

    private static final String LIBRARY = "com.github.luben:zstd-jni";

    /** @param batch a RecordBatch of Message.fbs */
    static Compression of(FlatTable batch) {
        var compression = batch.tableAt(3);
        if (compression == null) {
            return NONE;
        }
        return switch (compression.byteAt(0, 0)) {
            case 0 -> LZ4;
            case 1 -> ZSTD;
            default -> throw ArrowException.damaged("its compression is unknown");
        };
    }

    /** The bytes of a buffer. */
    MemorySegment unpack(MemorySegment buffer) {
        if (this == NONE || buffer.byteSize() == 0) {
            return buffer;
        }
        var length = buffer.get(LONG, 0);
        var packed = buffer.asSlice(LENGTH_BYTES);
        if (length == NOT_PACKED) {
            return packed;
        }
        if (length < 0 || length / MOST_PACKED > packed.byteSize()) {
            throw ArrowException.damaged("a length is impossible");
        }
        if (Math.max(length, packed.byteSize()) > Integer.MAX_VALUE - 64) {
            throw new ArrowException(
                    "has a batch with more than 2 GiB in a column, which cannot be unpacked",
                    "write it in smaller batches, or without compression");
        }
        var bytes = packed.toArray(BYTE);
        return MemorySegment.ofArray(this == LZ4 ? Lz4Frame.unpack(bytes, (int) length) : zstd(bytes, (int) length));
    }

    /** The library is large and holds native code, which is why it need not be there. */
    private static byte[] zstd(byte[] packed, int length) {
        try {
            var unpacked = (byte[]) Class.forName("com.github.luben.zstd.Zstd")
                    .getMethod("decompress", byte[].class, int.class)
                    .invoke(null, packed, length);
            if (unpacked.length != length) {
                throw ArrowException.damaged("Zstandard data is of " + unpacked.length + " bytes instead of " + length);
            }
            return unpacked;
        } catch (InvocationTargetException e) {
            throw ArrowException.damaged("Zstandard data is broken: " + e.getCause());
        } catch (ReflectiveOperationException | LinkageError _) {
            throw new ArrowException(
                    "is packed with Zstandard and " + MissingArtifact.needs(LIBRARY),
                    "or write it with compression=\"lz4\"");
        }
    }
}
