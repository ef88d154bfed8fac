package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph.BlockCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement is carried out: in a network or in one use of a block.
 *
 * @param checkContext what the whole check shares
 * @param scope the names that hold here
 * @param library the blocks that can be used here
 * @param call the use of a block whose statements these are; null in the network itself
 * @param uses the uses of blocks that led here, outermost first
 */
public record EvaluationScope(
        CheckContext checkContext,
        Scope scope,
        Library library,
        @Nullable BlockCall call,
        List<Use> uses) {

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
        return new EvaluationScope(checkContext, itsScope, block.home(), call(block, use), itsUses);
    }

    /** A shared block belongs to the model and not to the block that uses it. */
    private BlockCall call(Library.Definition block, Span use) {
        var layers = checkContext.layers();
        if (block.block().shared()) {
            var itsPath = layers.unique(block.name());
            var first = checkContext.sharedBlocks().of(block);
            var weights = first == null ? itsPath : first.call().weights();
            return new BlockCall(itsPath, weights, block.name(), call, use);
        }
        var itsPath = layers.unique(path() + block.name());
        var weights = call == null
                ? itsPath
                : call.weights() + itsPath.substring(call.path().length());
        return new BlockCall(itsPath, weights, block.name(), call, use);
    }

    /** What the names of layers begin with: nothing, or the path of a use of a block and a slash. */
    String path() {
        return call == null ? "" : call.path() + "/";
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

    /** Names that can stand before parentheses. */
    List<String> callableNames() {
        var names = new ArrayList<>(layerNames());
        names.addAll(Catalog.FUNCTIONS.names());
        return names;
    }
}
