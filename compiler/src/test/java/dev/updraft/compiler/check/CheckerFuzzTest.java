package dev.updraft.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.diagnostics.Diagnostic.Severity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever a file says, the checker answers with a graph or with errors. */
class CheckerFuzzTest {
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "3",
            "-1",
            "2147483647",
            "9007199254740991",
            "0.5",
            "1e300",
            "true",
            "\"same\"",
            "same",
            "relu",
            "(3, 5)",
            "(0, -1)",
            "[]",
            "x",
            "y",
            "n",
            "image",
            "dense",
            "leaky_relu(0.1)",
            "x -> relu",
            "1 / 0",
            "x + y",
            "block_a(x)",
            "tower(x)",
            "cosine(1, 2)",
            "l2(0.1)");

    @Provide
    Arbitrary<String> calls() {
        var names = Stream.concat(
                        Catalog.tables().stream().flatMap(table -> table.names().stream()),
                        Stream.of("block_a", "block_b", "tower", "nothing", "x", "n"))
                .toList();
        var argumentNames = Catalog.LAYERS.rows().stream()
                .flatMap(row -> row.parameters().stream())
                .map(parameter -> parameter.name() + ": ");
        var argument = Combinators.combine(
                        Arbitraries.of(Stream.concat(Stream.of("", "", ""), argumentNames)
                                .toList()),
                        Arbitraries.of(VALUES))
                .as(String::concat);
        return Combinators.combine(Arbitraries.of(names), argument.list().ofMaxSize(4))
                .as((name, arguments) -> arguments.isEmpty() ? name : name + "(" + String.join(", ", arguments) + ")");
    }

    @Property(tries = 300)
    void everyTextIsJudged(
            @ForAll("calls") String loss,
            @ForAll("calls") String optimizer,
            @ForAll @Size(max = 6) List<@From("calls") String> stages) {
        var chain = stages.stream().map(stage -> " -> " + stage).collect(Collectors.joining());
        var text = """
                model M(n: int = 3) {
                    input x: float[8, 8, 3]
                    input y: float[4]
                    target label: class[3]
                    network {
                        a = x%s
                        y%s -> out
                    }
                    loss %s
                    optimizer %s
                }
                block block_a(v, k: int = 2) { return v -> dense(k)%s }
                block block_b(v, w) { return add(v, w) -> block_a -> tower }
                shared block tower(v, k: int = 2) { return v -> dense(k)%s }
                """.formatted(chain, chain, loss, optimizer, chain, chain);

        var compilation = Models.check(text, Map.of());

        var errors = compilation.diagnostics().stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
        assertThat(compilation.graph() == null).isEqualTo(errors);
    }
}
