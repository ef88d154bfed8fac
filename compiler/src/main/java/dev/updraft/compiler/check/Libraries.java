package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.ShippedFiles;
import dev.updraft.compiler.check.ImportResolver.UnresolvedException;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.Library;
import dev.updraft.compiler.check.evaluation.Library.Definition;
import dev.updraft.compiler.check.evaluation.ParameterTypes;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.syntax.Parser;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Import;
import dev.updraft.compiler.syntax.SyntaxTree.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers the blocks that each file can use. A file sees the blocks of those it imports, but not what those import. */
final class Libraries {
    /** Imports within imports; keeps the stack small. */
    private static final int DEEPEST = 64;

    private final ImportResolver resolver;
    private final Diagnostics diagnostics;
    private final DiagnosticSink diagnosticSink;
    private final Map<String, Library> loaded = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    Libraries(ImportResolver resolver, Diagnostics diagnostics, DiagnosticSink diagnosticSink) {
        this.resolver = resolver;
        this.diagnostics = diagnostics;
        this.diagnosticSink = diagnosticSink;
    }

    /** The blocks that {@code file} can use. */
    Library load(SourceFile file, SyntaxTree.File tree) {
        var library = new Library(file);
        loaded.put(file.name(), library);
        open.push(file.name());
        for (var block : tree.blocks()) {
            declare(block, library);
        }
        var imported = new HashSet<String>();
        for (var statement : tree.imports()) {
            load(statement, library, imported);
        }
        open.pop();
        return library;
    }

    private void declare(SyntaxTree.Block block, Library library) {
        var name = block.name();
        var earlier = library.find(name.text());
        if (Catalog.LAYERS.has(name.text())) {
            diagnosticSink.report(
                    Diagnostic.error(Code.M0204, name.span(), "`%s` is a layer already".formatted(name.text()))
                            .withHelp("rename the block"));
        } else if (earlier != null) {
            diagnosticSink.report(
                    Diagnostic.error(Code.M0203, name.span(), "there is a block `%s` already".formatted(name.text()))
                            .withLabel(earlier.block().name().span(), "here"));
        } else {
            library.add(new Definition(block, library));
        }
        ParameterTypes.check(block.parameters(), true, diagnosticSink);
        checkReturn(block);
    }

    private void checkReturn(SyntaxTree.Block block) {
        var statements = block.statements();
        if (statements.isEmpty() || !(statements.getLast() instanceof SyntaxTree.Return)) {
            diagnosticSink.report(Diagnostic.error(
                            Code.M0406,
                            block.name().span(),
                            "the block `%s` does not end with `return`"
                                    .formatted(block.name().text()))
                    .withHelp("end it with `return value`"));
        }
        refuseReturn(statements.isEmpty() ? statements : statements.subList(0, statements.size() - 1), diagnosticSink);
    }

    /** Reports every {@code return} among {@code statements}. */
    static void refuseReturn(List<Statement> statements, DiagnosticSink diagnosticSink) {
        for (var statement : statements) {
            switch (statement) {
                case SyntaxTree.Return(var _, var span) ->
                    diagnosticSink.report(
                            Diagnostic.error(Code.M0406, span, "`return` can only be the last statement of a block"));
                case SyntaxTree.Repeat repeat -> refuseReturn(repeat.body(), diagnosticSink);
                case SyntaxTree.Assignment _, SyntaxTree.Evaluate _ -> {}
            }
        }
    }

    private void load(Import statement, Library library, Set<String> imported) {
        try {
            load(resolver.resolve(library.file(), statement.path()), statement, library, imported);
        } catch (UnresolvedException e) {
            library.markIncomplete();
            var code = switch (e.reason()) {
                case MISSING -> Code.M0401;
                case FORBIDDEN, AMBIGUOUS -> Code.M0402;
            };
            var help = switch (e.reason()) {
                case MISSING, FORBIDDEN ->
                    ShippedBlocks.isShipped(statement.path())
                            ? "write import \"%s%s\"".formatted(ShippedFiles.PREFIX, ShippedFiles.NAMES.getFirst())
                            : "the path is relative to the folder of this file, and stays in the model's folder";
                case AMBIGUOUS -> "remove all but one of them, or rename the file";
            };
            diagnosticSink.report(Diagnostic.error(
                            code,
                            statement.pathSpan(),
                            "\"%s\" cannot be imported: %s".formatted(statement.path(), e.getMessage()))
                    .withHelp(help));
        }
    }

    private void load(SourceFile file, Import statement, Library library, Set<String> imported) {
        if (open.contains(file.name())) {
            library.markIncomplete();
            var circle = Stream.concat(
                            open.reversed().stream().dropWhile(name -> !name.equals(file.name())),
                            Stream.of(file.name()))
                    .map(Libraries::shortName)
                    .collect(Collectors.joining(" imports "));
            diagnosticSink.report(Diagnostic.error(Code.M0403, statement.pathSpan(), "circular import: " + circle)
                    .withHelp("move what both files need to a third file"));
            return;
        }
        if (!imported.add(file.name())) {
            diagnosticSink.report(Diagnostic.warning(
                    Code.M0404, statement.pathSpan(), "\"%s\" is imported already".formatted(statement.path())));
            return;
        }
        if (open.size() == DEEPEST) {
            library.markIncomplete();
            diagnosticSink.report(Diagnostic.error(
                    Code.M0408,
                    statement.span(),
                    String.format(Locale.ROOT, "imports are nested more than %d deep", DEEPEST)));
            return;
        }
        var known = loaded.get(file.name());
        var other = known == null ? parseAndLoad(file) : known;
        if (!other.complete()) {
            library.markIncomplete();
        }
        for (var definition : other.definitions()) {
            if (definition.home() == other) {
                share(statement, definition, library);
            }
        }
    }

    private static String shortName(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    private Library parseAndLoad(SourceFile file) {
        var problemsBefore = diagnostics.all().size();
        var tree = Parser.parse(file, diagnostics);
        var library = load(file, tree);
        if (diagnostics.all().size() > problemsBefore && tree.blocks().isEmpty()) {
            library.markIncomplete();
        }
        return library;
    }

    private void share(Import statement, Definition definition, Library library) {
        var earlier = library.find(definition.name());
        if (earlier == null) {
            library.add(definition);
            return;
        }
        diagnosticSink.report(Diagnostic.error(
                        Code.M0203,
                        statement.pathSpan(),
                        "\"%s\" has a block `%s`, which already exists".formatted(statement.path(), definition.name()))
                .withLabel(earlier.block().name().span(), "here")
                .withLabel(definition.block().name().span(), "and here"));
    }
}
