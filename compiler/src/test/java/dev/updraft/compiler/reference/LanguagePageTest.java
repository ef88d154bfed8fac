package dev.updraft.compiler.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the language is what the catalog says, and its models compile. */
class LanguagePageTest {
    private static final Path PAGE = Path.of("../docs/language.md");

    /** A block of the text written by hand that another block imports begins with its name. */
    private static final Pattern FILE = Pattern.compile("// (\\S+\\.model)\n");

    @Test
    void thePageIsWhatTheCatalogSays() throws IOException {
        var rendered = LanguagePage.render();
        if (Boolean.getBoolean("updraft.docs.write")) {
            Files.writeString(PAGE, rendered);
        }
        assertThat(PAGE)
                .as("docs/language.md is generated. Regenerate it with\n"
                        + "./build -pl compiler -am test -Dtest=LanguagePageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dupdraft.docs.write=true\n")
                .hasContent(rendered);
    }

    @Test
    void everyEntryIsOnThePage() {
        var page = LanguagePage.render();
        for (var entry : Reference.all()) {
            var place = switch (entry) {
                case Entry.Declared(var _, var declaration, var _)
                when declaration.equals(Catalog.FIT) -> "\n## The fit block\n";
                case Entry.Declared declared -> "\n### " + declared.name() + "\n";
                case Entry.Setting setting -> "\n| `" + setting.name() + "` |";
            };
            assertThat(page).contains(place);
        }
    }

    @Test
    void modelsWrittenByHandCompileWithoutAWarning(@TempDir Path folder) throws IOException {
        var blocks = blocks(LanguagePage.template());
        assertThat(blocks).hasSizeGreaterThan(4);
        for (var block : blocks) {
            var name = FILE.matcher(block);
            if (name.lookingAt()) {
                Files.writeString(folder.resolve(name.group(1)), block);
                continue;
            }
            var model = Files.writeString(folder.resolve("example.model"), block);
            var compilation = Compiler.check(model, Map.of());
            assertThat(compilation.diagnostics()).as(block).isEmpty();
        }
    }

    private static List<String> blocks(String page) {
        return Pattern.compile("^```model\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void everyLinkLeadsSomewhere() {
        var page = LanguagePage.render();
        var anchors = new HashSet<String>();
        var counts = new HashMap<String, Integer>();
        Pattern.compile("^#+ (.*)$", Pattern.MULTILINE).matcher(page).results().forEach(heading -> {
            var slug = heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9 _-]", "")
                    .replace(' ', '-');
            var count = counts.merge(slug, 1, Integer::sum);
            anchors.add(count == 1 ? slug : slug + "-" + (count - 1));
        });
        var links = Pattern.compile("\\]\\(([^)]+)\\)")
                .matcher(page.replaceAll("(?s)```.*?```", ""))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> {
            if (link.startsWith("#")) {
                assertThat(anchors).contains(link.substring(1));
            } else {
                assertThat(PAGE.resolveSibling(link)).exists();
            }
        });
    }
}
