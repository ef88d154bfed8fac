package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.internal.Targets;
import dev.updraft.data.internal.TextOrder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The targets of a table, of the rows in which none is missing. */
final class TargetBuilder {
    private static final int MOST_SHOWN = 10;

    private final CellSource cells;
    private final List<DataSpec.Target> declared;
    private final List<ColumnValues> columns;
    private final RowSelection rows;

    /** @param names of the columns with the targets, which have been read */
    TargetBuilder(CellSource cells, List<DataSpec.Target> declared, List<String> names) {
        this.cells = cells;
        this.declared = declared;
        columns = new ArrayList<>();
        for (var i = 0; i < names.size(); i++) {
            columns.add(
                    declared.get(i).type() instanceof TargetType.Classes classes
                            ? cells.texts(names.get(i), classes.names())
                            : cells.numbers(names.get(i), CellSource.NUMBER));
        }
        rows = RowSelection.of(cells.rows(), this::hasAll);
    }

    private boolean hasAll(int row) {
        for (var column : columns) {
            if (isMissing(column, row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMissing(ColumnValues column, int row) {
        return switch (column) {
            case ColumnValues.Numbers numbers -> Double.isNaN(numbers.at(row));
            case ColumnValues.Texts texts -> texts.code(row) < 0;
            case ColumnValues.Absent() -> true;
        };
    }

    /** Whether a row has a target. */
    boolean isThere(int target, int row) {
        return !isMissing(columns.get(target), row);
    }

    /** The rows that have all targets. */
    RowSelection rows() {
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
    Targets of(int target, RowSelection ofSamples, int width) {
        var its = declared.get(target);
        var name = columns.size() == 1 ? "" : its.name();
        return switch (columns.get(target)) {
            case ColumnValues.Numbers values -> numbers(values, its, name, ofSamples, width);
            case ColumnValues.Texts texts -> classes(texts, its, name, ofSamples);
            case ColumnValues.Absent() -> throw new IllegalArgumentException("no cells of " + its);
        };
    }

    private Targets numbers(
            ColumnValues.Numbers values, DataSpec.Target target, String name, RowSelection ofSamples, int width) {
        var numbers = new float[ofSamples.size()];
        for (var i = 0; i < numbers.length; i++) {
            var value = values.at(ofSamples.at(i));
            numbers[i] = (float) value;
            if (Float.isInfinite(numbers[i])) {
                throw new DataException(cells.place(ofSamples.at(i)) + ": column " + target.header() + ": " + value
                        + " is too large for float32 (±3.4e38); scale the column");
            }
        }
        return Targets.ofReals(name, MemorySegment.ofArray(numbers), width);
    }

    private Targets classes(ColumnValues.Texts column, DataSpec.Target target, String name, RowSelection ofSamples) {
        if (!(target.type() instanceof TargetType.Classes(var count, var names, var _))) {
            throw new IllegalArgumentException(target + " is no class");
        }
        var texts = column.texts();
        var used = used(column, ofSamples);
        var known = names.isEmpty() ? names(used, texts, count, target) : names;
        var numbers = new int[texts.size()];
        for (var code : used) {
            numbers[code] = known.indexOf(texts.get(code));
            if (numbers[code] < 0) {
                throw unknown(column, code, known, target, ofSamples);
            }
        }
        var ofRows = new int[ofSamples.size()];
        for (var i = 0; i < ofRows.length; i++) {
            ofRows[i] = numbers[column.code(ofSamples.at(i))];
        }
        return Targets.classes(name, ofRows, known);
    }

    /** The codes that there are, in order. */
    private static int[] used(ColumnValues.Texts column, RowSelection ofSamples) {
        var isUsed = new BitSet(column.texts().size());
        for (var i = 0; i < ofSamples.size(); i++) {
            isUsed.set(column.code(ofSamples.at(i)));
        }
        return isUsed.stream().toArray();
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
            ColumnValues.Texts column, int code, List<String> known, DataSpec.Target target, RowSelection ofSamples) {
        var count = 0;
        var first = 0;
        for (var i = ofSamples.size() - 1; i >= 0; i--) {
            if (column.code(ofSamples.at(i)) == code) {
                first = ofSamples.at(i);
                count++;
            }
        }
        return new DataException(String.format(
                Locale.ROOT,
                "%s: column %s: '%s' is not one of the model's classes (%s), in %d of %d rows; correct the cells or the"
                        + " model's target",
                cells.place(first),
                target.header(),
                column.texts().get(code),
                known.size() <= MOST_SHOWN ? String.join(", ", known) : ColumnFinder.listed(known),
                count,
                ofSamples.size()));
    }
}
