package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.TypedModel;
import dev.updraft.cli.output.Json;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.data.RowWindows;
import dev.updraft.data.internal.MomentText;
import dev.updraft.data.internal.databases.ParquetFile.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predictions as a table: the ids of a row, or its name; of each target the prediction under its name, {@code churn}, and the
 * probability of each class, {@code churn_Yes}.
 */
final class PredictionTable {
    private final Dataset samples;
    private final @Nullable Times times;
    private final List<Id> ids;
    private final List<Part> parts;

    /** A column of the samples that tells them apart. */
    private record Id(String header, ColumnKind kind, ColumnValues values) {
        @Nullable
        String of(int row) {
            return switch (values) {
                case ColumnValues.Texts texts ->
                    texts.code(row) < 0 ? null : texts.texts().get(texts.code(row));
                case ColumnValues.Numbers numbers -> MomentText.of(kind, numbers.at(row));
                case ColumnValues.Absent _ -> null;
            };
        }
    }

    /**
     * The times of the last rows of windows, behind which the prediction lies.
     *
     * @param header of their column
     */
    private record Times(String header, RowWindows windows) {
        static @Nullable Times of(Dataset samples) {
            var windows = samples.windows();
            if (windows == null || windows.group().order() < 0) {
                return null;
            }
            var order = windows.group().columns().get(windows.group().order()).header();
            return new Times(windows.window().ahead() == 0 ? order : "last_" + order, windows);
        }
    }

    /** What is written of one output. */
    private record Part(
            String name,
            ProblemType problem,
            List<String> classes,
            @Nullable Double threshold,
            int from,
            int to) {}

    private PredictionTable(Dataset samples, List<Id> ids, List<Part> parts) {
        this.samples = samples;
        times = Times.of(samples);
        this.ids = ids;
        this.parts = parts;
    }

    static PredictionTable of(Model model, Dataset samples) {
        var graph = model.compiled().layers();
        var ids = new ArrayList<Id>();
        for (var i = 0; i < graph.inputs().size(); i++) {
            var group = graph.inputs().get(i).columns();
            var values = samples.columns(i);
            for (var place = 0; group != null && place < values.size(); place++) {
                var column = group.columns().get(place);
                var isId = column.kind() instanceof ColumnKind.Id || group.by().contains(place);
                if (isId && !(values.get(place) instanceof ColumnValues.Absent)) {
                    ids.add(new Id(column.header(), column.kind(), values.get(place)));
                }
            }
        }
        var parts = new ArrayList<Part>();
        var from = 0;
        for (var output : graph.outputs()) {
            var problem = output.problem();
            var to = from + problem.width() * problem.positions();
            parts.add(new Part(
                    output.name(),
                    problem,
                    classes(problem, model.classNames(output.name())),
                    model.threshold(output.name()),
                    from,
                    to));
            from = to;
        }
        return new PredictionTable(samples, ids, parts);
    }

    /** Numbers stand in for names that are not known. */
    private static List<String> classes(ProblemType problem, List<String> names) {
        return IntStream.range(0, problem.classes())
                .mapToObj(i -> i < names.size() ? names.get(i) : Integer.toString(i))
                .toList();
    }

    /** The names of the columns. */
    List<String> header() {
        return columns().stream().map(Column::name).toList();
    }

    /** What there is of each row. */
    List<Column> columns() {
        var columns = new ArrayList<>(
                ids.stream().map(id -> new Column(id.header(), false)).toList());
        if (times != null) {
            columns.add(new Column(times.header, false));
        } else if (ids.isEmpty()) {
            columns.add(new Column("sample", false));
        }
        for (var part : parts) {
            var places = part.problem.positions();
            switch (part.problem) {
                case ProblemType.Classes _, ProblemType.BinaryClass _
                when places > 1 -> numbered(part.name, places, false, columns);
                case ProblemType.Classes _, ProblemType.BinaryClass _, ProblemType.OneHot _, ProblemType.Labels _ -> {
                    columns.add(new Column(part.name, false));
                    part.classes.forEach(label -> columns.add(new Column(part.name + "_" + label, true)));
                }
                case ProblemType.Values(var width) when width == 1 -> columns.add(new Column(part.name, true));
                case ProblemType.Values(var width) -> numbered(part.name, width, true, columns);
                case ProblemType.Components(var count, var _) -> numbered(part.name, count, true, columns);
                case ProblemType.Anomalies(var isDecided, var _) -> {
                    columns.add(new Column(part.name, true));
                    if (isDecided) {
                        columns.add(new Column(part.name + "_anomaly", false));
                    }
                }
                case ProblemType.Clusters(var _, var isDistance, var _) -> {
                    columns.add(new Column(part.name, true));
                    columns.add(new Column(part.name + (isDistance ? "_distance" : "_probability"), true));
                }
            }
        }
        return columns;
    }

