package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.grammar.ModelParser;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** From text to {@link SyntaxTree}. */
public final class Parser {

    private Parser() {}

    /**
     * Parses a file. All errors are reported, none is thrown; if there are any, an empty file is returned, since what it
     * means is then a guess.
     */
    public static SyntaxTree.File parse(SourceFile file, Diagnostics diagnostics) {
        if (file.text().length() > SourceFile.LARGEST) {
            diagnostics.report(SourceReader.tooLarge(file.name()));
            return empty(file);
        }
        var source = new Source(file, diagnostics);
        var tokens = new CommonTokenStream(new ListTokenSource(Brackets.balance(Scanner.scan(source), source)));
        var parser = new ModelParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new ErrorRecovery(source));
        var tree = parser.file();
        LanguageRules.check(tree, source);
        return source.hasErrors() ? empty(file) : new TreeBuilder(source, tokens).file(tree);
    }

    /** Parses a text that is one expression; null if it is not, which has been reported then. */
    public static SyntaxTree.@Nullable Expression parseExpression(SourceFile file, Diagnostics diagnostics) {
        var source = new Source(file, diagnostics);
        var tokens = new CommonTokenStream(new ListTokenSource(Brackets.balance(Scanner.scan(source), source)));
        var parser = new ModelParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new ErrorRecovery(source));
        var tree = parser.expression();
        LanguageRules.check(tree, source);
        if (!source.hasErrors() && parser.getCurrentToken().getType() != Token.EOF) {
            var rest = source.span(parser.getCurrentToken());
            source.report(Diagnostic.error(Code.M0001, rest, "expected nothing more, found `" + rest.text() + "`"));
        }
        return source.hasErrors() ? null : new ExpressionBuilder(source).expression(tree);
    }

    private static SyntaxTree.File empty(SourceFile file) {
        return new SyntaxTree.File(
                List.of(), List.of(), List.of(), file.span(0, file.text().length()));
    }
}
