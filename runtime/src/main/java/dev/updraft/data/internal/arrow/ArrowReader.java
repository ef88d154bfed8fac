package dev.updraft.data.internal.arrow;

import static dev.updraft.data.internal.arrow.LittleEndian.INT;
import static dev.updraft.data.internal.arrow.LittleEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of a file or stream. Methods throw an {@link ArrowException} if they are damaged. */
final class ArrowReader {
    private static final MemorySegment MAGIC = ascii("ARROW1");
    private static final MemorySegment FEATHER_1 = ascii("FEA1");

    /** Bytes of Block of File.fbs: where a message is, the length of its description, and that of its body. */
    private static final int BLOCK = 3 * Long.BYTES;

    private static final int LITTLE_ENDIAN = 0;

    private final MemorySegment bytes;

    /** Schema of Schema.fbs. */
    private final FlatTable schema;

    /** Of a file, Footer of File.fbs; null for a stream. */
    private final @Nullable FlatTable footer;

    /** Where messages of a stream begin that are behind the schema. */
    private final long start;

    private final List<ArrowField> fields;

    /** The values of each dictionary. */
    private final Map<Long, List<@Nullable Object>> dictionaries = new HashMap<>();

    private long rows;

    ArrowReader(MemorySegment bytes) {
        this.bytes = bytes;
        if (beginsWith(FEATHER_1)) {
            throw new ArrowException(
                    "is of the first version of Feather, which is another format", "write it with pandas 1.0 or later");
        }
        if (beginsWith(MAGIC)) {
            footer = footer();
            schema = footer.requiredTable(1, "the schema");
            start = 0;
        } else {
            var first = Message.at(bytes, 0);
            if (first == null || first.kind() != Message.Kind.SCHEMA) {
                throw ArrowException.damaged("the schema is missing");
            }
            footer = null;
            schema = first.header();
            start = first.end();
        }
        if (schema.shortAt(0, LITTLE_ENDIAN) != LITTLE_ENDIAN) {
            throw new ArrowException(
                    "has numbers in big-endian order", "write it on a processor that is little-endian, as most are");
        }
        fields = schema.tablesAt(1).stream().map(ArrowField::of).toList();
    }

    private static MemorySegment ascii(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean beginsWith(MemorySegment start) {
        return bytes.byteSize() >= start.byteSize()
                && bytes.asSlice(0, start.byteSize()).mismatch(start) < 0;
    }

    /** The table of contents, before its length and the mark at the end. */
    private FlatTable footer() {
        var mark = bytes.byteSize() - MAGIC.byteSize();
        if (bytes.asSlice(mark).mismatch(MAGIC) >= 0) {
            throw ArrowException.damaged("it ends too early");
        }
        var end = mark - Integer.BYTES;
        var length = bytes.get(INT, end);
        return FlatTable.root(bytes.asSlice(end - length, length));
    }

    List<ArrowField> fields() {
        return fields;
    }

    void each(Consumer<@Nullable Object[]> consumer) {
        if (footer == null) {
            for (var next = message(start); next != null; next = message(next.end())) {
                read(next, consumer);
            }
        } else {
            readAll(intact(() -> footer.structsAt(2, BLOCK)), Message.Kind.DICTIONARY, consumer);
            readAll(intact(() -> footer.structsAt(3, BLOCK)), Message.Kind.ROWS, consumer);
        }
    }

    private void readAll(MemorySegment blocks, Message.Kind kind, Consumer<@Nullable Object[]> consumer) {
        for (var block = 0L; block < blocks.byteSize(); block += BLOCK) {
            var message = message(blocks.get(LONG, block));
            if (message == null || message.kind() != kind) {
                throw ArrowException.damaged("a part is not where it should be");
            }
            read(message, consumer);
        }
    }

    private @Nullable Message message(long place) {
        return intact(() -> Message.at(bytes, place));
    }

    /** Not around what is done with the rows, whose mistakes are not those of the file. */
    static <T extends @Nullable Object> T intact(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IndexOutOfBoundsException _) {
            throw ArrowException.damaged("it refers to what is not there");
        }
    }

    private void read(Message message, Consumer<@Nullable Object[]> consumer) {
        switch (message.kind()) {
            case DICTIONARY -> intact(() -> readDictionary(message));
            case ROWS -> {
                var batch = intact(() -> new ArrowBatch(message.header(), message.body()));
                var columns = intact(
                        () -> fields.stream().map(field -> cells(field, batch)).toList());
                readRows(batch.rows(), columns, consumer);
            }
            case NONE, SCHEMA -> throw ArrowException.damaged("a part is neither rows nor values");
        }
    }

    /** Values take the place of former ones, or follow them. */
    private @Nullable List<@Nullable Object> readDictionary(Message message) {
        var header = message.header();
        var id = header.longAt(0);
        var field = fields.stream()
                .filter(one -> one.dictionary() != null && one.dictionary().id() == id)
                .findFirst()
                .orElseThrow(() -> ArrowException.damaged("no column has the values of a part"));
        var batch = new ArrowBatch(header.requiredTable(1, "a part"), message.body());
        var cells = batch.next(field.type());
        var values = new ArrayList<@Nullable Object>();
        if (header.isTrue(2)) {
            values.addAll(values(id));
        }
        for (var place = 0L; place < batch.rows(); place++) {
            values.add(cell(cells, place, "value", place + 1, field));
        }
        return dictionaries.put(id, values);
    }

    private List<@Nullable Object> values(long id) {
        var values = dictionaries.get(id);
        if (values == null) {
            throw ArrowException.damaged("the values of a column are missing");
        }
        return values;
    }

    private Cells cells(ArrowField field, ArrowBatch batch) {
        var stored = batch.next(field.stored());
        if (field.dictionary() == null) {
            return stored;
        }
        var values = values(field.dictionary().id());
        return row -> stored.get(row) instanceof Number place ? values.get(Math.toIntExact(place.longValue())) : null;
    }

    private void readRows(long count, List<Cells> columns, Consumer<@Nullable Object[]> consumer) {
        var cells = new @Nullable Object[columns.size()];
        for (var row = 0L; row < count; row++) {
            rows++;
            for (var column = 0; column < cells.length; column++) {
                cells[column] = cell(columns.get(column), row, "row", rows, fields.get(column));
            }
            consumer.accept(cells);
        }
    }

    private static @Nullable Object cell(Cells cells, long place, String what, long number, ArrowField field) {
        try {
            return cells.get(place);
        } catch (DateTimeException | ArithmeticException _) {
            throw ArrowException.damaged(
                    what + " " + number + ": column " + field.name() + " has an impossible date or time");
        } catch (IndexOutOfBoundsException _) {
            throw ArrowException.damaged(what + " " + number + ": column " + field.name() + " goes beyond its data");
        }
    }
}
