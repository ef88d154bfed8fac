package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/** A table read from front to back each time. */
record StreamedTable(RowSource source) implements TableFile {

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<String> header() {
        return source.header();
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Table read(List<ColumnRequest> columns) {
        var places = places(columns);
        var problems = new TableProblems(name(), source.numbers());
        var builder = TableBuilder.of(source, columns, places, problems);
        source.read(builder, problems);
        problems.throwIfAny();
        return builder.build();
    }

    @Override
    public void scan(RowVisitor visitor) {
        var problems = new TableProblems(name(), source.numbers());
        source.read(new RowScan(source, visitor, problems), problems);
        problems.throwIfAny();
    }

    @Override
    public String scanReadable(RowVisitor visitor) {
        var problems = new TableProblems(name(), source.numbers());
        source.read(new RowScan(source, visitor, problems), problems);
        return problems.text();
    }

    private int[] places(List<ColumnRequest> columns) {
        var first = new HashMap<String, Integer>();
        var last = new HashMap<String, Integer>();
        for (var column = 0; column < header().size(); column++) {
            first.putIfAbsent(header().get(column), column);
            last.put(header().get(column), column);
        }
        var places = new int[columns.size()];
        for (var i = 0; i < places.length; i++) {
            var name = columns.get(i).header();
            var place = first.get(name);
            if (place == null) {
                throw new DataException(name() + ": has no column '" + name + "'; its columns are " + abbreviated());
            }
            var other = last.getOrDefault(name, place);
            if (!other.equals(place)) {
                throw new DataException(name() + ": columns " + (place + 1) + " and " + (other + 1)
                        + " are both named '" + name + "'; rename one");
            }
            places[i] = place;
        }
        return places;
    }

    private String abbreviated() {
        return header().stream().limit(10).collect(Collectors.joining(", ")) + (header().size() > 10 ? ", …" : "");
    }
}
