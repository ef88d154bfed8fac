package dev.updraft.data.internal;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.compiler.layers.SplitColumn;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.spill.SpilledTexts;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Samples by what a split goes by: the values of a column, equal for equal cells, or the order of the data. */
final class SplitValues {
    /** What a message proposes where nothing is said. */
    private static final double USUAL_SHARE = 0.2;

    private SplitValues() {}

    /**
     * What asks for a column, for messages.
     *
     * @param use what it does with it
     * @param wayOut what else there is to do than to correct the column
     */
    private record Asking(String text, String use, String wayOut) {
        static Asking of(DataSplit split) {
            return new Asking(split.text(), "splits the data by", "split the data in another way");
        }
    }

    /** The samples of the groups that something puts in order, in the order in which the values of their column first occur. */
    static SampleGroups listed(Dataset data, RankedGroups ranked, DataSpec dataSpec) {
        var asking = new Asking(ranked.by(), "groups the data by", "name another group");
        var column = ranked.group();
        return SampleGroups.ofEqual(ofColumn(data, DataSplit.by(column, USUAL_SHARE), asking, column, dataSpec))
                .byFirst();
    }

    /** The samples with equal values of the column of a split, in the order in which the values first occur. */
    static SampleGroups groups(Dataset data, DataSplit.Grouped split, DataSpec dataSpec) {
        return SampleGroups.ofEqual(ofColumn(data, split, Asking.of(split), split.column(), dataSpec))
                .byFirst();
    }

    /**
     * The samples in the order of a split, those with equal values of its column together, and each on its own if it goes by the
     * order of the data.
     */
    static SampleGroups ordered(Dataset data, DataSplit.Last split, DataSpec dataSpec) {
        var column = split.column();
        return column == null
                ? SampleGroups.each(data.size())
                : SampleGroups.ofEqual(ofColumn(data, split, Asking.of(split), column, dataSpec));
    }

    private static long[] ofColumn(Dataset data, DataSplit split, Asking asking, String name, DataSpec dataSpec) {
        var groups = new LinkedHashMap<String, ColumnGroup>();
        for (var input : dataSpec.inputs()) {
            if (input.columns() != null) {
                groups.put(input.name(), input.columns());
            }
        }
        return switch (SplitColumn.find(split, name, groups)) {
            case SplitColumn.Misfit(var message, var help, var _) ->
                throw new DataException("the data cannot be split with " + split.text() + ": " + message + "; " + help);
            case SplitColumn.Found found -> values(data, asking, found);
        };
    }

    private static long[] values(Dataset data, Asking asking, SplitColumn.Found column) {
        var names = data.inputs().stream().map(Dataset.Input::name).toList();
        var columns = data.columns(names.size() == 1 ? 0 : names.indexOf(column.input()));
        var cells = columns.size() <= column.place() ? new ColumnValues.Absent() : columns.get(column.place());
        var values = new long[data.size()];
        var missing = 0;
        var first = 0;
        for (var sample = values.length - 1; sample >= 0; sample--) {
            if (isMissing(cells, sample)) {
                missing++;
                first = sample;
                continue;
            }
            values[sample] = switch (cells) {
                case ColumnValues.Numbers numbers -> inOrder(numbers.at(sample));
                case ColumnValues.Texts texts -> value(texts, sample);
                case ColumnValues.Absent _ ->
                    throw new DataException(data.description() + ": has no column '"
                            + column.column().header() + "', which " + asking.text + " " + asking.use
                            + "; add it, or " + asking.wayOut);
            };
        }
        if (missing > 0) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: column %s: is missing (in %d of %d rows), so that %s cannot tell where they belong; fill the cells,"
                            + " remove the rows, or %s",
                    data.sampleName(first),
                    column.column().header(),
                    missing,
                    values.length,
                    asking.text,
                    asking.wayOut));
        }
        return values;
    }

    private static boolean isMissing(ColumnValues cells, int sample) {
        return switch (cells) {
            case ColumnValues.Numbers numbers -> Double.isNaN(numbers.at(sample));
            case ColumnValues.Texts texts -> texts.code(sample) < 0;
            case ColumnValues.Absent _ -> false;
        };
    }

    /** Whole numbers in the order of these. */
    private static long inOrder(double value) {
        // Zero has two signs, which are equal.
        var bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    /** Equal for equal texts. */
    private static long value(ColumnValues.Texts texts, int sample) {
        var code = texts.code(sample);
        // Nobody has looked which of these are equal. Should two others have the same number, they only stay together.
        return texts.texts() instanceof SpilledTexts spilled ? hash(spilled.get(code)) : code;
    }

    private static long hash(String text) {
        long hash = text.length();
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        hash *= 0xBF58476D1CE4E5B9L;
        return hash ^ (hash >>> 32);
    }
}
