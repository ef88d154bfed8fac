package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a statement is carried out: in a network or in one use of a block.
 *
 * @param checkContext what the whole check shares
 * @param scope the names that hold here
 * @param library the blocks that can be used here
 * @param path prefix of the names of layers, empty or ending in a slash
 * @param uses the uses of blocks that led here, outermost first
 */
public record EvaluationScope(CheckContext checkContext, Scope scope, Library library, String path, List<Use> uses) {

    /** Uses of blocks within blocks; keeps the stack small. */
    static final int MOST_USES = 32;

    private static final int USES_SHOWN = 4;

    /** A block at work, and where it is used. */
    record Use(Library.Definition block, Span span) {}

    public EvaluationScope {
        uses = List.copyOf(uses);
    }

    /** Where the statements of a block are carried out. */
    EvaluationScope inside(Library.Definition block, Span use, Scope itsScope) {
        var itsUses = new ArrayList<>(uses);
        itsUses.add(new Use(block, use));
        return new EvaluationScope(
                checkContext, itsScope, block.home(), checkContext.layers().blockPath(path, block.name()), itsUses);
    }

    public void error(Code code, Span span, String message) {
        report(Diagnostic.error(code, span, message));
    }

    /** Reports, with the uses of blocks that led here. */
    public void report(Diagnostic diagnostic) {
        var result = diagnostic;
        for (var use : uses.reversed().subList(0, Math.min(USES_SHOWN, uses.size()))) {
            result = result.withLabel(use.span, "in this use of `%s`".formatted(use.block.name()));
        }
        checkContext.diagnosticSink().report(result);
    }

    /** Whether {@code name} can stand behind an arrow. */
    boolean isLayer(String name) {
        return library.find(name) != null || Catalog.LAYERS.has(name);
    }

    /** Names that can stand behind an arrow. */
    List<String> layerNames() {
        var names = new ArrayList<String>(library.names());
        names.addAll(Catalog.LAYERS.names());
        return names;
    }
}
