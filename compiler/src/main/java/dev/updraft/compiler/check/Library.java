package dev.updraft.compiler.check;

import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks that one file can use: its own and those of the files it imports. */
final class Library {
    private final SourceFile file;
    private final Map<String, Definition> blocks = new LinkedHashMap<>();
    private boolean complete = true;

    /** A block, with the library of the file it stands in, which its own names refer to. */
    record Definition(SyntaxTree.Block block, Library home) {
        String name() {
            return block.name().text();
        }
    }

    Library(SourceFile file) {
        this.file = file;
    }

    SourceFile file() {
        return file;
    }

    @Nullable
    Definition find(String name) {
        return blocks.get(name);
    }

    void add(Definition definition) {
        blocks.put(definition.name(), definition);
    }

    Collection<String> names() {
        return blocks.keySet();
    }

    Collection<Definition> definitions() {
        return blocks.values();
    }

    /** Whether every import was found and understood; if not, an unknown block may be one that is missing. */
    boolean complete() {
        return complete;
    }

    void markIncomplete() {
        complete = false;
    }
}
