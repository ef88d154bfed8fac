package dev.updraft.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compilation;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Short ways to check a text. */
public final class Models {
    private Models() {}

    /** The graph of a text in which there is nothing wrong. */
    public static LayerGraph graph(String text) {
        return graph(text, Map.of());
    }

    static LayerGraph graph(String text, Map<String, String> parameters) {
        var compilation = check(text, parameters);
        assertThat(compilation.diagnostics()).isEmpty();
        return Objects.requireNonNull(compilation.graph());
    }

    /** A model of one input {@code x} and these statements. */
    public static String network(String input, String statements) {
        return "model M { input x: %s\n network {\n %s\n } }\n".formatted(input, statements);
    }

    static Compilation check(String text, Map<String, String> parameters) {
        return Compiler.check(new SourceFile("test.model", text), ImportResolver.NONE, parameters);
    }

    /** What is said of a text: {@code M0103: message}. */
    static List<String> messages(String text) {
        return messages(text, Map.of());
    }

    static List<String> messages(String text, Map<String, String> parameters) {
        return check(text, parameters).diagnostics().stream()
                .map(Models::message)
                .toList();
    }

    private static String message(Diagnostic diagnostic) {
        return diagnostic.code() + ": " + diagnostic.message();
    }
}
