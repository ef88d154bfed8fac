package dev.updraft.data.internal.tables;

import dev.updraft.data.internal.spill.SpilledColumn;
import java.nio.ByteBuffer;

/** Gathers the cells of a column, or those of its last rows, where the others are on disk. */
sealed interface ColumnBuilder permits NumberColumnBuilder, TextColumnBuilder {

    /** Takes the cell of the next row, which has no blanks around it. */
    void add(char[] chars, int from, int to);

    /** Number of cells that are here. */
    int size();

    /** About how much memory the different texts take, in bytes; 0 of numbers. */
    long textBytes();

    /** Takes the texts to disk, and no longer looks which are there already. */
    void spillTexts(String table);

    /** Bytes of a cell on disk. */
    int width();

    /** Writes some of the cells that are here. */
    void write(int from, int to, ByteBuffer bytes);

    /** Forgets the cells that are here, after all of them were written. */
    void clear();

    void removeLast();

    /** Called once; the builder is empty afterwards. */
    Column build();

    /** The same of cells that have all been written. */
    Column build(SpilledColumn cells);
}
