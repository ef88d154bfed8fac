package dev.updraft.compiler.emit.typed;

/** Lines of code that are no longer than readers want, as far as names and texts allow. */
final class JavaLine {
    private static final int LONGEST = 120;
    private static final String CONTINUED = " ".repeat(8);

    private JavaLine() {}

    /** The line, broken behind commas, brackets, arrows and equals signs where it is too long. */
    static String broken(String line) {
        if (line.length() <= LONGEST) {
            return line;
        }
        var indent = line.substring(0, line.length() - line.stripLeading().length()) + CONTINUED;
        var text = new StringBuilder();
        var rest = line;
        for (var end = end(rest); end > 0; end = end(rest)) {
            text.append(rest.substring(0, end).stripTrailing()).append('\n');
            rest = indent + rest.substring(end).strip();
        }
        return text.append(rest).toString();
    }

    /** Where the first line ends: as late as fits, else as early as possible; 0 if nothing needs to follow, or can. */
    private static int end(String line) {
        if (line.length() <= LONGEST) {
            return 0;
        }
        var best = 0;
        var inText = false;
        for (var i = line.length() - line.stripLeading().length(); i < line.length() - 1; i++) {
            var c = line.charAt(i);
            if (inText && c == '\\') {
                i++;
            } else if (c == '"') {
                inText = !inText;
            } else if (!inText && breaksBehind(line, i) && (best == 0 || i + 1 <= LONGEST)) {
                best = i + 1;
            }
        }
        return best;
    }

    private static boolean breaksBehind(String line, int index) {
        var next = line.charAt(index + 1);
        return switch (line.charAt(index)) {
            case ',', '=' -> next == ' ';
            case '>' -> next == ' ' && line.charAt(index - 1) == '-';
            case '(' -> next != ')';
            default -> false;
        };
    }
}
