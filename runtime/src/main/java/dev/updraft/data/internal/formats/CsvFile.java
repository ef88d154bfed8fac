package dev.updraft.data.internal.formats;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.TableDataset;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A table in comma-separated values (RFC 4180, UTF-8) with a header. {@link CsvColumns} tells inputs from targets; every
 * cell of the inputs must be a finite number.
 */
public record CsvFile(Path file) implements Format {
    /** Ten times the columns that gene expression has; rows of more are no table. */
    private static final int MAX_COLUMNS = 1 << 20;

    /** Rows between one report and the next. */
    private static final int WATCHED = 4096;

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        try (var bytes = Files.newInputStream(file);
                var text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder())) {
            return read(text, dataSpec, file.toString(), progress);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Reads the text instead of the file, which messages name nevertheless; closes it.
     *
     * @param description of the data set
     * @param progress receives sentences about columns, and the number of rows read so far
     */
    Dataset read(Reader text, DataSpec dataSpec, String description, Progress progress) {
        try (var csv = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(CsvRecordHandler.of(handler -> handler.maxFields(MAX_COLUMNS)), text)) {
            return read(csv.iterator(), dataSpec, description, progress);
        } catch (IOException | UncheckedIOException e) {
            throw failure(e);
        } catch (CsvParseException e) {
            throw new DataException(file + ": is not a CSV file: " + e.getMessage(), e);
        }
    }

    private DataException failure(Exception e) {
        return e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException
                ? new DataException(file + ": is not UTF-8 text; save it as UTF-8", e)
                : ByteReader.failure(file, e);
    }

    private Dataset read(Iterator<CsvRecord> all, DataSpec dataSpec, String description, Progress progress) {
        var rows = new LookAhead(all);
        if (!rows.hasNext()) {
            throw new DataException(file + ": is empty; a header and rows are expected");
        }
        var header = rows.next().getFields();
        var columns = CsvColumns.of(file, header, rows.ahead(header.size()), dataSpec, progress::notice);
        var inputs = new FloatList(file);
        var targets = CsvTargets.of(columns, dataSpec);
        var weights = new FloatList(file);
        var weighted = columns.sampleWeight() >= 0 && dataSpec.target() != null;
        var count = 0;
        while (rows.hasNext()) {
            var row = rows.next();
            requireWidth(row, columns.names().size());
            for (var column : columns.inputs()) {
                inputs.add(columns.cell(row, column).number());
            }
            targets.add(row);
            if (weighted) {
                weights.add(columns.cell(row, columns.sampleWeight()).weight());
            }
            count++;
            if (count % WATCHED == 0) {
                progress.update(description, count, -1, Progress.Unit.ROWS);
            }
        }
        progress.update(description, count, count, Progress.Unit.ROWS);
        if (count == 0) {
            throw new DataException(file + ": has a header but no rows; add a row for each sample");
        }
        var values = MemorySegment.ofArray(inputs.toArray());
        var table = new TableDataset(count, dataSpec.input(), values, targets.finish(), columns.header(), description);
        return weighted ? table.weighted(weights.toArray()) : table;
    }

    private void requireWidth(CsvRecord row, int width) {
        if (row.getFieldCount() != width) {
            throw new DataException(file + ":" + row.getStartingLineNumber() + ": has " + row.getFieldCount()
                    + (row.getFieldCount() == 1 ? " cell" : " cells") + ", but the header has " + width
                    + "; complete the row or remove it");
        }
    }

    /** Rows, of which some can be looked at before they are taken. */
    private static final class LookAhead implements Iterator<CsvRecord> {
        private static final int MOST_ROWS = 200;
        private static final int MOST_CELLS = 400_000;

        private final Iterator<CsvRecord> rows;
        private final ArrayDeque<CsvRecord> ahead = new ArrayDeque<>();

        LookAhead(Iterator<CsvRecord> rows) {
            this.rows = rows;
        }

        /** The cells of the next rows, the fewer the more columns there are. */
        List<List<String>> ahead(int columns) {
            var most = Math.clamp(MOST_CELLS / Math.max(1, columns), 1, MOST_ROWS);
            while (ahead.size() < most && rows.hasNext()) {
                ahead.add(rows.next());
            }
            var cells = new ArrayList<List<String>>();
            ahead.forEach(row -> cells.add(row.getFields()));
            return cells;
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty() || rows.hasNext();
        }

        @Override
        public CsvRecord next() {
            return ahead.isEmpty() ? rows.next() : ahead.remove();
        }
    }
}
