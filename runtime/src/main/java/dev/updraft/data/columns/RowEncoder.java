package dev.updraft.data.columns;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.internal.spill.SpilledTexts;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a table's columns as a {@link RowLayout} says; what it makes of a text, it makes once. */
final class RowEncoder {
    private static final int[] NO_WORDS = {};

    private final RowLayout layout;
    private final List<MeasuredColumn> measured = new ArrayList<>();
    private final List<CategoryColumn> categories = new ArrayList<>();
    private final List<TextColumn> texts = new ArrayList<>();

    private record MeasuredColumn(int column, ColumnValues.Numbers values) {}

    /** @param numbers of each code that of its category */
    private record CategoryColumn(int column, ColumnValues.Texts values, int[] numbers) {}

    /** @param words of each code the places of its words that are counted; null if each row is searched for them */
    private record TextColumn(int column, ColumnValues.Texts values, int @Nullable [][] words) {}

    /** @param values of each column of the group, in its order */
    RowEncoder(RowLayout layout, List<ColumnValues> values) {
        this.layout = layout;
        for (var i = 0; i < values.size(); i++) {
            var column = i;
            switch (layout.group().columns().get(column).kind()) {
                case ColumnKind.Measured _ ->
                    measured.add(new MeasuredColumn(column, (ColumnValues.Numbers) values.get(column)));
                case Category _ -> {
                    var its = (ColumnValues.Texts) values.get(column);
                    var numbers = its.texts().stream().mapToInt(text -> layout.categoryNumber(column, text));
                    categories.add(new CategoryColumn(column, its, numbers.toArray()));
                }
                case ColumnKind.Text _ -> {
                    var its = (ColumnValues.Texts) values.get(column);
                    texts.add(new TextColumn(column, its, words(column, its.texts())));
                }
                case ColumnKind.Id _, ColumnKind.Ignored _ -> {}
            }
        }
    }

    /** Of texts that are too many for memory, their words would be, too. */
    private int @Nullable [][] words(int column, List<String> texts) {
        return texts instanceof SpilledTexts
                ? null
                : texts.stream().map(text -> layout.wordPlaces(column, text)).toArray(int[][]::new);
    }

    private int[] words(TextColumn column, int code) {
        if (code < 0) {
            return NO_WORDS;
        }
        return column.words == null
                ? layout.wordPlaces(column.column, column.values.texts().get(code))
                : column.words[code];
    }

    /** The rows with values that are none of a category's, by the places of the columns; none of those without. */
    Map<Integer, OtherValues> others(int rows) {
        var others = new TreeMap<Integer, OtherValues>();
        for (var category : categories) {
            for (var row = 0; row < rows; row++) {
                var code = category.values.code(row);
                if (code >= 0 && category.numbers[code] == Category.OTHER) {
                    others.computeIfAbsent(category.column, _ -> new OtherValues(category.values.texts()))
                            .add(row, code);
                }
            }
        }
        return others;
    }

    /**
     * @param folds what is added to the number of a category for the row's fold
     * @param offset where the row begins, in bytes
     */
    void write(int row, TargetFolds folds, MemorySegment target, long offset) {
        for (var column : measured) {
            layout.measured(target, offset, column.column, column.values.at(row));
        }
        for (var column : categories) {
            var code = column.values.code(row);
            var number = code < 0 ? Category.MISSING : column.numbers[code];
            layout.category(target, offset, column.column, number + folds.of(column.column, row));
        }
        for (var column : texts) {
            layout.counts(target, offset, column.column, words(column, column.values.code(row)));
        }
    }
}