    private static void numbered(String name, int count, boolean isNumber, List<Column> columns) {
        IntStream.rangeClosed(1, count).forEach(i -> columns.add(new Column(name + "_" + i, isNumber)));
    }

    /** The cells of a row: texts and numbers, null where there is nothing. */
    List<@Nullable Object> row(int index, float[] prediction) {
        var cells = new ArrayList<@Nullable Object>();
        ids.forEach(id -> cells.add(id.of(index)));
        if (times != null) {
            cells.add(times.windows.time(index));
        } else if (ids.isEmpty()) {
            cells.add(samples.sampleName(index));
        }
        for (var part : parts) {
            add(part, Arrays.copyOfRange(prediction, part.from, part.to), cells);
        }
        return cells;
    }

    private static void add(Part part, float[] values, List<@Nullable Object> cells) {
        var places = part.problem.positions();
        switch (part.problem) {
            case ProblemType.Classes _, ProblemType.BinaryClass _
            when places > 1 -> {
                var width = part.problem.width();
                for (var place = 0; place < places; place++) {
                    cells.add(label(part, Arrays.copyOfRange(values, place * width, (place + 1) * width)));
                }
            }
            case ProblemType.Classes _, ProblemType.OneHot _ -> {
                cells.add(label(part, values));
                numbers(values, cells);
            }
            case ProblemType.BinaryClass _ -> {
                cells.add(label(part, values));
                numbers(new float[] {1 - values[0], values[0]}, cells);
            }
            case ProblemType.Labels _ -> {
                cells.add(IntStream.range(0, values.length)
                        .filter(i -> values[i] > 0.5f)
                        .mapToObj(part.classes::get)
                        .collect(Collectors.joining("; ")));
                numbers(values, cells);
            }
            case ProblemType.Values _, ProblemType.Components _ -> numbers(values, cells);
            case ProblemType.Anomalies(var isDecided, var _) -> {
                numbers(new float[] {values[0]}, cells);
                if (isDecided) {
                    cells.add(Boolean.toString(values[1] > 0));
                }
            }
            case ProblemType.Clusters clusters -> {
                var cluster = clusters.of(values, 0);
                var isDefined = !Float.isNaN(values[cluster]);
                cells.add(isDefined ? (Object) cluster : null);
                cells.add(isDefined ? (Object) values[cluster] : null);
            }
        }
    }

    /** The likeliest class, or the one that the threshold decides for; null where there is none. */
    private static @Nullable String label(Part part, float[] values) {
        for (var value : values) {
            if (Float.isNaN(value)) {
                return null;
            }
        }
        return part.classes.get(TypedModel.decided(values, 0, values.length, part.threshold));
    }

    private static void numbers(float[] values, List<@Nullable Object> cells) {
        for (var value : values) {
            cells.add(Float.isNaN(value) ? null : (Object) value);
        }
    }

    /** A line of CSV. */
    static String csv(List<? extends @Nullable Object> cells) {
        return cells.stream()
                .map(cell -> cell == null ? "" : quoted(cell.toString()))
                .collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        var isPlain = cell.equals(cell.strip()) && cell.chars().noneMatch(c -> ",\"\n\r".indexOf(c) >= 0);
        return isPlain && !cell.isEmpty() ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    /** A line of JSON. */
    static String json(List<String> header, List<? extends @Nullable Object> cells) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < cells.size(); i++) {
            object.put(header.get(i), cells.get(i));
        }
        return Json.write(object);
    }
}
