package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.internal.Targets;
import dev.updraft.data.internal.TextOrder;
import dev.updraft.data.internal.tables.Column;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The targets of a table, of the rows in which none is missing. */
final class TargetBuilder {
    private static final int MOST_SHOWN = 10;

    private static final ColumnKind.Numeric NUMBER = new ColumnKind.Numeric(true);

    private final CellSource cells;
    private final List<DataSpec.Target> declared;
    private final List<Column> columns;
    private final int[] rows;

    /** @param names of the columns with the targets, which have been read */
    TargetBuilder(CellSource cells, List<DataSpec.Target> declared, List<String> names) {
        this.cells = cells;
        this.declared = declared;
        columns = new ArrayList<>();
        for (var i = 0; i < names.size(); i++) {
            columns.add(
                    declared.get(i).type() instanceof TargetType.Classes classes
                            ? cells.texts(names.get(i), classes.names())
                            : new Column.Numbers(cells.numbers(names.get(i), NUMBER)));
        }
        rows = IntStream.range(0, cells.rows())
                .filter(row -> columns.stream().noneMatch(column -> isMissing(column, row)))
                .toArray();
    }

    private static boolean isMissing(Column column, int row) {
        return switch (column) {
            case Column.Numbers(var values) -> Double.isNaN(values[row]);
            case Column.Texts(var codes, var _) -> codes[row] < 0;
        };
    }

    /** Whether a row has a target. */
    boolean isThere(int target, int row) {
        return !isMissing(columns.get(target), row);
    }

    /** The rows that have all targets. */
    int[] rows() {
        return rows;
    }

    List<Targets> targets() {
        return IntStream.range(0, columns.size())
                .mapToObj(target -> of(target, rows, 1))
                .toList();
    }

    /**
     * A target of samples.
     *
     * @param ofSamples the rows that have it, so many of each sample
     * @param width how many
     */
    Targets of(int target, int[] ofSamples, int width) {
        var its = declared.get(target);
        var name = columns.size() == 1 ? "" : its.name();
        return switch (columns.get(target)) {
            case Column.Numbers(var values) -> numbers(values, its, name, ofSamples, width);
            case Column.Texts(var codes, var texts) -> classes(codes, texts, its, name, ofSamples);
        };
    }

    private Targets numbers(double[] values, DataSpec.Target target, String name, int[] rows, int width) {
        var numbers = new float[rows.length];
        for (var i = 0; i < rows.length; i++) {
            numbers[i] = (float) values[rows[i]];
            if (Float.isInfinite(numbers[i])) {
                throw new DataException(cells.place(rows[i]) + ": column " + target.header() + ": " + values[rows[i]]
                        + " is too large for float32 (±3.4e38); scale the column");
            }
        }
        return Targets.ofReals(name, MemorySegment.ofArray(numbers), width);
    }

    private Targets classes(int[] codes, List<String> texts, DataSpec.Target target, String name, int[] rows) {
        if (!(target.type() instanceof TargetType.Classes(var count, var names, var _))) {
            throw new IllegalArgumentException(target + " is no class");
        }
        var used =
                Arrays.stream(rows).map(row -> codes[row]).distinct().sorted().toArray();
        var known = names.isEmpty() ? names(used, texts, count, target) : names;
        var numbers = new int[texts.size()];
        for (var code : used) {
            numbers[code] = known.indexOf(texts.get(code));
            if (numbers[code] < 0) {
                throw unknown(codes, code, texts, known, target, rows);
            }
        }
        return Targets.classes(
                name, Arrays.stream(rows).map(row -> numbers[codes[row]]).toArray(), known);
    }

    /** What the cells call the classes: in the order of numbers, or of the alphabet. */
    private List<String> names(int[] used, List<String> texts, int count, DataSpec.Target target) {
        var found = Arrays.stream(used).mapToObj(texts::get).toList();
        if (found.stream().allMatch(text -> isNumberBelow(text, count))) {
            return IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }
        if (found.size() != count) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: column %s: has %d classes (%s), but the model has %d; %s",
                    cells.name(),
                    target.header(),
                    found.size(),
                    ColumnFinder.listed(found.stream().sorted().toList()),
                    count,
                    found.size() < count
                            ? "name the model's classes, as in class[\"cat\", \"dog\"], or change their number"
                            : "change their number in the model, or correct the cells"));
        }
        return found.stream().sorted(TextOrder.of(found)).toList();
    }

    private static boolean isNumberBelow(String text, int count) {
        return text.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(text) < count;
    }

    private DataException unknown(
            int[] codes, int code, List<String> texts, List<String> known, DataSpec.Target target, int[] rows) {
        var first = Arrays.stream(rows)
                .filter(row -> codes[row] == code)
                .findFirst()
                .orElseThrow();
        var count = Arrays.stream(rows).filter(row -> codes[row] == code).count();
        return new DataException(String.format(
                Locale.ROOT,
                "%s: column %s: '%s' is not one of the model's classes (%s), in %d of %d rows; correct the cells or the"
                        + " model's target",
                cells.place(first),
                target.header(),
                texts.get(code),
                known.size() <= MOST_SHOWN ? String.join(", ", known) : ColumnFinder.listed(known),
                count,
                rows.length));
    }
}
