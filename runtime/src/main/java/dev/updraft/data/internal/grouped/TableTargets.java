package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.internal.Targets;
import dev.updraft.data.internal.tables.Column;
import dev.updraft.data.internal.tables.Table;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The targets in a column of a table. */
public final class TableTargets {
    private static final int MOST_SHOWN = 10;

    private final Table table;
    private final int[] rows;
    private final DataSpec.Target target;
    private final String name;

    private TableTargets(Table table, int[] rows, DataSpec.Target target, String name) {
        this.table = table;
        this.rows = rows;
        this.target = target;
        this.name = name;
    }

    /**
     * The targets of rows in which none is missing.
     *
     * @param isOnly whether there is no other target, so that it needs no name
     */
    static Targets of(Table table, Column column, int[] rows, DataSpec.Target target, boolean isOnly) {
        var targets = new TableTargets(table, rows, target, isOnly ? "" : target.name());
        return switch (column) {
            case Column.Numbers(var values) -> targets.numbers(values);
            case Column.Texts(var codes, var texts) -> targets.classes(codes, texts);
        };
    }

    private Targets numbers(double[] values) {
        var numbers = new float[rows.length];
        for (var i = 0; i < rows.length; i++) {
            numbers[i] = (float) values[rows[i]];
            if (Float.isInfinite(numbers[i])) {
                throw new DataException(table.place(rows[i]) + ": column " + target.header() + ": " + values[rows[i]]
                        + " is too large for float32 (±3.4e38); scale the column");
            }
        }
        return Targets.ofReals(name, MemorySegment.ofArray(numbers), 1);
    }

    private Targets classes(int[] codes, List<String> texts) {
        if (!(target.type() instanceof TargetType.Classes(var count, var names, var _))) {
            throw new IllegalArgumentException(target + " is no class");
        }
        var used = Arrays.stream(rows).map(row -> codes[row]).distinct().sorted().toArray();
        var known = names.isEmpty() ? names(used, texts, count) : names;
        var numbers = new int[texts.size()];
        for (var code : used) {
            numbers[code] = known.indexOf(texts.get(code));
            if (numbers[code] < 0) {
                throw unknown(codes, code, texts, known);
            }
        }
        return Targets.classes(
                name, Arrays.stream(rows).map(row -> numbers[codes[row]]).toArray(), known);
    }

    /** What the cells call the classes: in the order of numbers, or of the alphabet. */
    private List<String> names(int[] used, List<String> texts, int count) {
        var found = Arrays.stream(used).mapToObj(texts::get).toList();
        if (found.stream().allMatch(text -> isNumberBelow(text, count))) {
            return java.util.stream.IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }
        if (found.size() != count) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: column %s: has %d classes (%s), but the model has %d; %s",
                    table.name(),
                    target.header(),
                    found.size(),
                    ColumnFinder.listed(found.stream().sorted().toList()),
                    count,
                    found.size() < count
                            ? "name the model's classes, as in class[\"cat\", \"dog\"], or change their number"
                            : "change their number in the model, or correct the cells"));
        }
        return found.stream().sorted(order(found)).toList();
    }

    private static boolean isNumberBelow(String text, int count) {
        return text.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(text) < count;
    }

    /** The order of classes: that of numbers, or of the alphabet. */
    public static Comparator<String> order(List<String> values) {
        return values.stream().allMatch(value -> value.matches("[-+]?[0-9]{1,15}([.][0-9]+)?"))
                ? Comparator.comparing(Double::parseDouble)
                : Comparator.naturalOrder();
    }

    private DataException unknown(int[] codes, int code, List<String> texts, List<String> known) {
        var first = Arrays.stream(rows).filter(row -> codes[row] == code).findFirst().orElseThrow();
        var count = Arrays.stream(rows).filter(row -> codes[row] == code).count();
        return new DataException(String.format(
                Locale.ROOT,
                "%s: column %s: '%s' is not one of the model's classes (%s), in %d of %d rows; correct the cells or the"
                        + " model's target",
                table.place(first),
                target.header(),
                texts.get(code),
                known.size() <= MOST_SHOWN ? String.join(", ", known) : ColumnFinder.listed(known),
                count,
                rows.length));
    }
}
