package dev.updraft.cli.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The lines of a group of columns, their kinds one below the other. */
final class ColumnLines {
    private static final int MOST_IN_A_LINE = 5;
    private static final int LONGEST_LINE = 90;

    /** A longer name does not move the kinds of all others. */
    private static final int WIDEST = 30;

    private ColumnLines() {}

    /** @param columns whose names are written before the kind they share */
    private record Line(List<ColumnDraft> columns) {
        private String label() {
            return columns.stream().map(ColumnDraft::name).collect(Collectors.joining(", ")) + ":";
        }

        /** Whether another column may join; one with a header or a comment stands alone. */
        private boolean takes(ColumnDraft next) {
            var first = columns.getFirst();
            return columns.size() < MOST_IN_A_LINE
                    && first.kind().equals(next.kind())
                    && isPlain(first)
                    && isPlain(next)
                    && label().length() + next.name().length() + next.kind().length() < LONGEST_LINE;
        }

        private static boolean isPlain(ColumnDraft column) {
            return column.header().isEmpty() && column.comment().isEmpty();
        }

        private String text(String indent, int width) {
            var first = columns.getFirst();
            var label = label();
            return indent + label
                    + " ".repeat(Math.max(1, width + 1 - label.length()))
                    + first.kind()
                    + (first.header().isEmpty() ? "" : " " + first.header())
                    + (first.comment().isEmpty() ? "" : "  // " + first.comment())
                    + "\n";
        }
    }

    static String of(List<ColumnDraft> columns, String indent) {
        var lines = new ArrayList<Line>();
        for (var column : columns) {
            if (!lines.isEmpty() && lines.getLast().takes(column)) {
                lines.getLast().columns().add(column);
            } else {
                lines.add(new Line(new ArrayList<>(List.of(column))));
            }
        }
        var width = lines.stream()
                .mapToInt(line -> line.label().length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
        return lines.stream().map(line -> line.text(indent, width)).collect(Collectors.joining());
    }
}
