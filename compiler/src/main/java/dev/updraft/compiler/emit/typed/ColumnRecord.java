package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.RowWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group of columns as a class has it: a record with a component for each column that the network sees, or a map by the names
 * of the columns if there are more than a record has room for.
 */
final class ColumnRecord {
    private final String input;
    private final int place;
    private final String typeName;
    private final List<Component> components;
    private final @Nullable RowWindow window;

    /**
     * @param column its place in the group
     * @param variable what Java calls it
     */
    private record Component(Column declared, int column, String variable) {}

    /**
     * @param input the name of the input
     * @param place of the input among all
     * @param most how many components a record can have
     * @param nested names of the types in the class
     */
    ColumnRecord(String input, int place, ColumnGroup group, int most, JavaNames nested) {
        this.input = input;
        this.place = place;
        var variables = new JavaNames(
                "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "dev", "java");
        var all = new ArrayList<Component>();
        for (var i = 0; i < group.columns().size(); i++) {
            var column = group.columns().get(i);
            if (!(column.kind() instanceof ColumnKind.Id) && !(column.kind() instanceof ColumnKind.Ignored)) {
                all.add(new Component(column, i, variables.claim(JavaNames.variable(column.name()))));
            }
        }
        components = all.size() > most ? List.of() : all;
        window = group.window();
        typeName = components.isEmpty() ? "" : nested.claim(JavaNames.type(input), "Row");
    }

    private boolean isMap() {
        return components.isEmpty();
    }

    /** Types that the class has for it. */
    Stream<String> ownTypes() {
        return isMap() ? Stream.of() : Stream.of(typeName);
    }

    /** The type of a sample. */
    String type(Members members) {
        var row = isMap()
                ? "%s<%s, ?>".formatted(members.type("java.util.Map"), members.type("java.lang.String"))
                : typeName;
        return window == null ? row : row + "[]";
    }

    /** What a sample is, for the reader of the class. */
    String sampleDoc() {
        return window == null
                ? "a row of {@code " + input + "}"
                : "%s rows of {@code %s}, the oldest first".formatted(window.past(), input);
    }

    /** The statement that writes a sample of it into {@code sample}. */
    String written(String row) {
        if (window != null) {
            return isMap() ? "sample.rows(%s, %s);".formatted(place, row) : "write(%s, sample);".formatted(row);
        }
        return isMap()
                ? "sample.row(%s, %s);".formatted(place, row)
                : "write(%s, sample.row(%s));".formatted(row, place);
    }

    /** Adds the record, and the method that writes one. */
    void declare(Members members) {
        if (isMap()) {
            return;
        }
        var parameters = components.stream()
                .map(component -> type(component.declared.kind(), members) + " " + component.variable)
                .collect(Collectors.joining(", "));
        var doc = new ArrayList<>(List.of("A row of {@code " + input + "}. Null is a missing value."));
        if (window != null) {
            members.add("""
                    private static void write(%1$s[] values, %2$s sample) {
                        sample.begin(%3$s, values);
                        for (var row = 0; row < values.length; row++) {
                            write(values[row], sample.row(%3$s, row));
                        }
                        sample.end(%3$s);
                    }
                    """.formatted(typeName, members.type("dev.updraft.TypedSample"), place));
        }
        components.forEach(component -> doc.add("@param " + component.variable + " " + words(component.declared)));
        members.add("public record %s(%s) {}".formatted(typeName, parameters), doc.toArray(String[]::new));
        var lines = components.stream()
                .map(component -> "    row.%s(%s, values.%s());"
                        .formatted(method(component.declared.kind()), component.column, component.variable))
                .collect(Collectors.joining("\n"));
        members.add("""
                private static void write(%s values, %s row) {
                %s
                }
                """.formatted(typeName, members.type("dev.updraft.TypedRow"), lines));
    }

    private static String words(Column column) {
        var header = column.header().equals(column.name()) ? "" : " \"" + column.header() + "\"";
        return JavaComment.escaped("`" + column.name() + ": " + column.kind().text() + header + "`")
                + JavaComment.behindColon(column.doc());
    }

    private static String method(ColumnKind kind) {
        return switch (kind) {
            case ColumnKind.Numeric _ -> "number";
            case ColumnKind.Bool _ -> "truth";
            case ColumnKind.Date _, ColumnKind.DateTime _, ColumnKind.Time _ -> "moment";
            case ColumnKind.Category _, ColumnKind.Text _, ColumnKind.Id _, ColumnKind.Ignored _ -> "text";
        };
    }

    private static String type(ColumnKind kind, Members members) {
        return switch (kind) {
            case ColumnKind.Numeric(var optional) -> optional ? members.type("java.lang.Double") : "double";
            case ColumnKind.Bool(var optional) -> optional ? members.type("java.lang.Boolean") : "boolean";
            case ColumnKind.Date _ -> members.type("java.time.LocalDate");
            case ColumnKind.DateTime _ -> members.type("java.time.LocalDateTime");
            case ColumnKind.Time _ -> members.type("java.time.LocalTime");
            case ColumnKind.Category _, ColumnKind.Text _, ColumnKind.Id _, ColumnKind.Ignored _ ->
                members.type("java.lang.String");
        };
    }
}
