package dev.updraft.data.internal.tables;

import dev.updraft.data.DataException;
import dev.updraft.data.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table read from front to back each time.
 *
 * @param progress receives the number of rows read so far
 */
record StreamedTable(RowSource source, List<String> header, Progress progress) implements TableFile {

    static StreamedTable of(RowSource source) {
        return new StreamedTable(source, ColumnNumbers.of(source.header()), Progress.NONE);
    }

    @Override
    public TableFile watchedBy(Progress watcher) {
        return new StreamedTable(source, header, watcher);
    }

    private TableProblems problems() {
        return new TableProblems(source, rows -> progress.update(name(), rows, -1, Progress.Unit.ROWS));
    }

    private void read(CellSink sink, TableProblems problems) {
        source.read(sink, problems);
        progress.update(name(), problems.rows(), problems.rows(), Progress.Unit.ROWS);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<String> given() {
        return source.header();
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Table read(List<ColumnRequest> columns) {
        var places = places(columns);
        var problems = problems();
        var builder = TableBuilder.of(source, columns, places, problems);
        noticeRepeated(places, problems);
        read(builder, problems);
        problems.throwIfAny();
        return builder.build();
    }

    @Override
    public void scan(RowVisitor visitor) {
        var problems = problems();
        read(new RowScan(source, visitor, problems), problems);
        problems.throwIfAny();
    }

    @Override
    public String scanReadable(RowVisitor visitor) {
        var problems = problems();
        read(new RowScan(source, visitor, problems), problems);
        return problems.text();
    }

    private int[] places(List<ColumnRequest> columns) {
        var known = new HashMap<String, Integer>();
        for (var column = 0; column < header.size(); column++) {
            known.put(header.get(column), column);
        }
        var places = new int[columns.size()];
        for (var i = 0; i < places.length; i++) {
            var name = columns.get(i).header();
            var place = known.get(name);
            if (place == null) {
                throw new DataException(name() + ": has no column '" + name + "'; its columns are " + abbreviated());
            }
            places[i] = place;
        }
        return places;
    }

    /** Whoever asks for the second knows that there are several; whoever asks for the first alone may not. */
    private void noticeRepeated(int[] places, TableProblems problems) {
        if (header.equals(given())) {
            return;
        }
        var wanted = new BitSet();
        Arrays.stream(places).forEach(wanted::set);
        var equal = new LinkedHashMap<String, List<Integer>>();
        for (var place = 0; place < header.size(); place++) {
            equal.computeIfAbsent(given().get(place), _ -> new ArrayList<>()).add(place);
        }
        equal.forEach((name, its) -> {
            if (its.size() > 1
                    && wanted.get(its.getFirst())
                    && its.stream().skip(1).noneMatch(wanted::get)) {
                problems.notice(name() + ": " + its.size() + " columns are named '" + name
                        + "'; the first is taken, the next is '" + header.get(its.get(1)) + "'");
            }
        });
    }

    private String abbreviated() {
        return header().stream().limit(10).collect(Collectors.joining(", ")) + (header().size() > 10 ? ", …" : "");
    }
}
