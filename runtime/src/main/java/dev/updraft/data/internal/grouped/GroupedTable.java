package dev.updraft.data.internal.grouped;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.Targets;
import dev.updraft.data.internal.tables.Column;
import dev.updraft.data.internal.tables.ColumnRequest;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.Table;
import dev.updraft.data.internal.tables.TableFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A table, as a model with groups of columns takes it. */
public final class GroupedTable {
    private final DataSpec dataSpec;
    private final ColumnFinder finder;
    private final Map<ColumnRequest, Integer> requests = new LinkedHashMap<>();

    private GroupedTable(DataSpec dataSpec, ColumnFinder finder) {
        this.dataSpec = dataSpec;
        this.finder = finder;
    }

    /**
     * Reads the columns that the model declares. Rows whose target is missing are left out.
     *
     * @param notices receives sentences about what is left out
     * @throws DataException if a column is missing or a cell cannot be read
     */
    public static Dataset read(TableFile file, DataSpec dataSpec, Consumer<String> notices) {
        return new GroupedTable(dataSpec, new ColumnFinder(file.name(), file.header())).read(file, notices);
    }

    private Dataset read(TableFile file, Consumer<String> notices) {
        var groups = dataSpec.inputs().stream().map(this::requests).toList();
        var targets = dataSpec.targets().stream().map(this::request).toList();
        // Columns with what is to be predicted are known, even where they are not needed.
        dataSpec.targetNames().forEach(finder::know);
        var weight = dataSpec.sampleWeight() == null || dataSpec.targets().isEmpty()
                ? -1
                : place(finder.findWeight(dataSpec.sampleWeight()), Kind.NUMBER);
        var others = finder.others();
        if (!others.isEmpty()) {
            notices.accept(file.name() + ": " + (others.size() == 1 ? "a column is" : others.size() + " columns are")
                    + " not in the model and ignored: " + ColumnFinder.listed(others));
        }
        var table = file.read(List.copyOf(requests.keySet()));
        table.notices().forEach(notices);
        if (table.rows() == 0) {
            throw new DataException(file.name() + ": has a header but no rows; add a row for each sample");
        }
        return dataset(table, groups, targets, weight, notices);
    }

    private int place(String header, Kind kind) {
        return requests.computeIfAbsent(new ColumnRequest(header, kind), _ -> requests.size());
    }

    /** Where each column of a group is among what is read; -1 for one that is not. */
    private int[] requests(DataSpec.Input input) {
        var group = input.columns();
        if (group == null) {
            throw new DataException("input `" + input.name() + "` is float" + input.shape()
                    + ", but another input is a group of columns of a table; declare the columns of `" + input.name()
                    + "` too, as in input " + input.name() + " { a, b: number }");
        }
        return group.columns().stream()
                .mapToInt(column -> {
                    if (column.kind() instanceof ColumnKind.Ignored) {
                        finder.know(column);
                        return -1;
                    }
                    var header = finder.find(input.name(), column);
                    var kind = column.kind() instanceof ColumnKind.Numeric ? Kind.NUMBER : Kind.TEXT;
                    return header == null ? -1 : place(header, kind);
                })
                .toArray();
    }

    private int request(DataSpec.Target target) {
        var header = finder.find(target);
        return switch (target.type()) {
            case TargetType.Classes classes when classes.positions().rank() == 0 -> place(header, Kind.TEXT);
            case TargetType.Reals(var shape) when shape.elementsPerSample() == 1 -> place(header, Kind.NUMBER);
            case TargetType.Classes _, TargetType.Reals _, TargetType.Labels _ ->
                throw new DataException("target `" + target.name() + "` is " + target.type().text()
                        + ", which a column of a table cannot hold; declare a target for each column");
        };
    }

    private Dataset dataset(
            Table table, List<int[]> groups, List<Integer> targets, int weight, Consumer<String> notices) {
        var rows = IntStream.range(0, table.rows())
                .filter(row -> targets.stream().noneMatch(target -> isMissing(table.columns().get(target), row)))
                .toArray();
        var left = table.rows() - rows.length;
        if (rows.length == 0) {
            throw new DataException(table.name() + ": no row has a target: all cells of "
                    + dataSpec.targets().stream().map(DataSpec.Target::header).collect(joining(", ")) + " are empty");
        }
        if (left > 0) {
            notices.accept(String.format(
                    Locale.ROOT,
                    "%s: %d of %d rows are left out, since their target is empty",
                    table.name(),
                    left,
                    table.rows()));
        }
        var columns = new ArrayList<List<ColumnValues>>();
        for (var i = 0; i < groups.size(); i++) {
            columns.add(columns(table, dataSpec.inputs().get(i), groups.get(i), rows));
        }
        var targetValues = new ArrayList<Targets>();
        for (var i = 0; i < targets.size(); i++) {
            var target = dataSpec.targets().get(i);
            targetValues.add(
                    TableTargets.of(table, table.columns().get(targets.get(i)), rows, target, targets.size() == 1));
        }
        var dataset = new ColumnDataset(
                rows.length,
                dataSpec.inputs().stream()
                        .map(input -> new Dataset.Input(input.name(), input.shape()))
                        .toList(),
                columns,
                targetValues,
                table.name(),
                row -> table.place(rows[row]));
        return weight < 0 ? dataset : dataset.weighted(weights(table, table.columns().get(weight), rows));
    }

    private static boolean isMissing(Column column, int row) {
        return switch (column) {
            case Column.Numbers(var values) -> Double.isNaN(values[row]);
            case Column.Texts(var codes, var _) -> codes[row] < 0;
        };
    }

    private static List<ColumnValues> columns(Table table, DataSpec.Input input, int[] places, int[] rows) {
        var values = new ArrayList<ColumnValues>();
        var columns = java.util.Objects.requireNonNull(input.columns()).columns();
        for (var i = 0; i < places.length; i++) {
            values.add(
                    places[i] < 0
                            ? new ColumnValues.Absent()
                            : values(table, columns.get(i), table.columns().get(places[i]), rows));
        }
        return values;
    }

    private static ColumnValues values(
            Table table, dev.updraft.compiler.columns.Column declared, Column column, int[] rows) {
        return switch (column) {
            case Column.Numbers(var values) -> (ColumnValues.Numbers) row -> values[rows[row]];
            case Column.Texts(var codes, var texts)
            when declared.kind() instanceof ColumnKind.Measured kind -> {
                var numbers = CellParser.parse(kind, texts, codes, declared.header(), table::place);
                yield (ColumnValues.Numbers) row -> numbers[rows[row]];
            }
            case Column.Texts(var codes, var texts) ->
                new ColumnValues.Texts() {
                    @Override
                    public int code(int row) {
                        return codes[rows[row]];
                    }

                    @Override
                    public List<String> texts() {
                        return texts;
                    }
                };
        };
    }

    private static float[] weights(Table table, Column column, int[] rows) {
        var values = ((Column.Numbers) column).values();
        var weights = new float[rows.length];
        for (var i = 0; i < rows.length; i++) {
            weights[i] = (float) values[rows[i]];
            if (!(weights[i] >= 0)) {
                throw new DataException(table.place(rows[i]) + ": the weight of the sample is "
                        + (Double.isNaN(values[rows[i]]) ? "missing" : "below 0") + "; correct the cell");
            }
        }
        return weights;
    }
}
