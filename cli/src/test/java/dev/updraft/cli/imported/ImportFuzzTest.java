package dev.updraft.cli.imported;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.draft.DraftException;
import dev.updraft.cli.draft.TreesDraft;
import dev.updraft.foreign.ForeignFile;
import dev.updraft.foreign.trees.ForeignException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a file holds, it becomes a model or is refused by its name. */
class ImportFuzzTest {
    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d.E+-]*");
    private static Path file = Path.of("");

    @BeforeContainer
    static void makeFile() throws IOException {
        file = Files.createTempFile("fuzz", ".trees");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    private static byte[] bytes(String name) throws IOException {
        try (var in = Oracle.open(name)) {
            return in.readAllBytes();
        }
    }

    private static void read(byte[] content) throws IOException {
        Files.write(file, content);
        try {
            var trees = ForeignFile.read(file);
            var draft = TreesDraft.of(trees, file.toString(), "fuzz.model", "y");
            assertThat(draft.features()).hasSize(trees.features().size());
        } catch (ForeignException | DraftException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
        }
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(
                "xgboost/squared.json", "xgboost/squared.ubj", "xgboost/softprob.ubj", "lightgbm/regression.txt");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                "xgboost/squared.json", "xgboost/old-dart.json", "lightgbm/regression.txt", "lightgbm/codes.txt");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "-1",
                "0",
                "1",
                "2",
                "7",
                "1000000",
                "2147483647",
                "99999999999",
                "1e300",
                "0.5",
                "NaN",
                "-Infinity",
                "\"\"",
                "[]",
                "{}",
                "null",
                "true",
                "",
                " ",
                ":",
                "]",
                "\n");
    }

    @Property(tries = 300)
    void changedBytes(
            @ForAll("files") String name,
            @ForAll List<@IntRange(min = 0, max = 30_000) Integer> places,
            @ForAll byte change)
            throws IOException {
        var content = bytes(name);
        for (var place : places) {
            content[place % content.length] ^= change;
        }
        read(content);
    }

    @Property(tries = 200)
    void cutOff(@ForAll("files") String name, @ForAll @IntRange(min = 0, max = 30_000) int length) throws IOException {
        var content = bytes(name);
        read(Arrays.copyOf(content, length % content.length));
    }

    @Property(tries = 500)
    void otherNumbers(
            @ForAll("texts") String name,
            @ForAll("values") String value,
            @ForAll @IntRange(min = 0, max = 2000) int place)
            throws IOException {
        var text = new String(bytes(name), StandardCharsets.UTF_8);
        var numbers = NUMBER.matcher(text).results().toList();
        read(replaced(text, numbers.get(place % numbers.size()), value).getBytes(StandardCharsets.UTF_8));
    }

    private static String replaced(String text, MatchResult number, String value) {
        return text.substring(0, number.start()) + value + text.substring(number.end());
    }

    @Property(tries = 200)
    void swappedNumbers(
            @ForAll("texts") String name,
            @ForAll @IntRange(min = 0, max = 2000) int first,
            @ForAll @IntRange(min = 0, max = 2000) int second)
            throws IOException {
        var text = new String(bytes(name), StandardCharsets.UTF_8);
        var numbers = NUMBER.matcher(text).results().toList();
        var from = numbers.get(first % numbers.size());
        read(replaced(text, numbers.get(second % numbers.size()), from.group()).getBytes(StandardCharsets.UTF_8));
    }
}
