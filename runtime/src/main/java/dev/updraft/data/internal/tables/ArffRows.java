package dev.updraft.data.internal.tables;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A file of Weka in the attribute-relation file format, with dense or sparse rows. */
final class ArffRows implements RowSource {
    private static final String BLANKS = " \t{";
    private static final String DELIMITERS = ",\t";

    private final TableSource source;
    private final CsvOptions options;
    private final List<String> header = new ArrayList<>();

    /** What a sparse row leaves out: zero, or the first of the values. */
    private final List<String> absent = new ArrayList<>();

    private ArffRows(TableSource source, CsvOptions options) {
        this.source = source;
        this.options = options;
    }

    static ArffRows of(TableSource source, CsvOptions options) {
        var rows = new ArffRows(source, options);
        try (var lines = TextLines.open(source, options)) {
            rows.readHeader(lines);
        }
        return rows;
    }

    private void readHeader(TextLines lines) {
        for (var line = lines.next(); line != null; line = lines.next()) {
            var tokens = new ArffTokens(line);
            if (tokens.atEnd() || tokens.at('%')) {
                continue;
            }
            tokens.next(BLANKS);
            switch (tokens.text().toLowerCase(Locale.ROOT)) {
                case "@relation" -> {}
                case "@attribute" -> readAttribute(tokens, lines);
                case "@data" -> {
                    if (header.isEmpty()) {
                        throw lines.error("no @attribute stands before @data; declare the columns");
                    }
                    return;
                }
                default ->
                    throw lines.error("is '" + TableProblems.abbreviated(line)
                            + "', where @relation, @attribute or @data is expected");
            }
        }
        throw new DataException(name() + ": has no @data; the file appears truncated: download it again");
    }

    private void readAttribute(ArffTokens tokens, TextLines lines) {
        if (!tokens.next(BLANKS) || tokens.length() == 0) {
            throw lines.error("the name of the attribute is missing or its quote is not closed");
        }
        header.add(Blank.strip(tokens.text()));
        if (tokens.atEnd()) {
            throw lines.error("attribute '" + header.getLast() + "' has no type; add one, such as numeric");
        }
        // Blanks before the values have to be skipped.
        if (!tokens.at('{')) {
            tokens.next(BLANKS);
            if (tokens.length() > 0 || tokens.quoted()) {
                absent.add(absent(tokens.text(), lines));
                return;
            }
        }
        tokens.skip('{');
        if (!tokens.next(DELIMITERS + "}")) {
            throw lines.error("a quote of attribute '" + header.getLast() + "' is not closed");
        }
        absent.add(tokens.text());
    }

    private static String absent(String type, TextLines lines) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "numeric", "real", "integer" -> "0";
            case "string", "date" -> "";
            default ->
                throw lines.error("type '" + TableProblems.abbreviated(type) + "' is not supported; supported are"
                        + " numeric, real, integer, string, date and values in braces");
        };
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public String description() {
        return name() + ": ARFF";
    }

    @Override
    public NumberParser numbers() {
        return new NumberParser('.', NumberParser.NONE);
    }

    @Override
    public MissingMarks missing() {
        return MissingMarks.of(options.missing());
    }

    @Override
    public String absent(int column) {
        return absent.get(column);
    }

    @Override
    public void read(CellSink sink, TableProblems problems) {
        try (var lines = TextLines.open(source, options)) {
            var inData = false;
            for (var line = lines.next(); line != null; line = lines.next()) {
                if (inData) {
                    readRow(new ArffTokens(line), lines.number(), sink, problems);
                } else {
                    inData = Blank.strip(line).toLowerCase(Locale.ROOT).startsWith("@data");
                }
            }
        }
    }

    private void readRow(ArffTokens tokens, long line, CellSink sink, TableProblems problems) {
        if (tokens.atEnd() || tokens.at('%')) {
            return;
        }
        sink.beginRow(line);
        var problem = tokens.at('{') ? readSparse(tokens, sink) : readDense(tokens, sink);
        if (problem.isEmpty()) {
            sink.endRow();
        } else {
            sink.dropRow();
            problems.badRow(problem);
        }
    }

    /**
     * Reads a row with a cell for each attribute.
     *
     * @return what is wrong with the row, or an empty text
     */
    private String readDense(ArffTokens tokens, CellSink sink) {
        var cells = 0;
        var more = true;
        while (more) {
            if (!tokens.next(DELIMITERS)) {
                return "a quote is not closed; close it in the same line";
            }
            if (cells < header.size()) {
                sink.cell(cells, tokens.chars(), tokens.from(), tokens.length());
            }
            cells++;
            more = tokens.skip(',') || tokens.skip('\t');
        }
        if (!tokens.atEnd()) {
            return "text follows a closing quote; put a comma between the cells";
        }
        return cells == header.size()
                ? ""
                : "has " + cells + (cells == 1 ? " cell" : " cells") + ", but " + header.size()
                        + " attributes are declared";
    }

    /** Reads a row with the numbers of attributes before their cells; returns as {@link #readDense} does. */
    private String readSparse(ArffTokens tokens, CellSink sink) {
        if (!tokens.cut('}')) {
            return "the brace is not closed";
        }
        tokens.skip('{');
        var last = -1;
        while (!tokens.atEnd()) {
            tokens.next(" \t,");
            var column = tokens.index();
            if (column == null || column <= last || column >= header.size()) {
                return "'" + TableProblems.abbreviated(tokens.text()) + "' is not the number of an attribute, ascending"
                        + " from 0 to " + (header.size() - 1);
            }
            last = column;
            if (!tokens.next(",")) {
                return "a quote is not closed; close it in the same line";
            }
            sink.cell(column, tokens.chars(), tokens.from(), tokens.length());
            if (!tokens.skip(',') && !tokens.atEnd()) {
                return "text follows a closing quote; put a comma between the cells";
            }
        }
        return "";
    }
}
