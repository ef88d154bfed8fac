package dev.updraft.compiler.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of an input, and the order of the numbers that stand for a row of them:
 *
 * <ol>
 * <li>the parts of measured columns that must be there, then of those that may be missing, which are 0 then;
 * <li>for each part of the latter 1 if it is there, else 0;
 * <li>the numbers of categories; of those that {@code target_encoding} takes, in training the row's {@link #fold} besides, as a
 *     fraction;
 * <li>counts of words.
 * </ol>
 *
 * So layers take their part of all columns at once.
 */
public final class ColumnGroup {
    /** Into how many parts training rows are cut, so that what is learnt for the rows of one is learnt from the others. */
    public static final int FOLDS = 5;

    /** A power of two above {@link #FOLDS}: a number with such a fraction is exact, and rounded down the number alone. */
    private static final int FOLD_PLACES = 8;

    private final List<Column> columns;
    private final List<Measure> measures;
    private final int required;
    private final List<Integer> categories;
    private final List<Integer> texts;
    private final int[] first;
    private final int width;
    /** By the header, and by what is simple of the name. */
    private final Map<String, List<Integer>> byHeader;

    private final Map<String, List<Integer>> bySimpleName;

    /**
     * A number of a measured column.
     *
     * @param column place among the columns
     * @param kind the kind of that column
     */
    public record Measure(int column, ColumnKind.Measured kind, ColumnKind.Part part) {}

    public ColumnGroup(List<Column> columns) {
        this.columns = List.copyOf(columns);
        var ordered = new ArrayList<>(measures(false));
        required = ordered.size();
        ordered.addAll(measures(true));
        measures = List.copyOf(ordered);
        categories = places(ColumnKind.Category.class);
        texts = places(ColumnKind.Text.class);
        first = new int[columns.size()];
        for (var place = measures.size() - 1; place >= 0; place--) {
            first[measures.get(place).column] = place;
        }
        var next = firstCategory();
        for (var column : categories) {
            first[column] = next++;
        }
        for (var column : texts) {
            first[column] = next;
            next += ((ColumnKind.Text) columns.get(column).kind()).most();
        }
        width = next;
        byHeader = places(Column::header);
        bySimpleName = places(column -> Column.simple(column.name()));
    }

    private Map<String, List<Integer>> places(Function<Column, String> key) {
        return IntStream.range(0, columns.size())
                .boxed()
                .collect(Collectors.groupingBy(place -> key.apply(columns.get(place))));
    }

    /**
     * The places of the columns that have this as their header; if none has, of those that {@linkplain Column#isNamed are
     * named} so.
     */
    public List<Integer> named(String name) {
        var exact = byHeader.get(name);
        return exact == null ? bySimpleName.getOrDefault(Column.simple(name), List.of()) : exact;
    }

    private List<Measure> measures(boolean optional) {
        var found = new ArrayList<Measure>();
        for (var i = 0; i < columns.size(); i++) {
            if (columns.get(i).kind() instanceof ColumnKind.Measured kind && kind.optional() == optional) {
                for (var part : kind.parts()) {
                    found.add(new Measure(i, kind, part));
                }
            }
        }
        return found;
    }

    private List<Integer> places(Class<? extends ColumnKind> kind) {
        return IntStream.range(0, columns.size())
                .filter(i -> kind.isInstance(columns.get(i).kind()))
                .boxed()
                .toList();
    }

    /** In the order of the file. */
    public List<Column> columns() {
        return columns;
    }

    /** The numbers of measured columns, in the order of a row. */
    public List<Measure> measures() {
        return measures;
    }

    /** How many {@link #measures} come first that are always there. */
    public int required() {
        return required;
    }

    /** How many measures follow that may be missing. */
    public int optional() {
        return measures.size() - required;
    }

    /** The columns that are categories, in the order of a row. */
    public List<Integer> categories() {
        return categories;
    }

    /** The columns of text, in the order of a row. */
    public List<Integer> texts() {
        return texts;
    }

    /** The place of the first number of a column. */
    public int place(int column) {
        return first[column];
    }

    /** Where it says whether an optional measure is there; {@code measure} is its own place. */
    public int presence(int measure) {
        return measures.size() + measure - required;
    }

    /** The place of the first category. */
    public int firstCategory() {
        return measures.size() + optional();
    }

    /**
     * What is added to the number of a category.
     *
     * @param fold of the row, from 1 to {@link #FOLDS}; 0 for a row that is not trained on
     */
    public static float fold(int fold) {
        return (float) fold / FOLD_PLACES;
    }

    /** What a fraction is to be multiplied by for the number of the fold. */
    public static int foldPlaces() {
        return FOLD_PLACES;
    }

    /** How many numbers stand for a row. */
    public int width() {
        return width;
    }

    /** Whether a row is real numbers and nothing else, so that any layer can take it. */
    public boolean isNumbers() {
        return width == required && measures.stream().allMatch(measure -> measure.part() == ColumnKind.Part.VALUE);
    }

    /** As written in the language. */
    @Override
    public String toString() {
        return columns.size() + (columns.size() == 1 ? " column" : " columns");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnGroup group && columns.equals(group.columns);
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }
}
