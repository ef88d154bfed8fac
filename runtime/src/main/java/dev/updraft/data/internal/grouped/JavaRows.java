package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.JavaCells;
import dev.updraft.data.internal.tables.Column;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows as Java has them: records, whose components may be records, or maps by the names of columns. */
final class JavaRows implements CellSource {
    private static final String NAME = "rows";

    private final List<?> rows;
    private final Map<String, List<Method>> paths;

    private JavaRows(List<?> rows, Map<String, List<Method>> paths) {
        this.rows = rows;
        this.paths = paths;
    }

    /** @throws DataException if they are neither records nor maps, or of several types */
    static JavaRows of(List<?> rows) {
        if (rows.isEmpty()) {
            throw new DataException("there are no rows; at least 1 is needed");
        }
        var paths = new LinkedHashMap<String, List<Method>>();
        var type = type(rows);
        if (Map.class.isAssignableFrom(type)) {
            var names = new LinkedHashSet<String>();
            rows.forEach(row -> ((Map<?, ?>) row).keySet().forEach(name -> names.add(String.valueOf(name))));
            names.forEach(name -> paths.put(name, List.of()));
        } else {
            components(type, List.of(), "", paths);
        }
        return new JavaRows(rows, paths);
    }

    private static Class<?> type(List<?> rows) {
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var isFit = row != null
                    && (row instanceof Map
                            ? rows.getFirst() instanceof Map
                            : row.getClass().isRecord()
                                    && rows.getFirst() != null
                                    && row.getClass() == rows.getFirst().getClass());
            if (!isFit) {
                throw new DataException("row " + i + " (counted from 0) is "
                        + (row == null ? "null" : "a " + row.getClass().getName())
                        + ", where all must be records of one type, or maps by the names of columns");
            }
        }
        return rows.getFirst() instanceof Map ? Map.class : rows.getFirst().getClass();
    }

    /** Components of components under the names of both, {@code customer.tenure}. */
    private static void components(Class<?> type, List<Method> before, String prefix, Map<String, List<Method>> paths) {
        for (RecordComponent component : type.getRecordComponents()) {
            var path = new ArrayList<>(before);
            path.add(opened(component.getAccessor(), type));
            if (component.getType().isRecord()) {
                components(component.getType(), path, prefix + component.getName() + ".", paths);
            } else {
                paths.put(prefix + component.getName(), List.copyOf(path));
            }
        }
    }

    private static Method opened(Method accessor, Class<?> type) {
        try {
            ((AccessibleObject) accessor).setAccessible(true);
            return accessor;
        } catch (RuntimeException e) {
            throw new DataException(
                    "the components of record " + type.getName() + " cannot be read: open package "
                            + type.getPackageName() + " to updraft.runtime in its module-info.java",
                    e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Of a column in a record within a record {@code customer.tenure}. */
    @Override
    public List<String> header() {
        return List.copyOf(paths.keySet());
    }

    @Override
    public List<String> header(String input) {
        var nested = paths.keySet().stream()
                .filter(name -> name.startsWith(input + "."))
                .map(name -> name.substring(input.length() + 1))
                .toList();
        return nested.isEmpty() ? header() : nested;
    }

    @Override
    public String path(String input, String column) {
        return paths.containsKey(input + "." + column) ? input + "." + column : column;
    }

    @Override
    public void want(String column, Kind kind) {}

    @Override
    public void load(Consumer<String> notices) {}

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public String place(int row) {
        return "row " + row + " (counted from 0)";
    }

    @Override
    public double[] numbers(String column, ColumnKind.Measured kind) {
        var numbers = new double[rows.size()];
        for (var row = 0; row < numbers.length; row++) {
            try {
                numbers[row] = JavaCells.number(kind, cell(row, column));
            } catch (IllegalArgumentException e) {
                throw new DataException(place(row) + ": " + column + " " + e.getMessage(), e);
            }
        }
        return numbers;
    }

    @Override
    public Column.Texts texts(String column, List<String> known) {
        var codes = new int[rows.size()];
        var texts = new LinkedHashMap<String, Integer>();
        for (var row = 0; row < codes.length; row++) {
            var text = JavaCells.text(cell(row, column));
            codes[row] = text == null ? -1 : texts.computeIfAbsent(text, _ -> texts.size());
        }
        return new Column.Texts(codes, List.copyOf(texts.keySet()));
    }

    private @Nullable Object cell(int row, String name) {
        var value = (Object) rows.get(row);
        if (value instanceof Map<?, ?> map) {
            return map.get(name);
        }
        try {
            for (var accessor : paths.getOrDefault(name, List.of())) {
                if (value == null) {
                    return null;
                }
                value = accessor.invoke(value);
            }
            return value;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw new DataException(place(row) + ": " + name + "() threw " + e.getCause(), e);
        }
    }
}
