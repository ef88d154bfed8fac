package dev.updraft.compiler.source;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which language a text is written in. A model that was saved with its weights means for ever what it meant then: an older
 * text is rewritten when it is read.
 *
 * <p>Version 2 counts the batch in the axis of {@code concat}, where version 1 began after it.
 */
public final class LanguageVersion {
    private LanguageVersion() {}

    /** The version of this compiler. */
    public static final int CURRENT = 2;

    /** A text of a version in the current one. */
    static SourceFile upgraded(SourceFile file, int version) {
        return version >= 2 ? file : withAxesOfTheBatch(file);
    }

    private static SourceFile withAxesOfTheBatch(SourceFile file) {
        var tree = Compiler.parse(file, new Diagnostics());
        var text = new StringBuilder(file.text());
        nodes(tree)
                .flatMap(node -> axis(node).stream())
                .sorted(Comparator.comparingInt(Span::start).reversed())
                .forEach(axis -> text.replace(axis.start(), axis.end(), next(axis.text())));
        return new SourceFile(file.name(), text.toString());
    }

    /** Negative axes count from the end, in both versions. */
    private static String next(String axis) {
        if (axis.startsWith("-")) {
            return axis;
        }
        return axis.matches("[0-9]{1,4}") ? Integer.toString(Integer.parseInt(axis) + 1) : "(" + axis + ") + 1";
    }

    /** Where a call says the axis of a concatenation. */
    private static Optional<Span> axis(SyntaxTree node) {
        var arguments = switch (node) {
            case SyntaxTree.Call(var name, var given, var _) when name.text().equals("concat") -> given;
            case SyntaxTree.Apply(var name, var given, var _, var _)
            when name.text().equals("concat") -> given;
            case SyntaxTree _ -> List.<Argument>of();
        };
        return arguments.stream()
                .filter(argument -> argument.name() != null
                        ? argument.name().text().equals("axis")
                        : argument.value() instanceof SyntaxTree.NumberLiteral)
                .map(argument -> argument.value().span())
                .findFirst();
    }

    private static Stream<SyntaxTree> nodes(SyntaxTree node) {
        return Stream.concat(Stream.of(node), SyntaxTree.parts(node).flatMap(LanguageVersion::nodes));
    }
}
