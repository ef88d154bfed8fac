package dev.updraft.data.internal.formats;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
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
import java.util.Iterator;

/**
 * A table in comma-separated values (RFC 4180, UTF-8) with a header. {@link CsvColumns} tells inputs from targets; every
 * cell of the inputs must be a finite number.
 */
public record CsvFile(Path file) implements Format {

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        try (var bytes = Files.newInputStream(file);
                var text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder())) {
            return read(text, dataSpec, file.toString());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Reads the text instead of the file, which messages name nevertheless; closes it.
     *
     * @param description of the data set
     */
    Dataset read(Reader text, DataSpec dataSpec, String description) {
        try (var csv = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            return read(csv.iterator(), dataSpec, description);
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

    private Dataset read(Iterator<CsvRecord> rows, DataSpec dataSpec, String description) {
        if (!rows.hasNext()) {
            throw new DataException(file + ": is empty; a header and rows are expected");
        }
        var columns = CsvColumns.of(file, rows.next().getFields(), dataSpec);
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
        }
        if (count == 0) {
            throw new DataException(file + ": has a header but no rows; add a row for each sample");
        }
        var values = MemorySegment.ofArray(inputs.toArray());
        var table = new TableDataset(count, dataSpec.input(), values, targets.finish(), description);
        return weighted ? table.weighted(weights.toArray()) : table;
    }

    private void requireWidth(CsvRecord row, int width) {
        if (row.getFieldCount() != width) {
            throw new DataException(file + ":" + row.getStartingLineNumber() + ": has " + row.getFieldCount()
                    + (row.getFieldCount() == 1 ? " cell" : " cells") + ", but the header has " + width
                    + "; complete the row or remove it");
        }
    }
}
