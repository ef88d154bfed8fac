package dev.updraft.compiler.emit.typed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text of a {@code .model} file in the comments of a class: it stays text, whatever is in it. */
final class JavaComment {
    private JavaComment() {}

    private static final int WIDTH = 120;
    private static final Pattern CODE = Pattern.compile("`([^`{}@*\\\\]+)`");

    /** Paragraphs as Javadoc in ASCII, indented by {@code indent}; each must be fit for Javadoc, see {@link #escaped}. */
    static String javadoc(String indent, List<String> paragraphs) {
        var lines = new ArrayList<String>();
        var afterTag = false;
        for (var paragraph : paragraphs.stream().filter(text -> !text.isBlank()).toList()) {
            var tag = paragraph.startsWith("@");
            if (!lines.isEmpty() && !afterTag) {
                lines.add("");
            }
            afterTag = tag;
            var text = (lines.isEmpty() || tag ? "" : "<p>") + JavaAscii.of(paragraph);
            lines.addAll(wrapped(text, WIDTH - indent.length() - 3, tag));
        }
        var only = lines.getFirst();
        if (lines.size() == 1 && indent.length() + only.length() + 7 <= WIDTH) {
            return indent + "/** " + only + " */\n";
        }
        return lines.stream()
                .map(line -> indent + (line.isEmpty() ? " *" : " * " + line) + "\n")
                .collect(Collectors.joining("", indent + "/**\n", indent + " */\n"));
    }

    private static List<String> wrapped(String text, int width, boolean hanging) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(hanging ? "    " : "");
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** {@code text} so that Javadoc shows it as it is, and {@code `code`} as code. */
    static String escaped(String text) {
        var result = new StringBuilder();
        var code = CODE.matcher(text);
        var from = 0;
        while (code.find()) {
            result.append(characters(text.substring(from, code.start())));
            result.append("{@code ").append(plain(code.group(1))).append('}');
            from = code.end();
        }
        return result.append(characters(text.substring(from))).toString().strip();
    }

    /** {@code : text}, or nothing if there is no text. */
    static String behindColon(String text) {
        var shown = escaped(text);
        return shown.isEmpty() ? "" : ": " + shown;
    }

    /** {@code text} as it may stand behind {@code //}: in one line, and without Java's own escapes. */
    static String plain(String text) {
        return text.codePoints()
                .map(JavaComment::visible)
                .map(letter -> letter == '\\' ? '/' : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String characters(String text) {
        return text.codePoints()
                .map(JavaComment::visible)
                .mapToObj(letter -> switch (letter) {
                    case '&' -> "&amp;";
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '@' -> "&#64;";
                    case '*' -> "&#42;";
                    case '\\' -> "&#92;";
                    case '{' -> "&#123;";
                    case '}' -> "&#125;";
                    default -> Character.toString(letter);
                })
                .collect(Collectors.joining());
    }

    private static int visible(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '?';
            default -> letter;
        };
    }
}
