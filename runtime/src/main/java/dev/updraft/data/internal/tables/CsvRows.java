package dev.updraft.data.internal.tables;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** A CSV file, divided into cells as its dialect says. */
final class CsvRows implements RowSource {
    private final TableSource source;
    private final Dialect dialect;
    private final MissingMarks missing;
    private final List<String> header;

    /** Number of cells that a row must have, with those that are left out. */
    private final int width;

    private CsvRows(TableSource source, Dialect dialect, MissingMarks missing, List<String> header, int width) {
        this.source = source;
        this.dialect = dialect;
        this.missing = missing;
        this.header = header;
        this.width = width;
    }

    static CsvRows of(TableSource source, CsvOptions options) {
        var dialect = CsvSniffer.sniff(source, options);
        var layout = dialect.layout();
        var missing = MissingMarks.of(options.missing());
        if (!layout.header()) {
            var names = dialect.names();
            var filled = layout.width() - (layout.trailing() ? 1 : 0);
            var header = IntStream.range(0, filled)
                    .mapToObj(column -> names.isEmpty() ? "column_" + (column + 1) : names.get(column))
                    .toList();
            return new CsvRows(source, dialect, missing, header, layout.width());
        }
        // The sample may hold but a part of it.
        var cells = firstRow(new CsvRows(source, dialect, missing, List.of(), 0));
        var shortHeader = layout.index() && cells.size() < layout.width() - (layout.trailing() ? 1 : 0);
        var first = layout.index() && !shortHeader ? 1 : 0;
        var end = layout.trailing() && cells.size() == layout.width() ? cells.size() - 1 : cells.size();
        var header = new ArrayList<String>();
        for (var column = first; column < end; column++) {
            var text = cells.get(column);
            header.add(text.isEmpty() ? "column_" + (column - first + 1) : text);
        }
        return new CsvRows(
                source,
                dialect,
                missing,
                List.copyOf(header),
                header.size() + dialect.shift() + (layout.trailing() ? 1 : 0));
    }

    private static List<String> firstRow(CsvRows rows) {
        var handler = new CsvSample.RowHandler(1, rows.dialect.syntax().spaces());
        rows.parse(handler, handler::line, true);
        return handler.cells();
    }

    /** Passes the lines from the header on to the handler, until it has enough. */
    private <T> void parse(CsvCallbackHandler<T> handler, LongSupplier cellLine, boolean firstOnly) {
        try (var text = dialect.encoding().reader(source.open());
                var csv = dialect.syntax().reader(handler, text, false)) {
            csv.skipLines(dialect.skipLines());
            var rows = csv.iterator();
            while (rows.hasNext()) {
                var _ = rows.next();
                if (firstOnly) {
                    return;
                }
            }
        } catch (CsvParseException e) {
            throw new DataException(
                    name() + ":" + cellLine.getAsLong() + ": a quote "
                            + dialect.syntax().quote()
                            + " opens a cell here that is not closed until the file ends; close it, or double the"
                            + " quote if it belongs to the text",
                    e);
        } catch (IOException | UncheckedIOException e) {
            throw failure(e, cellLine.getAsLong());
        }
    }

    private DataException failure(Exception e, long line) {
        return e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException
                ? new DataException(
                        name() + ": has bytes after line " + line + " that are not "
                                + dialect.encoding().charset()
                                + "; save it as UTF-8",
                        e)
                : TableSource.failure(name(), e);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public String description() {
        return dialect.describe();
    }

    @Override
    public NumberParser numbers() {
        return new NumberParser(dialect.numbers().decimal(), dialect.numbers().thousands());
    }

    @Override
    public MissingMarks missing() {
        return missing;
    }

    @Override
    public String absent(int column) {
        return "";
    }

    @Override
    public boolean takesCsvOptions() {
        return true;
    }

    @Override
    public void read(CellSink sink, TableProblems problems) {
        var rows = new CsvRowHandler(dialect, header.size(), width, sink, problems);
        parse(rows, rows::cellLine, false);
        rows.finish(name());
    }
}
