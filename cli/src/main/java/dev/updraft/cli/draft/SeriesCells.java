package dev.updraft.cli.draft;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.internal.grouped.CellParser;
import dev.updraft.data.internal.tables.ColumnRequest;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.TableFile;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cells of a table that tell how its rows follow one another. Each column is read when it is first asked for. */
public final class SeriesCells {
    private final TableFile file;
    private final Map<Integer, ColumnValues.Texts> texts = new HashMap<>();
    private int rows;

    /** @param file whose cells they are */
    public SeriesCells(TableFile file) {
        this.file = file;
    }

    /**
     * The time from rows to the next ones of their series.
     *
     * @param equal a row that has the time of another one of its series; -1 if there is none
     * @param usual the median; NaN if no row follows another
     * @param longest how many rows a series has at most
     */
    record Steps(int equal, double usual, int longest) {}

    private ColumnValues.Texts texts(int place) {
        return texts.computeIfAbsent(place, _ -> (ColumnValues.Texts) read(place, Kind.TEXT));
    }

    private ColumnValues read(int place, Kind kind) {
        var table = file.read(List.of(new ColumnRequest(file.header().get(place), kind)));
        rows = table.rows();
        return table.columns().getFirst().cells();
    }

    /**
     * Of each row the number by which rows are in order; NaN where it is missing.
     *
     * @throws DraftException if a cell is none of that kind
     */
    double[] times(int place, ColumnKind kind) {
        var name = file.header().get(place);
        if (!(kind instanceof Measured dated) || kind instanceof ColumnKind.Numeric) {
            var numbers = (ColumnValues.Numbers) read(place, Kind.NUMBER);
            var times = new double[rows];
            Arrays.setAll(times, numbers::at);
            return times;
        }
        var cells = (ColumnValues.Texts) read(place, Kind.WORD);
        var ofText = new double[cells.texts().size()];
        for (var code = 0; code < ofText.length; code++) {
            var text = cells.texts().get(code);
            try {
                ofText[code] = CellParser.number(dated, text);
            } catch (DateTimeException _) {
                throw new DraftException(file.name() + ": column '" + name + "': '" + Printable.line(text) + "' is no "
                        + dated.text() + " as other cells are; correct it, or name another column with --order");
            }
        }
        var times = new double[rows];
        for (var row = 0; row < rows; row++) {
            var code = cells.code(row);
            times[row] = code < 0 ? Double.NaN : ofText[code];
        }
        return times;
    }

    /** The cell of a row. */
    String shown(int place, int row) {
        var cells = texts(place);
        return cells.texts().get(cells.code(row));
    }

    /** How rows with equal cells of these columns follow one another. */
    Steps steps(double[] times, List<Integer> by) {
        var series = new long[times.length];
        for (var place : by) {
            var cells = texts(place);
            var numbers = new HashMap<Long, Long>();
            for (var row = 0; row < series.length; row++) {
                var key = series[row] << 32 | (cells.code(row) & 0xFFFF_FFFFL);
                series[row] = numbers.computeIfAbsent(key, _ -> (long) numbers.size());
            }
        }
        var order = new Integer[times.length];
        Arrays.setAll(order, row -> row);
        Arrays.sort(
                order,
                (one, other) -> series[one] != series[other]
                        ? Long.compare(series[one], series[other])
                        : Double.compare(times[one], times[other]));
        var equal = -1;
        var longest = order.length == 0 ? 0 : 1;
        var length = 1;
        var steps = new double[order.length];
        var count = 0;
        for (var i = 1; i < order.length; i++) {
            if (series[order[i]] != series[order[i - 1]]) {
                length = 1;
                continue;
            }
            longest = Math.max(longest, ++length);
            steps[count] = times[order[i]] - times[order[i - 1]];
            equal = steps[count] == 0 && equal < 0 ? order[i] : equal;
            count++;
        }
        Arrays.sort(steps, 0, count);
        return new Steps(equal, count == 0 ? Double.NaN : steps[count / 2], longest);
    }
}
