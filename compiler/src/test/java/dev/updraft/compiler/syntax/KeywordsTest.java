package dev.updraft.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import org.junit.jupiter.api.Test;

class KeywordsTest {
    @Test
    void keywordsAreNoNamesAndOthersAre() {
        assertThat(Keywords.ALL)
                .containsExactlyInAnyOrder(
                        "model",
                        "shared",
                        "block",
                        "import",
                        "input",
                        "target",
                        "network",
                        "loss",
                        "optimizer",
                        "metrics",
                        "fit",
                        "repeat",
                        "return",
                        "true",
                        "false",
                        "and",
                        "or",
                        "not")
                .allSatisfy(word -> assertThat(isName(word)).as(word).isEqualTo(word.equals("shared")));
        assertThat(isName("data")).isTrue();
    }

    private static boolean isName(String word) {
        var diagnostics = new Diagnostics();
        Parser.parse(new SourceFile("word.model", "block b(" + word + ") { return 1 }"), diagnostics);
        return diagnostics.all().isEmpty();
    }
}
