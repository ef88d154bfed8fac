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
import dev.updraft.data.TableHeader;
import dev.updraft.data.internal.TableRows;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.TableFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table, as a model with groups of columns takes it. */
public final class GroupedTable {
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
        var groups = dataSpec.inputs().stream()
                .map(input -> input.columns() == null ? List.<@Nullable String>of() : columns(input, input.columns()))
                .toList();
        var finder = new ColumnFinder(cells.name(), cells.header());
        var targets = dataSpec.targets().stream()
                .map(target -> wanted(finder.find(target), isNumber(target) ? Kind.NUMBER : Kind.TEXT))
                .toList();
        var weight = dataSpec.sampleWeight() == null || targets.isEmpty()
                ? null
                : wanted(finder.findWeight(dataSpec.sampleWeight()), Kind.NUMBER);
        var tensors = tensors();
        noticeOthers();
        cells.load(notices);
        if (cells.rows() == 0) {
            throw new DataException(cells.name() + ": has a header but no rows; add a row for each sample");
        }
        var windowed = windowed();
        return windowed == null
                ? dataset(groups, tensors, targets, weight)
                : windows(windowed, groups.getFirst(), targets, weight);
    }

    private String wanted(String column, Kind kind) {
        cells.want(column, kind);
        used.add(column);
        return column;
    }

    /** Of each input that is a tensor the columns of its numbers, or the one that has them in arrays. */
    private Map<String, List<String>> tensors() {
        var tensors = dataSpec.inputs().stream()
                .filter(input -> input.columns() == null)
                .toList();
        var found = new HashMap<String, List<String>>();
        for (var tensor : tensors) {
            cells.arrays(tensor.name()).ifPresent(column -> found.put(tensor.name(), List.of(column)));
        }
        found.values().forEach(used::addAll);
        if (found.size() < tensors.size()) {
            var taken = new HashSet<>(used);
            cells.header().stream().filter(this::isNothing).forEach(taken::add);
            var columns = new TensorColumns(cells.name(), cells.header(), taken);
            columns.find(tensors, found.keySet(), dataSpec.header().inputs()).forEach((name, its) -> {
                its.forEach(column -> wanted(column, Kind.NUMBER));
                found.put(name, its);
            });
        }
        return found;
    }

    /** Of each column of a group its name in the table; null for one that is not read. */
    private List<@Nullable String> columns(DataSpec.Input input, ColumnGroup group) {
        var finder = new ColumnFinder(cells.name(), cells.header(input.name()));
        var names = new ArrayList<@Nullable String>();
        for (var column : group.columns()) {
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
        var group = dataSpec.inputs().getFirst().columns();
        return dataSpec.inputs().size() == 1 && group != null && group.window() != null ? group : null;
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
        others.removeIf(name -> used.contains(name) || isNothing(name));
        if (!others.isEmpty()) {
            notices.accept(cells.name() + ": " + (others.size() == 1 ? "a column is" : others.size() + " columns are")
                    + " not in the model and ignored: " + ColumnFinder.listed(others));
        }
    }

    /** A column of row names, or of a target that is not wanted. */
    private boolean isNothing(String header) {
        return header.isEmpty() || isTarget(header);
    }

    private boolean isTarget(String header) {
        return dataSpec.targetNames().stream().anyMatch(name -> Column.areAlike(name, header));
    }

    private Dataset dataset(
            List<List<@Nullable String>> groups,
            Map<String, List<String>> tensors,
            List<String> targets,
            @Nullable String weight) {
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
        var numbers = new ArrayList<@Nullable TableRows>();
        for (var i = 0; i < groups.size(); i++) {
            var input = dataSpec.inputs().get(i);
            var group = input.columns();
            var names = groups.get(i);
            columns.add(
                    group == null
                            ? List.of()
                            : IntStream.range(0, names.size())
                                    .mapToObj(column ->
                                            rows.of(values(group.columns().get(column), names.get(column))))
                                    .toList());
            numbers.add(
                    group == null
                            ? cells.tensor(input, Objects.requireNonNull(tensors.get(input.name())), rows)
                            : null);
        }
        var dataset = new ColumnDataset(
                rows,
                dataSpec.inputs().stream()
                        .map(input -> new Dataset.Input(input.name(), input.shape()))
                        .toList(),
                columns,
                numbers,
                header(tensors),
                builder.targets(),
                cells.name(),
                cells::place);
        return weight == null ? dataset : dataset.weighted(weights(weight, rows));
    }

    /** The columns of the tensors; those of arrays have no names. */
    private TableHeader header(Map<String, List<String>> tensors) {
        var names = dataSpec.inputs().stream()
                .flatMap(input -> tensors.getOrDefault(input.name(), List.of()).stream())
                .toList();
        var isOfColumns =
                tensors.keySet().stream().allMatch(input -> cells.arrays(input).isEmpty());
        return isOfColumns ? new TableHeader(names, List.of()) : TableHeader.NONE;
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
        var values = cells.numbers(column, CellSource.NUMBER);
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
