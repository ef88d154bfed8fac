package dev.updraft.engine.gpu.emit.source;

/** Java source as it is written, line by line, with its indentation. */
public final class JavaText {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** Adds a line. */
    public JavaText line(String line) {
        text.append(line.isEmpty() ? "" : INDENT.repeat(depth)).append(line).append('\n');
        return this;
    }

    /** Adds {@code head} and an opening brace; what follows is indented until {@link #close}. */
    public JavaText open(String head) {
        line(head + " {");
        depth++;
        return this;
    }

    /** Adds the brace that closes the last {@link #open}. */
    public JavaText close() {
        depth--;
        return line("}");
    }

    /** Adds lines that stand at indentation 0. */
    public JavaText lines(String block) {
        block.lines().forEach(this::line);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
