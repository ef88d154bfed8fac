package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks that one file can use: its own and those of the files it imports. */
public final class Library {
    private final SourceFile file;
    private final Map<String, Definition> blocks = new LinkedHashMap<>();
    private boolean complete = true;

    /** A block, with the library of the file it stands in, which its own names refer to. */
    public record Definition(SyntaxTree.Block block, Library home) {
        public String name() {
            return block.name().text();
        }
    }

    public Library(SourceFile file) {
        this.file = file;
    }

    public SourceFile file() {
        return file;
    }

    @Nullable
    public Definition find(String name) {
        return blocks.get(name);
    }

    public void add(Definition definition) {
        blocks.put(definition.name(), definition);
    }

    Collection<String> names() {
        return blocks.keySet();
    }

    public Collection<Definition> definitions() {
        return blocks.values();
    }

    /** Whether every import was found and understood; if not, an unknown block may be one that is missing. */
    public boolean complete() {
        return complete;
    }

    public void markIncomplete() {
        complete = false;
    }
}
