package dev.updraft.compiler;

import dev.updraft.compiler.check.Checker;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.lower.Lowering;
import dev.updraft.compiler.passes.Passes;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.stack.LargeStack;
import dev.updraft.compiler.syntax.Parser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole way from a {@code .model} file to a program, on a stack that is large enough for whatever it nests. */
public final class Compiler {
    private Compiler() {}

    /**
     * Checks the model of a file; what it imports must lie in or below the file's folder.
     *
     * @param parameters values of the model's parameters, as text, by name; the others have their defaults
     */
    public static Compilation check(Path file, Map<String, String> parameters) {
        var diagnostics = new Diagnostics();
        var source = SourceReader.read(file, diagnostics);
        if (source == null) {
            return new Compilation(null, diagnostics.all());
        }
        var folder = file.toAbsolutePath().resolveSibling("");
        return check(source, new FileImports(folder), parameters);
    }

    /** Checks the model of a text. */
    public static Compilation check(SourceFile source, ImportResolver imports, Map<String, String> parameters) {
        return LargeStack.call(() -> checkHere(source, imports, parameters));
    }

    private static Compilation checkHere(SourceFile source, ImportResolver imports, Map<String, String> parameters) {
        var diagnostics = new Diagnostics();
        var tree = Parser.parse(source, diagnostics);
        var empty = tree.models().isEmpty() && tree.blocks().isEmpty();
        if (empty && diagnostics.hasErrors()) {
            return new Compilation(null, diagnostics.all());
        }
        var graph = Checker.check(source, tree, imports, parameters, diagnostics);
        return new Compilation(diagnostics.hasErrors() ? null : graph, diagnostics.all());
    }

    /** Checks a file that holds blocks for others to import, and no model. */
    public static List<Diagnostic> checkBlocks(SourceFile source, ImportResolver imports) {
        return LargeStack.call(() -> {
            var diagnostics = new Diagnostics();
            Checker.checkBlocks(source, Parser.parse(source, diagnostics), imports, diagnostics);
            return diagnostics.all();
        });
    }

    /**
     * A callback that is written as in a {@code fit} block, such as {@code early_stopping(patience: 5)}.
     *
     * @param place what it is called in messages
     * @param diagnostics takes everything found
     * @return null if there are errors
     */
    public static @Nullable CallbackSettings callback(String place, String text, Diagnostics diagnostics) {
        var source = new SourceFile(place, text);
        return LargeStack.call(() -> {
            var expression = Parser.parseExpression(source, diagnostics);
            return expression == null ? null : Checker.checkCallback(source, expression, diagnostics);
        });
    }

    /** The program that an engine runs: the network's layers, loss and optimizer as tensor operations. */
    public static Program lower(LayerGraph layers) {
        return LargeStack.call(() -> Passes.simplify(Lowering.of(layers)));
    }
}
