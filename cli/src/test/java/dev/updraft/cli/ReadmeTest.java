package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the front page shows works. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");

    @TempDir
    private Path folder = Path.of("");

    private static List<String> blocks(String language) throws IOException {
        return new PageSnippets(README).in(language);
    }

    @Test
    void everyCommandRuns() throws IOException {
        var lines = blocks("sh").stream().flatMap(String::lines).toList();
        assertThat(lines).hasSizeGreaterThan(5);
        for (var line : lines) {
            if (line.startsWith("./build ")) {
                assertThat(Path.of(".ci/run")).content().contains(line.split(" ")[1]);
            } else {
                assertThat(line).startsWith("./updraft ");
                runs(line.substring("./updraft ".length()));
            }
        }
    }

    /** As it stands, but that it trains for one epoch and leaves nothing behind. */
    private void runs(String command) {
        var weights = folder.resolve("iris.safetensors").toString();
        var words = command.replace("iris.safetensors", weights).replaceFirst("--epochs \\d+", "");
        if (command.startsWith("train")) {
            words += " --epochs 1";
        }
        if (command.startsWith("train") && !command.contains("--output")) {
            words += " --output " + folder.resolve("weights.safetensors");
        }
        if (command.startsWith("evaluate") && !command.contains("--report")) {
            words += " --report " + folder.resolve("evaluation");
        }
        var run = CommandRun.of(words.trim().split(" +"));
        assertThat(run.status()).as(command + "\n" + run.err()).isZero();
        assertThat(run.out()).as(command).isNotEmpty();
    }

    @Test
    void theModelIsTheOneOfTheExamples() throws IOException {
        assertThat(blocks("model"))
                .singleElement()
                .asString()
                .isEqualTo(Files.readString(Path.of("examples/iris/iris.model")));
    }

    @Test
    void theJavaCompilesAndRuns() throws Exception {
        PageSnippets.run(blocks("java").getFirst().replace("iris.safetensors", folder + "/iris.safetensors"), folder);
        assertThat(folder.resolve("iris.safetensors")).isNotEmptyFile();
    }

    @Test
    void everyNameOfTheLanguageIsListed() throws IOException {
        var text = Files.readString(README);
        for (var table : Catalog.tables()) {
            assertThat(table.names())
                    .as(table.noun())
                    .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
        }
    }

    @Test
    void everythingItLinksToIsThere() throws IOException {
        var links = Pattern.compile("\\]\\((?!https?:)([^)]+)\\)")
                .matcher(Files.readString(README))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
    }
}
