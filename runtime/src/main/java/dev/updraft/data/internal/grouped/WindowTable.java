package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import dev.updraft.data.TableHeader;
import dev.updraft.data.internal.Subset;
import dev.updraft.data.internal.Targets;
import dev.updraft.data.internal.grouped.RowSeries.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Cuts windows out of the rows of a table, each with its targets in later rows. */
final class WindowTable {
    private final CellSource cells;
    private final DataSpec dataSpec;
    private final ColumnGroup group;
    private final Consumer<String> notices;
    private final RowSeries series;
    private final int[] order;
    private final Dataset table;

    /**
     * The rows of a table.
     *
     * @param columns of the group, for each row as the table has them
     * @param notices is told of what is put in order or left out
     */
    WindowTable(
            CellSource cells,
            DataSpec dataSpec,
            ColumnGroup group,
            List<ColumnValues> columns,
            Consumer<String> notices) {
        this.cells = cells;
        this.dataSpec = dataSpec;
        this.group = group;
        this.notices = notices;
        series = new RowSeries(cells.name(), group, columns, cells.rows(), cells::place);
        order = series.order();
        var rows = new ColumnDataset(
                RowSelection.of(cells.rows(), _ -> true),
                List.of(input()),
                List.of(columns),
                Collections.singletonList(null),
                TableHeader.NONE,
                List.of(),
                cells.name(),
                cells::place);
        table = new Subset(rows, order, cells.name());
    }

    private Dataset.Input input() {
        var input = dataSpec.inputs().getFirst();
        return new Dataset.Input(input.name(), input.shape());
    }

    private RowWindow window() {
        return Objects.requireNonNull(group.window());
    }

    /** How many rows behind the last one of a window a target is, or its parts are. */
    private int[] offsets(DataSpec.Target target) {
        return target.type() instanceof TargetType.Reals(var shape) && shape.elementsPerSample() > 1
                ? IntStream.rangeClosed(1, window().ahead()).toArray()
                : new int[] {window().ahead()};
    }

    /**
     * The windows that have all their targets; if none are wanted, all windows.
     *
     * @param targets of the rows of the table
     * @throws DataException if there is none
     */
    Dataset windows(TargetBuilder targets) {
        if (!series.isInOrder()) {
            notices.accept(
                    cells.name() + ": the rows are not in the order of " + window().order() + ", and are taken in it");
        }
        var declared = dataSpec.targets();
        var offsets = declared.stream()
                .flatMapToInt(target -> Arrays.stream(offsets(target)))
                .distinct()
                .sorted()
                .toArray();
        var runs = series.runs(notices);
        var last = new ArrayList<Integer>();
        var incomplete = 0;
        for (var run : runs) {
            for (var end : ends(run)) {
                var isComplete = IntStream.range(0, declared.size())
                        .allMatch(target -> Arrays.stream(offsets(declared.get(target)))
                                .allMatch(offset -> targets.isThere(target, order[end + offset])));
                if (isComplete) {
                    last.add(end);
                } else {
                    incomplete++;
                }
            }
        }
        requireAny(runs, last.size(), incomplete);
        var chosen = last.stream().mapToInt(Integer::intValue).toArray();
        var windows = new RowWindows(table, group, offsets, chosen);
        return new WindowDataset(
                windows,
                input(),
                table.columns(0).stream().map(column -> column.of(chosen)).toList(),
                IntStream.range(0, declared.size())
                        .mapToObj(target -> values(targets, target, chosen))
                        .toList(),
                cells.name(),
                sample -> (window().ahead() == 0 ? "" : "after ") + cells.place(order[chosen[sample]]));
    }

    /** The last rows of the windows of a run, in order: the newest is one of them. */
    private int[] ends(Run run) {
        var newest = run.to() - 1 - (dataSpec.targets().isEmpty() ? 0 : window().ahead());
        var first = run.from() + window().past() - 1;
        var count = newest < first ? 0 : (newest - first) / window().stride() + 1;
        return IntStream.range(0, count)
                .map(i -> newest - (count - 1 - i) * window().stride())
                .toArray();
    }

    private Targets values(TargetBuilder targets, int target, int[] last) {
        var offsets = offsets(dataSpec.targets().get(target));
        var rows = Arrays.stream(last)
                .flatMap(end -> Arrays.stream(offsets).map(offset -> order[end + offset]))
                .toArray();
        return targets.of(target, RowSelection.of(rows), offsets.length);
    }

    /** Of each sample of {@link #windows} the row of the table that weighs it: that of its last target. */
    int[] weighing(RowWindows windows) {
        return IntStream.range(0, windows.size())
                .map(sample -> order[windows.last(sample) + window().ahead()])
                .toArray();
    }

    private void requireAny(List<Run> runs, int count, int incomplete) {
        var needed = window().past() + (dataSpec.targets().isEmpty() ? 0 : window().ahead());
        var few = runs.stream().filter(run -> run.length() < needed).toList();
        if (count == 0 && incomplete == 0) {
            var longest = runs.stream().mapToInt(Run::length).max().orElse(0);
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: has too few rows for a window: %d that follow one another are needed (past: %d%s), and there are"
                            + " at most %d%s; use a smaller `past`, or more rows",
                    cells.name(),
                    needed,
                    window().past(),
                    dataSpec.targets().isEmpty() ? "" : ", ahead: " + window().ahead(),
                    longest,
                    runs.size() == 1
                            ? ""
                            : " in a row among " + runs.size() + (series.count() > 1 ? " series" : " parts")));
        }
        if (count == 0) {
            throw new DataException(
                    cells.name() + ": no window has a target: the cells that are `ahead` of windows are empty");
        }
        if (incomplete > 0) {
            notices.accept(String.format(
                    Locale.ROOT,
                    "%s: %d of %d windows are left out, since their target is empty",
                    cells.name(),
                    incomplete,
                    count + incomplete));
        }
        if (!few.isEmpty()) {
            var name = series.name(few.getFirst().from());
            notices.accept(String.format(
                    Locale.ROOT,
                    "%s: %d of %d %s have fewer than %d rows, too few for a window, and are left out%s",
                    cells.name(),
                    few.size(),
                    runs.size(),
                    runs.size() == series.count() ? "series" : "parts of series between gaps",
                    needed,
                    name == null || runs.size() > series.count() ? "" : "; the first is " + name));
        }
    }
}
