package dev.updraft.compiler.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler says of the files in {@code resources/diagnostics} is what is written in them. */
class GoldenTest {

    /** These are about a file as a whole, or about what is set from outside; see {@link SourceReaderTest}. */
    private static final EnumSet<Code> NOT_ABOUT_TEXT = EnumSet.of(Code.M0009, Code.M0010, Code.M0011, Code.M0208);

    static List<Path> goldenFiles() throws IOException, URISyntaxException {
        try (var files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".model"))
                    .sorted()
                    .toList();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(GoldenTest.class.getResource("/diagnostics"))
                .toURI());
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void everythingSaidIsExpectedAndTheOtherWayRound(Path path) {
        var diagnostics = Compiler.check(path, Map.of()).diagnostics();
        var files = Stream.concat(
                        Stream.of(read(path)),
                        diagnostics.stream()
                                .map(diagnostic -> diagnostic.primary().file()))
                .distinct();
        var expectations =
                files.flatMap(file -> ExpectedDiagnostic.in(file).stream()).toList();

        var missing = expectations.stream()
                .filter(expectedDiagnostic -> diagnostics.stream().noneMatch(expectedDiagnostic::isMetBy));
        var unexpected = diagnostics.stream()
                .filter(diagnostic ->
                        expectations.stream().noneMatch(expectedDiagnostic -> expectedDiagnostic.isMetBy(diagnostic)))
                .map(ExpectedDiagnostic::of);
        assertThat(missing.map(ExpectedDiagnostic::toString))
                .as("expected but not said")
                .isEmpty();
        assertThat(unexpected).as("said but not expected").isEmpty();
        assertThat(expectations).as("expectations").isNotEmpty();
    }

    @Test
    void everyCodeHasAGoldenFile() throws IOException, URISyntaxException {
        var covered = goldenFiles().stream()
                .flatMap(path -> ExpectedDiagnostic.in(read(path)).stream())
                .map(expectedDiagnostic -> Code.valueOf(expectedDiagnostic.code()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Code.class)));
        covered.addAll(NOT_ABOUT_TEXT);
        assertThat(covered).isEqualTo(EnumSet.allOf(Code.class));
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void thePageOfACodeFailsWithItAndMendsIt(Code code, @TempDir Path folder) throws IOException {
        var explanation = Explanation.of(code);
        assertThat(explanation.page()).startsWith("# " + code + ": " + code.title() + "\n");
        if (NOT_ABOUT_TEXT.contains(code)) {
            assertThat(explanation.failing()).isEmpty();
            return;
        }
        assertThat(check(explanation.failing().orElseThrow(), folder))
                .extracting(Diagnostic::code)
                .containsOnly(code);
        assertThat(check(explanation.fixed().orElseThrow(), folder)).isEmpty();
    }

    /** A page is the text of {@code example.model}, and may import {@code blocks.model}. */
    private static List<Diagnostic> check(String text, Path folder) throws IOException {
        try (var blocks = Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/explain/blocks.model"))) {
            Files.write(folder.resolve("blocks.model"), blocks.readAllBytes());
        }
        var example = Files.writeString(folder.resolve("example.model"), text);
        return Compiler.check(example, Map.of()).diagnostics();
    }

    private static SourceFile read(Path path) {
        var diagnostics = new Diagnostics();
        var file = SourceReader.read(path, diagnostics);
        assertThat(diagnostics.all()).isEmpty();
        return Objects.requireNonNull(file);
    }
}
