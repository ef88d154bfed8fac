package dev.updraft.compiler.emit.typed;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What stands between the braces of a class, as it is written. */
final class Members {
    private static final String INDENT = "    ";

    private final Types types;
    private final StringBuilder text = new StringBuilder();

    Members(Types types) {
        this.types = types;
    }

    /** How the class writes a type. */
    String type(String qualified) {
        return types.name(qualified);
    }

    /**
     * Adds a member, an empty line between it and the last.
     *
     * @param paragraphs of its Javadoc, fit for that; those that begin with {@code @} come last
     */
    void add(String code, String... paragraphs) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        if (paragraphs.length > 0) {
            text.append(JavaComment.javadoc(INDENT, Arrays.asList(paragraphs)));
        }
        text.append(JavaAscii.of(code)
                .lines()
                .map(line -> line.isEmpty() ? "\n" : JavaLine.broken(INDENT + line) + "\n")
                .collect(Collectors.joining()));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
