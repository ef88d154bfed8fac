package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import dev.updraft.data.Progress;
import java.util.List;

/** A file with a table. It may be read several times. */
public interface TableFile {

    /** Name for messages. */
    String name();

    /** Names of the columns, without blanks around them; equal ones have a number behind them, all but the first. */
    List<String> header();

    /** The same as they stand in the file. */
    List<String> given();

    /** One line about what was found out of the file's format. */
    String description();

    /** The same, which tells how far reading it has come. */
    TableFile watchedBy(Progress watcher);

    /**
     * Reads columns, all in one pass.
     *
     * @throws DataException if a column does not exist or exists twice, or if cells or rows cannot be read; all of them are
     *     counted, and the first are shown
     */
    Table read(List<ColumnRequest> columns);

    /**
     * Shows all rows to the visitor, without storing them.
     *
     * @throws DataException after the last row, if there are rows with too few or too many cells
     */
    void scan(RowVisitor visitor);

    /**
     * The same, but rows that cannot be read are left out.
     *
     * @return what is wrong with those, of which the first are shown; empty if all could be read
     */
    String scanReadable(RowVisitor visitor);
}
