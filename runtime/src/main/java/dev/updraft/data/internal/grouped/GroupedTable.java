package dev.updraft.data.internal.grouped;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.TableFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table, as a model with groups of columns takes it. */
public final class GroupedTable {
    private static final ColumnKind.Numeric NUMBER = new ColumnKind.Numeric(true);

    private final CellSource cells;
    private final DataSpec dataSpec;
    private final Consumer<String> notices;
    private final Set<String> used = new LinkedHashSet<>();

    private GroupedTable(CellSource cells, DataSpec dataSpec, Consumer<String> notices) {
        this.cells = cells;
        this.dataSpec = dataSpec;
        this.notices = notices;
    }

    /**
     * Reads the columns that the model declares. Rows whose target is missing are left out.
     *
     * @param notices receives sentences about what is left out
     * @throws DataException if a column is missing or a cell cannot be read
     */
    public static Dataset read(TableFile file, DataSpec dataSpec, Consumer<String> notices) {
        return new GroupedTable(new FileCells(file), dataSpec, notices).read();
    }

    /** The same of rows of Java. */
    static Dataset of(JavaTable rows, DataSpec dataSpec) {
        return new GroupedTable(rows, dataSpec, _ -> {}).read();
    }

    private Dataset read() {
        var groups = dataSpec.inputs().stream().map(this::columns).toList();
        var finder = new ColumnFinder(cells.name(), cells.header());
        var targets = dataSpec.targets().stream()
                .map(target -> wanted(finder.find(target), isNumber(target) ? Kind.NUMBER : Kind.TEXT))
                .toList();
        var weight = dataSpec.sampleWeight() == null || targets.isEmpty()
                ? null
                : wanted(finder.findWeight(dataSpec.sampleWeight()), Kind.NUMBER);
        noticeOthers();
        cells.load(notices);
        if (cells.rows() == 0) {
            throw new DataException(cells.name() + ": has a header but no rows; add a row for each sample");
        }
        var windowed = windowed();
        return windowed == null
                ? dataset(groups, targets, weight)
                : windows(windowed, groups.getFirst(), targets, weight);
    }

    private String wanted(String column, Kind kind) {
        cells.want(column, kind);
        used.add(column);
        return column;
    }

    /** Of each column of a group its name in the table; null for one that is not read. */
    private List<@Nullable String> columns(DataSpec.Input input) {
        var finder = new ColumnFinder(cells.name(), cells.header(input.name()));
        var names = new ArrayList<@Nullable String>();
        for (var column : group(input).columns()) {
            if (column.kind() instanceof ColumnKind.Ignored) {
                finder.alike(column).forEach(name -> used.add(cells.path(input.name(), name)));
                names.add(null);
                continue;
            }
            var name = finder.find(input.name(), column);
            names.add(name == null ? null : wanted(cells.path(input.name(), name), kind(column.kind())));
        }
        return names;
    }

    private static Kind kind(ColumnKind kind) {
        return switch (kind) {
            case ColumnKind.Numeric _ -> Kind.NUMBER;
            case ColumnKind.Bool _, ColumnKind.Date _, ColumnKind.DateTime _, ColumnKind.Time _ -> Kind.WORD;
            case ColumnKind.Category _, ColumnKind.Text _, ColumnKind.Id _, ColumnKind.Ignored _ -> Kind.TEXT;
        };
    }

    private static ColumnGroup group(DataSpec.Input input) {
        var group = input.columns();
        if (group == null) {
            throw new DataException("input `" + input.name() + "` is float" + input.shape()
                    + ", but another input is a group of columns of a table; declare the columns of `" + input.name()
                    + "` too, as in input " + input.name() + " { a, b: number }");
        }
        return group;
    }

    private boolean isNumber(DataSpec.Target target) {
        return switch (target.type()) {
            case TargetType.Classes classes when classes.positions().rank() == 0 -> false;
            // Of a window those of several rows.
            case TargetType.Reals _ when windowed() != null -> true;
            case TargetType.Reals(var shape) when shape.elementsPerSample() == 1 -> true;
            case TargetType.Classes _, TargetType.Reals _, TargetType.Labels _ ->
                throw new DataException(
                        "target `" + target.name() + "` is " + target.type().text()
                                + ", which a column of a table cannot hold; declare a target for each column");
        };
    }

