package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on the Java API is a program. */
class ApiPageTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theSnippetsCompileAndRunInOrder() throws Exception {
        var snippets = new PageSnippets(Path.of("docs/api.md")).in("java");
        assertThat(snippets).hasSizeGreaterThan(5);
        PageSnippets.run(String.join("\n", snippets), folder);
    }
}
