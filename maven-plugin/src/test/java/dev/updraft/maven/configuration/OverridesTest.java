package dev.updraft.maven.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.syntax.Parser;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OverridesTest {
    private final SyntaxTree.Model wide = model("model Wide(width: int = 8, depth: int = 2) {}");
    private final SyntaxTree.Model deep = model("model Deep(depth: int = 2) {}");

    private static SyntaxTree.Model model(String text) {
        return Parser.parse(new SourceFile("x.model", text), new Diagnostics())
                .models()
                .getFirst();
    }

    @Test
    void aValueIsForAllModelsThatHaveTheParameter() {
        var overrides = Overrides.parse(List.of("width=64", "depth = 3"));

        assertThat(overrides.of(wide)).isEqualTo(Map.of("width", "64", "depth", "3"));
        assertThat(overrides.of(deep)).isEqualTo(Map.of("depth", "3"));
    }

    @Test
    void aModelsNameInFrontIsForThatModel() {
        var overrides = Overrides.parse(List.of("depth=3", "Deep.depth=9"));

        assertThat(overrides.of(wide)).isEqualTo(Map.of("depth", "3"));
        assertThat(overrides.of(deep)).isEqualTo(Map.of("depth", "9"));
    }

    @Test
    void aValueMayHoldEqualsSigns() {
        assertThat(Overrides.parse(List.of("width=\"a=b\"")).of(wide)).isEqualTo(Map.of("width", "\"a=b\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"width", "=64", "a.b.c=1", "wi dth=2"})
    void whatIsNoNameAndValueIsRefused(String written) {
        assertThatThrownBy(() -> Overrides.parse(List.of(written)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("as in width=64, found `" + written + "`");
    }

    @Test
    void aValueThatNoModelTakesIsRefusedWithTheNearestOne() {
        var models = List.of(wide, deep);

        assertThatCode(() -> Overrides.parse(List.of("width=1")).requireUseIn(models))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Overrides.parse(List.of("widht=1")).requireUseIn(models))
                .hasMessage("parameters: no model has a parameter `widht`; did you mean `width`?");
        assertThatThrownBy(() -> Overrides.parse(List.of("Deep.width=1")).requireUseIn(models))
                .hasMessageContaining("no model has a parameter `Deep.width`");
        assertThatThrownBy(() -> Overrides.parse(List.of("width=1")).requireUseIn(List.of()))
                .hasMessage("parameters: no model has a parameter `width`: the models have none");
    }
}
