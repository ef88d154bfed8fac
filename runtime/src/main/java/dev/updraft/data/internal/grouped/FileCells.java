package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.internal.tables.CodedTexts;
import dev.updraft.data.internal.tables.ColumnRequest;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.MissingMarks;
import dev.updraft.data.internal.tables.Table;
import dev.updraft.data.internal.tables.TableFile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cells of a file, read in one pass. */
final class FileCells implements CellSource {
    private final TableFile file;
    private final SequencedSet<ColumnRequest> requests = new LinkedHashSet<>();
    private @Nullable Table table;

    FileCells(TableFile file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public List<String> header() {
        return file.header();
    }

    @Override
    public void want(String column, Kind kind) {
        requests.add(new ColumnRequest(column, kind));
    }

    @Override
    public void load(Consumer<String> notices) {
        var read = file.read(List.copyOf(requests));
        read.notices().forEach(notices);
        table = read;
    }

    private Table table() {
        return Objects.requireNonNull(table, "nothing has been read");
    }

    @Override
    public int rows() {
        return table().rows();
    }

    @Override
    public String place(int row) {
        return table().place(row);
    }

    @Override
    public ColumnValues.Numbers numbers(String column, ColumnKind.Measured kind) {
        if (kind instanceof ColumnKind.Numeric) {
            return (ColumnValues.Numbers) cells(column, Kind.NUMBER);
        }
        return CellParser.parse(kind, (ColumnValues.Texts) cells(column, Kind.WORD), rows(), column, this::place);
    }

    @Override
    public ColumnValues.Texts texts(String column, List<String> known) {
        var texts = (ColumnValues.Texts) cells(column, Kind.TEXT);
        return known.isEmpty()
                ? texts
                : CodedTexts.without(texts, text -> MissingMarks.isWord(text) && !known.contains(text));
    }

    private ColumnValues cells(String name, Kind kind) {
        var place = List.copyOf(requests).indexOf(new ColumnRequest(name, kind));
        return table().columns().get(place).cells();
    }
}
