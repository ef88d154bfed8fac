package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import dev.updraft.data.internal.spreadsheets.Sheet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A table in a sheet. Its header is the first row that is about as wide as most; what stands above is left out, as are columns
 * without a name.
 */
final class SheetRows implements RowSource {
    /** Rows of which it is found out how wide the table is. */
    private static final int SAMPLE = 100;

    private static final int MOST_SHOWN = 5;

    private final Sheet sheet;
    private final int headerRow;
    private final List<String> header;
    /** Of each column with a name its place in the header. */
    private final Map<Integer, Integer> places = new HashMap<>();

    private SheetRows(Sheet sheet, int headerRow, Map<Integer, String> names) {
        this.sheet = sheet;
        this.headerRow = headerRow;
        names.keySet().forEach(column -> places.put(column, places.size()));
        header = List.copyOf(names.values());
    }

    /** @param skip number of rows at the top to leave out */
    static SheetRows of(Sheet sheet, int skip) {
        var sample = new TreeMap<Integer, Map<Integer, String>>();
        sheet.read(new Sheet.Visitor() {
            private final Map<Integer, String> cells = new TreeMap<>();
            private int row;

            @Override
            public boolean begin(int number) {
                row = number;
                return sample.size() < SAMPLE;
            }

            @Override
            public void cell(int column, String text) {
                var name = Blank.strip(text);
                if (!name.isEmpty()) {
                    cells.put(column, name);
                }
            }

            @Override
            public void end() {
                if (!cells.isEmpty() && row > skip) {
                    sample.put(row, new TreeMap<>(cells));
                }
                cells.clear();
            }
        });
        if (sample.isEmpty()) {
            throw new DataException(sheet.name() + ": is empty; a row with the names of the columns is expected");
        }
        var usual = usualWidth(sample);
        for (var row : sample.entrySet()) {
            if (2 * row.getValue().size() > usual) {
                return new SheetRows(sheet, row.getKey(), row.getValue());
            }
        }
        throw new IllegalStateException("no row is as wide as most are");
    }

    /** The most frequent, of several the largest. */
    private static int usualWidth(Map<Integer, Map<Integer, String>> sample) {
        return sample.values().stream()
                .collect(Collectors.groupingBy(Map::size, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    @Override
    public String name() {
        return sheet.name();
    }

    @Override
    public String rowPrefix() {
        return name() + ": row ";
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public String description() {
        return name() + ": Excel" + (sheet.sheets() == 1 ? "" : ", of " + sheet.sheets() + " sheets");
    }

    @Override
    public NumberParser numbers() {
        return new NumberParser('.', NumberParser.NONE);
    }

    @Override
    public MissingMarks missing() {
        return MissingMarks.of(null);
    }

    @Override
    public String absent(int column) {
        return "";
    }

    @Override
    public void read(CellSink sink, TableProblems problems) {
        var unnamed = new TreeSet<Integer>();
        sheet.read(new Sheet.Visitor() {
            private int row;
            private boolean hasBegun;

            @Override
            public boolean begin(int number) {
                row = number;
                return true;
            }

            @Override
            public void cell(int column, String text) {
                var place = places.get(column);
                if (row <= headerRow || Blank.strip(text).isEmpty()) {
                    return;
                }
                if (place == null) {
                    unnamed.add(column);
                    return;
                }
                if (!hasBegun) {
                    sink.beginRow(row);
                    hasBegun = true;
                }
                sink.cell(place, text.toCharArray(), 0, text.length());
            }

            // Rows without a cell are often left behind by their format.
            @Override
            public void end() {
                if (hasBegun) {
                    sink.endRow();
                    hasBegun = false;
                }
            }
        });
        if (!unnamed.isEmpty()) {
            problems.notice(name() + ": cells of " + (unnamed.size() == 1 ? "column " : "columns ")
                    + unnamed.stream().limit(MOST_SHOWN).map(Sheet::letters).collect(Collectors.joining(", "))
                    + (unnamed.size() > MOST_SHOWN ? ", …" : "") + " are left out, since row " + headerRow
                    + " has no name for " + (unnamed.size() == 1 ? "it" : "them"));
        }
    }
}
