package dev.updraft.data.internal.tables;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Tables in tests. */
final class Tables {
    private Tables() {}

    static TableFile open(String name, String text) {
        return open(name, text, CsvOptions.NONE);
    }

    static TableFile open(String name, String text, CsvOptions options) {
        return TableFiles.open(new StringReader(text), name, options);
    }

    static TableFile open(String name, byte[] bytes) {
        return TableFiles.open(new ByteArrayInputStream(bytes), name, CsvOptions.NONE);
    }

    static double[] numbers(TableFile file, String header) {
        var table = file.read(List.of(new ColumnRequest(header, Kind.NUMBER)));
        return ((Column.Numbers) table.columns().getFirst()).values();
    }

    /** "∅" where a cell is missing. */
    static List<String> texts(TableFile file, String header) {
        var table = file.read(List.of(new ColumnRequest(header, Kind.TEXT)));
        var texts = (Column.Texts) table.columns().getFirst();
        return Arrays.stream(texts.codes())
                .mapToObj(code -> code < 0 ? "∅" : texts.values().get(code))
                .toList();
    }

    /** All cells as text, row by row. */
    static List<List<String>> cells(TableFile file) {
        var columns = IntStream.range(0, file.header().size())
                .mapToObj(column -> texts(file, file.header().get(column)))
                .toList();
        var rows = columns.isEmpty() ? 0 : columns.getFirst().size();
        return IntStream.range(0, rows)
                .mapToObj(row -> columns.stream().map(column -> column.get(row)).toList())
                .toList();
    }

    static Table read(TableFile file, Kind kind) {
        return file.read(file.header().stream()
                .map(header -> new ColumnRequest(header, kind))
                .toList());
    }
}
