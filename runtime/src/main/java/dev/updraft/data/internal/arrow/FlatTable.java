package dev.updraft.data.internal.arrow;

import static dev.updraft.data.internal.arrow.LittleEndian.BYTE;
import static dev.updraft.data.internal.arrow.LittleEndian.INT;
import static dev.updraft.data.internal.arrow.LittleEndian.LONG;
import static dev.updraft.data.internal.arrow.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of FlatBuffers, in which Arrow describes what its files hold. Fields have the numbers that they have in the schemas of
 * Arrow's format: Message.fbs, Schema.fbs and File.fbs.
 *
 * @param bytes of all tables that belong together
 * @param position where this one begins
 */
record FlatTable(MemorySegment bytes, long position) {

    /** The table that refers to all others. */
    static FlatTable root(MemorySegment bytes) {
        return new FlatTable(bytes, Integer.toUnsignedLong(bytes.get(INT, 0)));
    }

    /** Where a field is; 0 if it has its default value. */
    private long place(int field) {
        var fields = position - bytes.get(INT, position);
        var entry = Short.BYTES * (2L + field);
        var offset = entry < Short.toUnsignedInt(bytes.get(SHORT, fields)) ? bytes.get(SHORT, fields + entry) : 0;
        return offset == 0 ? 0 : position + Short.toUnsignedInt(offset);
    }

    boolean isTrue(int field) {
        return byteAt(field, 0) != 0;
    }

    int byteAt(int field, int otherwise) {
        var place = place(field);
        return place == 0 ? otherwise : bytes.get(BYTE, place);
    }

    int shortAt(int field, int otherwise) {
        var place = place(field);
        return place == 0 ? otherwise : bytes.get(SHORT, place);
    }

    int intAt(int field, int otherwise) {
        var place = place(field);
        return place == 0 ? otherwise : bytes.get(INT, place);
    }

    long longAt(int field) {
        var place = place(field);
        return place == 0 ? 0 : bytes.get(LONG, place);
    }

    private long target(long place) {
        return place + Integer.toUnsignedLong(bytes.get(INT, place));
    }

    @Nullable
    FlatTable tableAt(int field) {
        var place = place(field);
        return place == 0 ? null : new FlatTable(bytes, target(place));
    }

    /** @throws ArrowException if it is not there */
    FlatTable requiredTable(int field, String name) {
        var table = tableAt(field);
        if (table == null) {
            throw ArrowException.damaged(name + " is missing");
        }
        return table;
    }

    @Nullable
    String textAt(int field) {
        var place = place(field);
        if (place == 0) {
            return null;
        }
        var start = target(place);
        try {
            return Utf8.decode(bytes.asSlice(start + Integer.BYTES, Integer.toUnsignedLong(bytes.get(INT, start))));
        } catch (CharacterCodingException _) {
            throw ArrowException.damaged("a name is not UTF-8");
        }
    }

    List<FlatTable> tablesAt(int field) {
        var elements = structsAt(field, Integer.BYTES);
        var tables = new ArrayList<FlatTable>();
        for (var place = 0L; place < elements.byteSize(); place += Integer.BYTES) {
            tables.add(new FlatTable(bytes, target(elements.address() - bytes.address() + place)));
        }
        return tables;
    }

    /**
     * The elements of a vector, one behind the other.
     *
     * @param width bytes of an element
     */
    MemorySegment structsAt(int field, int width) {
        var place = place(field);
        if (place == 0) {
            return MemorySegment.NULL;
        }
        var start = target(place);
        return bytes.asSlice(start + Integer.BYTES, width * Integer.toUnsignedLong(bytes.get(INT, start)));
    }
}
