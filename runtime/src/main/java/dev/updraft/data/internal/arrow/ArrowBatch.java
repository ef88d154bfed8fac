package dev.updraft.data.internal.arrow;

import static dev.updraft.data.internal.arrow.LittleEndian.BYTE;
import static dev.updraft.data.internal.arrow.LittleEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/** Rows of a file, the buffers of whose columns are taken one after the other. */
final class ArrowBatch {
    /** Bytes of FieldNode and Buffer of Message.fbs: two numbers. */
    private static final int PAIR = 2 * Long.BYTES;

    private final long rows;
    private final MemorySegment nodes;
    private final MemorySegment buffers;
    private final MemorySegment viewBuffers;
    private final Compression compression;
    private final MemorySegment body;
    private long node;
    private long buffer;
    private long views;

    /**
     * Rows of which no column has been taken.
     *
     * @param batch RecordBatch of Message.fbs
     * @param body what its buffers are in
     */
    ArrowBatch(FlatTable batch, MemorySegment body) {
        rows = batch.longAt(0);
        nodes = batch.structsAt(1, PAIR);
        buffers = batch.structsAt(2, PAIR);
        compression = Compression.of(batch);
        viewBuffers = batch.structsAt(4, Long.BYTES);
        this.body = body;
    }

    long rows() {
        return rows;
    }

    /** The cells of the next column. */
    Cells next(ArrowType type) {
        var length = nodes.get(LONG, node);
        var missing = nodes.get(LONG, node + Long.BYTES);
        node += PAIR;
        if (length != rows) {
            throw ArrowException.damaged("a column has " + length + " of " + rows + " rows");
        }
        if (type instanceof ArrowType.Nulls) {
            return _ -> null;
        }
        var present = nextBuffer();
        if (present.byteSize() == 0 && missing != 0) {
            throw ArrowException.damaged("which cells are missing is not said");
        }
        var cells = switch (type) {
            case ArrowType.Text text -> Cells.texts(text, nextBuffer(), nextBuffer());
            case ArrowType.TextView _ -> Cells.views(nextBuffer(), nextBuffers());
            case ArrowType.Nulls _,
                    ArrowType.Int _,
                    ArrowType.Real _,
                    ArrowType.Decimal _,
                    ArrowType.Bool _,
                    ArrowType.Date _,
                    ArrowType.Time _,
                    ArrowType.Timestamp _ -> Cells.ofWidth(type, nextBuffer());
        };
        return missing == 0 ? cells : row -> isSet(present, row) ? cells.get(row) : null;
    }

    private MemorySegment nextBuffer() {
        var unpacked =
                compression.unpack(body.asSlice(buffers.get(LONG, buffer), buffers.get(LONG, buffer + Long.BYTES)));
        buffer += PAIR;
        return unpacked;
    }

    private List<MemorySegment> nextBuffers() {
        var count = viewBuffers.get(LONG, views);
        views += Long.BYTES;
        return Stream.generate(this::nextBuffer).limit(count).toList();
    }

    static boolean isSet(MemorySegment bits, long place) {
        return (bits.get(BYTE, place >> 3) >> (place & 7) & 1) != 0;
    }
}
