package dev.updraft.data.internal.spill;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;

/**
 * Texts on disk, in the order in which they are added; nobody looks whether one is there already. They are read some at a time, so
 * that going through them is quick. Safe for concurrent readers, once all have been added.
 */
public final class SpilledTexts extends AbstractList<String> {
    private static final int TOGETHER = 64;

    private final SpillFile file;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    /** Where those begin that are read together, and where the last of them end. */
    private long[] positions = new long[16];

    private int size;
    private volatile Read last = new Read(-1, new String[0]);

    /** @param number of those that were read together */
    private record Read(int number, String[] texts) {}

    /** None at first. */
    public SpilledTexts(SpillFile file) {
        this.file = file;
    }

    /** Puts a text behind the others. */
    @Override
    public boolean add(String text) {
        var bytes = ByteBuffer.allocate(Integer.BYTES + text.length() * Character.BYTES)
                .putInt(text.length());
        bytes.asCharBuffer().put(text);
        pending.writeBytes(bytes.array());
        size++;
        if (size % TOGETHER == 0) {
            finish();
        }
        return true;
    }

    /** Writes what has been added; to be called after the last. */
    public void finish() {
        if (pending.size() > 0) {
            var number = (size - 1) / TOGETHER;
            if (number + 1 == positions.length) {
                positions = Arrays.copyOf(positions, 2 * positions.length);
            }
            positions[number] = file.append(pending.toByteArray());
            positions[number + 1] = file.size();
            pending.reset();
        }
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        var read = last;
        if (read.number != index / TOGETHER) {
            read = read(index / TOGETHER);
            last = read;
        }
        return read.texts[index % TOGETHER];
    }

    private Read read(int number) {
        try (var arena = Arena.ofConfined()) {
            var part = arena.allocate(positions[number + 1] - positions[number]);
            file.read(positions[number], part);
            var bytes = ByteBuffer.wrap(part.toArray(ValueLayout.JAVA_BYTE));
            var texts = new String[Math.min(TOGETHER, size - number * TOGETHER)];
            for (var i = 0; i < texts.length; i++) {
                var text = new char[bytes.getInt()];
                bytes.asCharBuffer().get(text);
                bytes.position(bytes.position() + text.length * Character.BYTES);
                texts[i] = new String(text);
            }
            return new Read(number, texts);
        }
    }

    @Override
    public int size() {
        return size;
    }
}
