package dev.updraft.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostic.Severity;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.render.TerminalRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Models with a few words changed, most of which the parser lets through, either compile or get errors. */
class CompilerFuzzTest {

    private static final List<String> VALID = List.of("""
            model Net(width: int = 4, rate: float = 1e-3) {
                input image: float[12, 12, 3]
                target label: class["cat", "dog"]
                network {
                    image -> rescale(1/255) -> conv2d(width, kernel: (3, 3), padding: same, activation: relu) -> x
                    y = x -> repeat 2 { residual(width) -> relu } -> max_pool2d(2)
                    repeat width - 3 { y = y -> dropout(0.25) }
                    y -> flatten -> dense(2) -> logits
                }
                loss sparse_categorical_crossentropy(logits, label)
                optimizer adam(learning_rate: rate)
                metrics accuracy, f1
                fit { epochs: 10, batch_size: 32 }
            }
            block residual(x, filters: int) {
                main = x -> conv2d(filters, kernel: 3, padding: same) -> batch_norm
                return relu(main + x)
            }
            """.splitWithDelimiters("\\W", 0));

    private static final String[] WORDS = {
        "relu",
        "dense",
        "conv2d",
        "flatten",
        "residual",
        "concat",
        "x",
        "image",
        "label",
        "logits",
        "width",
        "adam",
        "same",
        "true",
        "0",
        "1",
        "-1",
        "3",
        "0.5",
        "1e300",
        "9007199254740992",
        "1000000000",
        "\"cat\"",
        "[]",
        "(1, 2)",
        "->",
        "=",
        ":",
        ",",
        "+",
        "-",
        "*",
        "/",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "repeat",
        "shared",
        "shared block",
        "return",
        "kernel:",
        "stride:",
        "class[3]",
        "float[3]",
        "import \"x\""
    };

    /** Puts {@code word} before, or in the place of, the word at {@code position}. */
    record Change(int position, String word, boolean replaces) {}

    @Property(tries = 400)
    void aChangedModelCompilesOrGetsErrors(@ForAll("changes") @Size(min = 1, max = 3) List<Change> changes) {
        var words = new ArrayList<>(VALID);
        for (var change : changes) {
            var position = change.position() % words.size();
            if (change.replaces()) {
                words.set(position, change.word());
            } else {
                words.add(position, " " + change.word() + " ");
            }
        }
        var file = new SourceFile("fuzzed.model", String.join("", words));
        var compilation = Compiler.check(file, ImportResolver.NONE, Map.of());
        assertThat(compilation.diagnostics())
                .allSatisfy(CompilerFuzzTest::canBeShown)
                .extracting(Diagnostic::severity)
                .satisfies(severities ->
                        assertThat(severities.contains(Severity.ERROR)).isEqualTo(compilation.graph() == null));
    }

    private static void canBeShown(Diagnostic diagnostic) {
        assertThat(diagnostic.message()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
        assertThat(new TerminalRenderer(false).render(diagnostic)).contains(diagnostic.message());
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        var changes = Combinators.combine(
                        Arbitraries.integers().between(0, VALID.size()),
                        Arbitraries.of(WORDS),
                        Arbitraries.of(true, false))
                .as(Change::new);
        return changes.list().ofMinSize(1).ofMaxSize(3);
    }
}
