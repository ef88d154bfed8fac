package dev.updraft.data.columns;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnGroup.Measure;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.internal.JavaCells;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the cells of a row of a group stand among the numbers that a model takes, which are written in the order that
 * {@link ColumnGroup} has. A cell that is written allocates nothing, unless its text has letters outside of the Basic
 * Multilingual Plane, a dotted capital I or a capital sigma. Safe for concurrent use.
 */
public final class RowLayout {
    private static final int SECONDS_A_DAY = 24 * 60 * 60;

    private final String input;
    private final ColumnGroup group;
    /** Of each column that is a category the numbers of its values; of others none. */
    private final List<Map<String, Integer>> numbers = new ArrayList<>();

    /** Of each column of text the words that are counted; of others none. */
    private final List<WordPlaces> words = new ArrayList<>();

    /** As many as the text with most words counts. */
    private final float[] zeros;

    /** @param input a group */
    public RowLayout(LayerGraph.Input input, Vocabularies vocabularies) {
        this.input = input.name();
        group = Objects.requireNonNull(input.columns(), input.name());
        var most = 0;
        for (var column : group.columns()) {
            var known = vocabularies.of(input, column);
            var vocabulary = known == null ? List.<String>of() : known;
            var itsNumbers = new HashMap<String, Integer>();
            var isText = column.kind() instanceof ColumnKind.Text;
            if (column.kind() instanceof Category) {
                vocabulary.forEach(value -> itsNumbers.put(value, Category.FIRST + itsNumbers.size()));
            }
            numbers.add(itsNumbers);
            words.add(new WordPlaces(isText ? vocabulary : List.of()));
            most = column.kind() instanceof ColumnKind.Text(var counted) ? Math.max(most, counted) : most;
        }
        zeros = new float[most];
    }

    /** The columns. */
    public ColumnGroup group() {
        return group;
    }

    /**
     * Writes the cell of a measured column.
     *
     * @param row where the row begins, in bytes
     * @param value NaN where it is missing
     * @throws IllegalArgumentException if it is missing and must be there, or infinite
     */
    public void number(MemorySegment target, long row, int column, double value) {
        if (!(group.columns().get(column).kind() instanceof Measured kind)) {
            throw new IllegalArgumentException(name(column) + " is no number");
        }
        if (Double.isNaN(value) && !kind.optional()) {
            throw new IllegalArgumentException(
                    name(column) + " is missing, but the model needs it; if it can be unknown,"
                            + " declare it as optional and train again");
        }
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(name(column) + " is " + value + ", where a finite number is expected");
        }
        measured(target, row, column, value);
    }

    /** Writes the cell of a measured column that has been checked; NaN where it is missing. */
    void measured(MemorySegment target, long row, int column, double value) {
        var isThere = !Double.isNaN(value);
        var measures = group.measures();
        for (var place = group.place(column);
                place < measures.size() && measures.get(place).column() == column;
                place++) {
            set(target, row, place, isThere ? (float) part(measures.get(place), value) : 0);
            if (place >= group.required()) {
                set(target, row, group.presence(place), isThere ? 1 : 0);
            }
        }
    }

    /**
     * Writes the cell of a category or of text.
     *
     * @param row where the row begins, in bytes
     * @param value null where it is missing
     */
    public void text(MemorySegment target, long row, int column, @Nullable String value) {
        switch (group.columns().get(column).kind()) {
            case Category _ -> set(target, row, group.place(column), categoryNumber(column, value));
            case ColumnKind.Text _ -> {
                clear(target, row, column);
                if (value != null) {
                    count(target, row, column, Words.letters(value));
                }
            }
            case ColumnKind.Id _, ColumnKind.Ignored _ -> {}
            case Measured _ -> throw new IllegalArgumentException(name(column) + " is no text");
        }
    }

    /**
     * Writes a cell of any kind.
     *
     * @param row where the row begins, in bytes
     * @param value as {@link JavaCells} takes it
     * @throws IllegalArgumentException if it is of another type than the column, or missing where it must be there
     */
    public void cell(MemorySegment target, long row, int column, @Nullable Object value) {
        if (group.columns().get(column).kind() instanceof Measured kind) {
            double number;
            try {
                number = JavaCells.number(kind, value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name(column) + " " + e.getMessage(), e);
            }
            number(target, row, column, number);
        } else {
            text(target, row, column, JavaCells.text(value));
        }
    }

    /** The number of a category's value; null is missing. */
    int categoryNumber(int column, @Nullable String value) {
        if (value == null) {
            return Category.MISSING;
        }
        var number = numbers.get(column).get(value);
        return number == null ? Category.OTHER : number;
    }

    /** The places of the words of a text that are counted. */
    int[] wordPlaces(int column, String value) {
        return words.get(column).in(value);
    }

    /** @param number of a category; with the fold of a row that is trained on */
    void category(MemorySegment target, long row, int column, float number) {
        set(target, row, group.place(column), number);
    }

    /** Writes how often words occur, by their places. */
    void counts(MemorySegment target, long row, int column, int[] places) {
        clear(target, row, column);
        for (var place : places) {
            increment(target, row, group.place(column) + place);
        }
    }

    private void count(MemorySegment target, long row, int column, String letters) {
        var known = words.get(column);
        var first = group.place(column);
        for (var from = Words.start(letters, 0); from < letters.length(); ) {
            var to = Words.end(letters, from);
            var place = known.of(letters, from, to);
            if (place >= 0) {
                increment(target, row, first + place);
            }
            from = Words.start(letters, to);
        }
    }

    private void clear(MemorySegment target, long row, int column) {
        if (group.columns().get(column).kind() instanceof ColumnKind.Text text) {
            MemorySegment.copy(zeros, 0, target, JAVA_FLOAT_UNALIGNED, at(row, group.place(column)), text.most());
        }
    }

    private static void increment(MemorySegment target, long row, int place) {
        target.set(JAVA_FLOAT_UNALIGNED, at(row, place), target.get(JAVA_FLOAT_UNALIGNED, at(row, place)) + 1);
    }

    private static void set(MemorySegment target, long row, int place, float value) {
        target.set(JAVA_FLOAT_UNALIGNED, at(row, place), value);
    }

    private static long at(long row, int place) {
        return row + (long) place * Float.BYTES;
    }

    /** @param value of a date or a point in time in days, of a time of day in seconds */
    private static double part(Measure measure, double value) {
        return switch (measure.part()) {
            case VALUE -> value;
            case MONTH -> Calendar.month(day(value));
            case DAY -> Calendar.dayOfMonth(day(value));
            case WEEKDAY -> Calendar.weekday(day(value));
            case SECOND ->
                measure.kind() instanceof ColumnKind.Time ? value : (value - Math.floor(value)) * SECONDS_A_DAY;
        };
    }

    private static long day(double days) {
        return (long) Math.floor(days);
    }

    private String name(int column) {
        return "`" + input + "." + group.columns().get(column).name() + "`";
    }
}
