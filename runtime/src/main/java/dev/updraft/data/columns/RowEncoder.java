package dev.updraft.data.columns;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnGroup.Measure;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.ColumnValues;
import java.lang.foreign.MemorySegment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the numbers that stand for a row of a group, in the order that {@link ColumnGroup} has. */
final class RowEncoder {
    private static final int SECONDS_A_DAY = 24 * 60 * 60;

    private final ColumnGroup group;
    private final List<ColumnValues> values;
    /** Of each column that is a category the number of each code; of others none. */
    private final int[][] numbers;

    /** Of each column of text the words of each code that are known; of others none. */
    private final int[][][] words;

    /** @param values of each column of the group, in its order */
    RowEncoder(LayerGraph.Input input, ColumnGroup group, List<ColumnValues> values, Vocabularies vocabularies) {
        this.group = group;
        this.values = values;
        numbers = new int[values.size()][];
        words = new int[values.size()][][];
        for (var column : group.categories()) {
            numbers[column] = numbers(texts(column), places(input, column, vocabularies));
        }
        for (var column : group.texts()) {
            words[column] = words(texts(column), places(input, column, vocabularies));
        }
    }

    private ColumnValues.Texts texts(int column) {
        return (ColumnValues.Texts) values.get(column);
    }

    private Map<String, Integer> places(LayerGraph.Input input, int column, Vocabularies vocabularies) {
        var vocabulary = vocabularies.of(input, group.columns().get(column));
        var places = new HashMap<String, Integer>();
        for (var value : vocabulary == null ? List.<String>of() : vocabulary) {
            places.put(value, places.size());
        }
        return places;
    }

    /** For each code the number of its category. */
    private static int[] numbers(ColumnValues.Texts texts, Map<String, Integer> places) {
        return texts.texts().stream()
                .mapToInt(text -> places.containsKey(text) ? Category.FIRST + places.get(text) : Category.OTHER)
                .toArray();
    }

    /** For each code the places of the words that are known. */
    private static int[][] words(ColumnValues.Texts texts, Map<String, Integer> places) {
        return texts.texts().stream()
                .map(text -> Words.of(text).stream()
                        .filter(places::containsKey)
                        .mapToInt(places::get)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** How many rows have a value that is none of a category's, by the places of the columns; none of those without. */
    Map<Integer, List<Integer>> others(int rows) {
        var others = new HashMap<Integer, List<Integer>>();
        for (var column : group.categories()) {
            var its = texts(column);
            for (var row = 0; row < rows; row++) {
                var code = its.code(row);
                if (code >= 0 && numbers[column][code] == Category.OTHER) {
                    others.computeIfAbsent(column, _ -> new ArrayList<>()).add(row);
                }
            }
        }
        return others;
    }

    void write(int row, MemorySegment target, long offset) {
        var measures = group.measures();
        for (var place = 0; place < measures.size(); place++) {
            var measure = measures.get(place);
            var value = ((ColumnValues.Numbers) values.get(measure.column())).at(row);
            var isThere = !Double.isNaN(value);
            set(target, offset, place, isThere ? (float) part(measure, value) : 0);
            if (place >= group.required()) {
                set(target, offset, group.presence(place), isThere ? 1 : 0);
            }
        }
        for (var column : group.categories()) {
            var code = texts(column).code(row);
            set(target, offset, group.place(column), code < 0 ? Category.MISSING : numbers[column][code]);
        }
        for (var column : group.texts()) {
            write(column, row, target, offset);
        }
    }

    private void write(int column, int row, MemorySegment target, long offset) {
        var first = group.place(column);
        var counts = new float[((ColumnKind.Text) group.columns().get(column).kind()).most()];
        var code = texts(column).code(row);
        if (code >= 0) {
            Arrays.stream(words[column][code]).forEach(word -> counts[word]++);
        }
        MemorySegment.copy(counts, 0, target, JAVA_FLOAT_UNALIGNED, offset + (long) first * Float.BYTES, counts.length);
    }

    private static void set(MemorySegment target, long offset, int place, float value) {
        target.set(JAVA_FLOAT_UNALIGNED, offset + (long) place * Float.BYTES, value);
    }

    /** @param value of a date or a point in time in days, of a time of day in seconds */
    static double part(Measure measure, double value) {
        return switch (measure.part()) {
            case VALUE -> value;
            case MONTH -> day(value).getMonthValue() - 1;
            case DAY -> day(value).getDayOfMonth() - 1;
            case WEEKDAY -> day(value).getDayOfWeek().getValue() - 1;
            case SECOND ->
                measure.kind() instanceof ColumnKind.Time ? value : (value - Math.floor(value)) * SECONDS_A_DAY;
        };
    }

    private static LocalDate day(double days) {
        return LocalDate.ofEpochDay((long) Math.floor(days));
    }
}
