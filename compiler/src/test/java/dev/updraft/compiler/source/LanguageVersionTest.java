package dev.updraft.compiler.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.source.ModelSource.Import;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageVersionTest {
    private static final String MODEL = """
            import "b.model"
            model Old(last: int = 1) {
                input a: float[2, 3]
                network { %s -> joined -> flatten -> dense(1) }
            }
            """;

    private static ModelSource source(String chain, String block) {
        var file = new SourceFile("old.model", MODEL.formatted(chain));
        var imported = new Import("old.model", "b.model", new SourceFile("b.model", block));
        return new ModelSource(file, List.of(imported), Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "concat(a, a, axis: 0) | concat(a, a, axis: 1) | [batch, 4, 3]",
                "concat(a, a, axis: 1) | concat(a, a, axis: 2) | [batch, 2, 6]",
                "concat(a, a, axis: -1) | concat(a, a, axis: -1) | [batch, 2, 6]",
                "concat(a, a, 0) | concat(a, a, 1) | [batch, 4, 3]",
                "a -> concat(a, axis: last) | a -> concat(a, axis: (last) + 1) | [batch, 2, 6]",
                "concat(a, a) | concat(a, a) | [batch, 2, 6]",
                "joined(a) | joined(a) | [batch, 4, 3]",
            })
    void anOlderTextMeansWhatItMeantThen(String old, String current, String shape) {
        var upgraded =
                source(old, "block joined(x) { return concat(x, x, axis: 0) }").upgraded(1);

        assertThat(upgraded.file().text()).isEqualTo(MODEL.formatted(current));
        assertThat(upgraded.imports().getFirst().file().text())
                .isEqualTo("block joined(x) { return concat(x, x, axis: 1) }");
        var graph = Objects.requireNonNull(upgraded.check().graph());
        assertThat(graph.layers()).anySatisfy(layer -> {
            assertThat(layer.name()).endsWith("concat");
            assertThat(layer.shape()).hasToString(shape);
        });
    }

    @Test
    void aTextOfThisVersionStays() {
        var source = source("concat(a, a, axis: 1)", "block other(x) { return concat(x, x, axis: 1) }");

        assertThat(source.upgraded(LanguageVersion.CURRENT)).isEqualTo(source);
    }
}
