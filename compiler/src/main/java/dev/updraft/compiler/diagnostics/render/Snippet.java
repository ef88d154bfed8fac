package dev.updraft.compiler.diagnostics.render;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostic.Severity;
import dev.updraft.compiler.diagnostics.Secrets;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The lines of source that a diagnostic is about, with what is to be said of them underlined. */
final class Snippet {

    private final List<String> lines = new ArrayList<>();
    private final Style style;
    private final int width;
    private final boolean error;
    private final String margin;

    /** An underlined place; the primary one has no text, for that is the message. */
    private record Mark(Span span, String text, boolean primary) {}

    Snippet(Diagnostic diagnostic, Style style, int width) {
        this.style = style;
        this.width = width;
        this.error = diagnostic.severity() == Severity.ERROR;
        var marks = new ArrayList<Mark>();
        marks.add(new Mark(diagnostic.primary(), "", true));
        for (var label : diagnostic.secondary()) {
            marks.add(new Mark(label.span(), label.text(), false));
        }
        var lastLine = marks.stream().mapToInt(mark -> mark.span().line()).max().orElseThrow();
        this.margin = " ".repeat(Math.max(2, Integer.toString(lastLine).length()));

        var files = marks.stream().map(mark -> mark.span().file()).distinct().toList();
        for (var file : files) {
            addFile(
                    file,
                    marks.stream()
                            .filter(mark -> mark.span().file().equals(file))
                            .toList());
        }
    }

    String text() {
        return String.join("\n", lines);
    }

    /** A line below the snippet, in line with it. */
    String note(String text) {
        return margin + style.secondary(" = ") + text;
    }

    private void addFile(SourceFile file, List<Mark> marks) {
        var arrow = lines.isEmpty() ? "--> " : "::: ";
        lines.add(margin
                + style.secondary(arrow)
                + Printable.of(marks.getFirst().span().location()));
        if (file.text().isEmpty()) {
            return;
        }
        lines.add(margin + style.secondary(" |"));
        var byPosition = Comparator.comparingInt((Mark mark) -> mark.span().start());
        var lastShown = 0;
        var window = new Window(file, 0, 0, 0);
        for (var mark : marks.stream().sorted(byPosition).toList()) {
            var line = mark.span().line();
            if (line != lastShown || !window.shows(mark.span().start())) {
                if (lastShown != 0 && line > lastShown + 1) {
                    lines.add(margin.substring(1) + style.secondary("..."));
                }
                window = Window.around(mark.span(), width);
                var number = Integer.toString(line);
                var gutter = margin.substring(number.length()) + number + " | ";
                lines.add((style.secondary(gutter) + window.text()).stripTrailing());
                lastShown = line;
            }
            var column = window.column(mark.span().start());
            var length = Math.max(1, window.column(mark.span().end()) - column);
            var underline = (mark.primary() ? "^" : "-").repeat(length);
            var said = mark.text().isEmpty() ? underline : underline + " " + Printable.of(mark.text());
            lines.add(margin + style.secondary(" | ") + " ".repeat(column) + painted(said, mark.primary()));
        }
    }

    private String painted(String text, boolean primary) {
        if (!primary) {
            return style.secondary(text);
        }
        return error ? style.error(text) : style.warning(text);
    }

    /** The part of a line from {@code start} to {@code end} that is shown, of a line that goes up to {@code lineEnd}. */
    private record Window(SourceFile file, int start, int end, int lineEnd) {

        private static final int TAB = 4;
        private static final String CUT = "…";

        static Window around(Span span, int width) {
            var file = span.file();
            var line = span.line();
            var lineStart = file.lineStart(line);
            var lineEnd = file.lineEnd(line);
            if (lineEnd - lineStart <= width) {
                return new Window(file, lineStart, lineEnd, lineEnd);
            }
            var focus = Math.min(span.start(), lineEnd);
            var start = Math.max(lineStart, Math.min(focus - width / 3, lineEnd - width));
            var end = Math.min(lineEnd, start + width);
            return new Window(file, wholeCharacter(file, start), wholeCharacter(file, end), lineEnd);
        }

        private static int wholeCharacter(SourceFile file, int offset) {
            var text = file.text();
            var inside = offset > 0
                    && offset < text.length()
                    && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
            return inside ? offset + 1 : offset;
        }

        boolean shows(int offset) {
            return start <= offset && offset <= end;
        }

        String text() {
            var cutBefore = cutBefore() ? CUT : "";
            var cutAfter = end < lineEnd ? CUT : "";
            return cutBefore + expand(shown(end)) + cutAfter;
        }

        /** How many columns right of the window's left edge the character at {@code offset} is shown. */
        int column(int offset) {
            var upTo = Math.clamp(offset, start, end);
            var before = expand(shown(upTo));
            return before.codePointCount(0, before.length()) + (cutBefore() ? 1 : 0);
        }

        /** What is shown up to there. */
        private String shown(int upTo) {
            var lineStart = file.lineStart(file.line(start));
            return Secrets.masked(file.text().substring(lineStart, lineEnd))
                    .substring(start - lineStart, upTo - lineStart);
        }

        private boolean cutBefore() {
            return start > 0 && file.text().charAt(start - 1) != '\n';
        }

        private static String expand(String text) {
            var expanded = new StringBuilder();
            text.codePoints().forEach(c -> {
                if (c == '\t') {
                    expanded.repeat(' ', TAB);
                } else {
                    expanded.appendCodePoint(Printable.of(c));
                }
            });
            return expanded.toString();
        }
    }
}
