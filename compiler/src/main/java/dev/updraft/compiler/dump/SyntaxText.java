package dev.updraft.compiler.dump;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Syntax trees, one line per node, each below the node that it is part of. */
final class SyntaxText {
    private final StringBuilder text = new StringBuilder();

    private SyntaxText() {}

    static String of(SyntaxTree tree) {
        var text = new SyntaxText();
        text.node(tree, 0);
        return text.text.toString();
    }

    /** {@code call conv2d   // cifar10.model:9:16}, then its parts. */
    private void node(SyntaxTree node, int depth) {
        var words = new ArrayList<String>();
        words.add(RecordText.snakeCase(node.getClass().getSimpleName()));
        var parts = new ArrayList<SyntaxTree>();
        for (var component : RecordText.components((Record) node)) {
            switch (component) {
                case Span _ -> {}
                case SyntaxTree.Name(var name, var _) -> words.add(name);
                case SyntaxTree part -> parts.add(part);
                case List<?> list -> list.forEach(part -> parts.add((SyntaxTree) part));
                case String string -> {
                    if (!string.isEmpty() || node instanceof SyntaxTree.StringLiteral) {
                        words.add(quoted(string));
                    }
                }
                case Boolean flag -> {
                    if (node instanceof SyntaxTree.BooleanLiteral) {
                        words.add(flag.toString());
                    } else if (node instanceof SyntaxTree.Block && flag) {
                        words.addFirst("shared");
                    }
                }
                case Double number -> words.add(RecordText.number(number));
                default -> words.add(component.toString().toLowerCase(Locale.ROOT));
            }
        }
        text.append("    ".repeat(depth))
                .append(String.join(" ", words))
                .append("   // ")
                .append(node.span().location())
                .append('\n');
        parts.forEach(part -> node(part, depth + 1));
    }

    private static String quoted(String string) {
        return '"' + string.replace("\n", "\\n") + '"';
    }
}