    /** The group whose samples are windows of rows, which is the only input then; null if they are rows. */
    private @Nullable ColumnGroup windowed() {
        return dataSpec.inputs().size() == 1
                        && group(dataSpec.inputs().getFirst()).window() != null
                ? group(dataSpec.inputs().getFirst())
                : null;
    }

    private Dataset windows(
            ColumnGroup group, List<@Nullable String> names, List<String> targets, @Nullable String weight) {
        var columns = IntStream.range(0, names.size())
                .mapToObj(column -> values(group.columns().get(column), names.get(column)))
                .toList();
        var table = new WindowTable(cells, dataSpec, group, columns, notices);
        var dataset = table.windows(new TargetBuilder(cells, dataSpec.targets(), targets));
        return weight == null
                ? dataset
                : dataset.weighted(
                        weights(weight, RowSelection.of(table.weighing(Objects.requireNonNull(dataset.windows())))));
    }

    private void noticeOthers() {
        var others = new ArrayList<>(cells.header());
        others.removeIf(name -> used.contains(name) || name.isEmpty() || isTarget(name));
        if (!others.isEmpty()) {
            notices.accept(cells.name() + ": " + (others.size() == 1 ? "a column is" : others.size() + " columns are")
                    + " not in the model and ignored: " + ColumnFinder.listed(others));
        }
    }

    private boolean isTarget(String header) {
        return dataSpec.targetNames().stream().anyMatch(name -> Column.areAlike(name, header));
    }

    private Dataset dataset(List<List<@Nullable String>> groups, List<String> targets, @Nullable String weight) {
        var builder = new TargetBuilder(cells, dataSpec.targets(), targets);
        var rows = builder.rows();
        var left = cells.rows() - rows.size();
        if (rows.size() == 0) {
            throw new DataException(cells.name() + ": no row has a target: all cells of "
                    + dataSpec.targets().stream().map(DataSpec.Target::header).collect(joining(", ")) + " are empty");
        }
        if (left > 0) {
            notices.accept(String.format(
                    Locale.ROOT,
                    "%s: %d of %d rows are left out, since their target is empty",
                    cells.name(),
                    left,
                    cells.rows()));
        }
        var columns = new ArrayList<List<ColumnValues>>();
        for (var i = 0; i < groups.size(); i++) {
            var names = groups.get(i);
            var declared = group(dataSpec.inputs().get(i)).columns();
            columns.add(IntStream.range(0, names.size())
                    .mapToObj(column -> rows.of(values(declared.get(column), names.get(column))))
                    .toList());
        }
        var dataset = new ColumnDataset(
                rows,
                dataSpec.inputs().stream()
                        .map(input -> new Dataset.Input(input.name(), input.shape()))
                        .toList(),
                columns,
                builder.targets(),
                cells.name(),
                cells::place);
        return weight == null ? dataset : dataset.weighted(weights(weight, rows));
    }

    private ColumnValues values(Column declared, @Nullable String name) {
        if (name == null) {
            return new ColumnValues.Absent();
        }
        if (declared.kind() instanceof ColumnKind.Measured kind) {
            return cells.numbers(name, kind);
        }
        var known = declared.kind() instanceof ColumnKind.Category category ? category.values() : List.<String>of();
        return cells.texts(name, known);
    }

    private float[] weights(String column, RowSelection rows) {
        var values = cells.numbers(column, NUMBER);
        var weights = new float[rows.size()];
        for (var i = 0; i < weights.length; i++) {
            weights[i] = (float) values.at(rows.at(i));
            if (!(weights[i] >= 0)) {
                throw new DataException(
                        cells.place(rows.at(i)) + ": column " + column + ": the weight of the sample is "
                                + (Float.isNaN(weights[i]) ? "missing" : "below 0") + "; correct the cell");
            }
        }
        return weights;
    }
}
