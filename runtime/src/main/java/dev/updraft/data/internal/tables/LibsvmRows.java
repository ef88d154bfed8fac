package dev.updraft.data.internal.tables;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of LIBSVM or SVMlight: a label and the features that are not zero. The columns are {@code label}, {@code f1} to
 * {@code fn}; {@code f0} precedes {@code f1} in files that count from 0.
 */
final class LibsvmRows implements RowSource {
    private static final int MAX_FEATURES = 10_000_000;

    private final TableSource source;
    private final CsvOptions options;
    private final int first;
    private final List<String> header;

    private LibsvmRows(TableSource source, CsvOptions options, int first, List<String> header) {
        this.source = source;
        this.options = options;
        this.first = first;
        this.header = header;
    }

    static LibsvmRows of(TableSource source, CsvOptions options) {
        var range = new Range();
        new LibsvmRows(source, options, 0, List.of()).each(range);
        if (range.rows == 0) {
            throw new DataException(source.name() + ": is empty; a label and features are expected in each line");
        }
        var header = new ArrayList<String>();
        header.add("label");
        for (var feature = range.first; feature <= range.last; feature++) {
            header.add("f" + feature);
        }
        return new LibsvmRows(source, options, range.first, List.copyOf(header));
    }

    /** Receives what a line has. */
    private interface Visitor {
        void begin(long line);

        void label(char[] chars, int from, int to);

        /** Takes a feature; returns what is wrong with it, or null. */
        @Nullable
        String feature(int feature, char[] chars, int from, int to);

        void qid();

        /** Ends the row, with its problem or null. */
        void end(@Nullable String problem);
    }

    /** Finds the lowest and the highest feature. */
    private static final class Range implements Visitor {
        private int first = 1;
        private int last;
        private long rows;

        @Override
        public void begin(long line) {
            rows++;
        }

        @Override
        public void label(char[] chars, int from, int to) {}

        @Override
        public @Nullable String feature(int feature, char[] chars, int from, int to) {
            first = Math.min(first, feature);
            last = Math.max(last, feature);
            return null;
        }

        @Override
        public void qid() {}

        @Override
        public void end(@Nullable String problem) {}
    }

    /** Passes the cells on. */
    private final class Cells implements Visitor {
        private final CellSink sink;
        private final TableProblems problems;

        /** Features that the row has. */
        private final BitSet seen = new BitSet();

        private boolean qid;

        Cells(CellSink sink, TableProblems problems) {
            this.sink = sink;
            this.problems = problems;
        }

        @Override
        public void begin(long line) {
            seen.clear();
            sink.beginRow(line);
        }

        @Override
        public void label(char[] chars, int from, int to) {
            sink.cell(0, chars, from, to - from);
        }

        @Override
        public @Nullable String feature(int feature, char[] chars, int from, int to) {
            if (seen.get(feature)) {
                return "has feature " + feature + " twice";
            }
            seen.set(feature);
            sink.cell(1 + feature - first, chars, from, to - from);
            return null;
        }

        @Override
        public void qid() {
            qid = true;
        }

        @Override
        public void end(@Nullable String problem) {
            if (problem == null) {
                sink.endRow();
            } else {
                sink.dropRow();
                problems.badRow(problem);
            }
        }
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
        return name() + ": LIBSVM, features " + first + " to " + (header.size() - 2 + first);
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
        return column == 0 ? "" : "0";
    }

    @Override
    public void read(CellSink sink, TableProblems problems) {
        var cells = new Cells(sink, problems);
        each(cells);
        if (cells.qid) {
            problems.notice(name() + ": qid (queries for ranking) is ignored");
        }
    }

    private void each(Visitor visitor) {
        try (var lines = TextLines.open(source, options)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                var comment = line.indexOf('#');
                var text = comment < 0 ? line : line.substring(0, comment);
                if (!text.isBlank()) {
                    visitor.begin(lines.number());
                    visitor.end(visit(text.toCharArray(), visitor));
                }
            }
        }
    }

    private @Nullable String visit(char[] chars, Visitor visitor) {
        var labelled = false;
        var to = 0;
        while (true) {
            var from = to;
            while (from < chars.length && Blank.is(chars[from])) {
                from++;
            }
            if (from == chars.length) {
                return null;
            }
            to = from;
            var colon = -1;
            while (to < chars.length && !Blank.is(chars[to])) {
                colon = chars[to] == ':' && colon < 0 ? to : colon;
                to++;
            }
            String problem = null;
            if (colon < 0 && !labelled) {
                visitor.label(chars, from, to);
            } else if (colon == from + 3 && new String(chars, from, 3).equals("qid")) {
                visitor.qid();
            } else {
                var feature = colon < 0 ? -1 : feature(chars, from, colon);
                problem = feature < 0
                        ? "'" + TableProblems.abbreviated(new String(chars, from, to - from))
                                + "' is not a feature, such as 7:0.5 with a number up to " + MAX_FEATURES
                        : visitor.feature(feature, chars, colon + 1, to);
            }
            if (problem != null) {
                return problem;
            }
            labelled = true;
        }
    }

    /** The number of a feature; -1 if it is none. */
    private static int feature(char[] chars, int from, int to) {
        var value = 0;
        for (var i = from; i < to; i++) {
            var digit = chars[i] - '0';
            if (digit < 0 || digit > 9 || value > MAX_FEATURES) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return from == to || value > MAX_FEATURES ? -1 : value;
    }
}
