package dev.updraft.data.internal.arrow;

import static dev.updraft.data.internal.arrow.LittleEndian.INT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file or stream: Message of Message.fbs, and what follows it.
 *
 * @param header what it describes
 * @param body its buffers
 * @param end where the next begins
 */
record Message(Kind kind, FlatTable header, MemorySegment body, long end) {
    /** Stands before the length, but not in files of before 2019. */
    private static final int CONTINUATION = -1;

    private static final int VERSION_4 = 3;
    private static final int VERSION_5 = 4;

    /** In the order of the format. */
    enum Kind {
        NONE,
        SCHEMA,
        DICTIONARY,
        ROWS
    }

    /** The message at a place; null at the end. */
    static @Nullable Message at(MemorySegment file, long place) {
        if (place == file.byteSize()) {
            return null;
        }
        var isMarked = file.get(INT, place) == CONTINUATION;
        var start = place + (isMarked ? 2 * Integer.BYTES : Integer.BYTES);
        var length = file.get(INT, start - Integer.BYTES);
        if (length == 0) {
            return null;
        }
        var message = FlatTable.root(file.asSlice(start, length));
        var version = message.shortAt(0, 0);
        if (version != VERSION_4 && version != VERSION_5) {
            throw ArrowException.damaged("a part is of an unknown version");
        }
        var kind = message.byteAt(1, 0);
        if (kind <= 0 || kind >= Kind.values().length) {
            throw ArrowException.damaged("a part is no rows of a table");
        }
        var body = message.longAt(3);
        return new Message(
                Kind.values()[kind],
                message.requiredTable(2, "a part"),
                file.asSlice(start + length, body),
                start + length + body);
    }
}
