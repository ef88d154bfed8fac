package dev.updraft.compiler.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/tables.md}, {@code docs/trees.md} and {@code docs/algorithms.md}. */
class TablesPageTest {

    @Test
    void itsModelsCompileWithoutAWarning(@TempDir Path folder) throws IOException {
        var page = Files.readString(Path.of("../docs/tables.md"));
        var models = new ArrayList<>(blocks(page, "model"));
        assertThat(models).hasSize(6);
        var fits = blocks(page, "model fit");
        assertThat(fits).hasSize(3);
        for (var fit : fits) {
            models.add(models.getFirst().replaceFirst("(?m)^ *fit .*$", Matcher.quoteReplacement(fit)));
        }
        var ofTrees = blocks(Files.readString(Path.of("../docs/trees.md")), "model");
        assertThat(ofTrees).hasSize(6);
        models.addAll(ofTrees);
        var ofAlgorithms = blocks(Files.readString(Path.of("../docs/algorithms.md")), "model");
        assertThat(ofAlgorithms).hasSize(7);
        models.addAll(ofAlgorithms);
        for (var text : models) {
            var model = Files.writeString(folder.resolve("example.model"), text);
            assertThat(Compiler.lower(Objects.requireNonNull(
                            Compiler.check(model, Map.of()).graph())))
                    .isNotNull();
            assertThat(Compiler.check(model, Map.of()).diagnostics()).isEmpty();
        }
    }

    private static List<String> blocks(String page, String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
