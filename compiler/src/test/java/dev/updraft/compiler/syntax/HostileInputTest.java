package dev.updraft.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.render.JsonRenderer;
import dev.updraft.compiler.diagnostics.render.MavenRenderer;
import dev.updraft.compiler.diagnostics.render.TerminalRenderer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it gets a tree or diagnostics, never an exception. */
class HostileInputTest {

    private static final String VALID = """
            import "blocks.model"
            /// A model.
            model Net(width: int = 32, rate: float = 1e-3) {
                input image: float[32, 32, 3]
                target pet: class["cat", "dog"]
                network {
                    image -> rescale(1/255) -> repeat 2 { dense(width, activation: relu) } -> x
                    repeat width - 3 { x = x + (x -> dense(2 * -width)) -> relu }
                    y = where(x > 0 and not (x <= 1), -x[:, 0:1] ** 2, x[..., -1:] / 2)
                    x -> logits
                }
                loss sparse_categorical_crossentropy(logits, pet)
                optimizer adam(learning_rate: rate)
                metrics accuracy, gap = mean(abs(x - y), axis: (1, -1))
                fit { epochs: 10, shape: (3, 5), deep: [[1], []] }
            }
            shared block residual(x, filters: int) { return relu(x + conv2d(filters)) }
            """;

    private static final String[] OTHER_TOKENS = {
        "x",
        "width",
        "->",
        "=",
        ":",
        ",",
        "+",
        "-",
        "*",
        "**",
        "<",
        ">=",
        "==",
        "!=",
        "...",
        "x[:, 1]",
        "where(",
        "/",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "3",
        "0.5",
        "1e-7",
        "1e999",
        "0x1",
        "\"text\"",
        "\"open",
        "'text'",
        "/// doc\n",
        "// comment\n",
        "\n",
        "\t",
        "§",
        "🙂",
        "\\",
        "\uD800",
        "\u0000"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "{",
                "f(",
                "x + (",
                "((",
                "-",
                "repeat 1 {",
                "x -> repeat 1 {",
                "model a {",
                "not (",
                "x[",
                "x ** (",
                "x < ("
            })
    @Timeout(60)
    void tenThousandLevelsOfNestingAreRefused(String level) {
        for (var before : List.of("", "block b(x) { return ", "model m { network { ")) {
            assertThat(parse(before + level.repeat(10_000))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ x ", "* x ", "-> f ", "-", "- (-x) ", "** x ", "[:] ", "and x ", "or not x "})
    void longExpressionsAreEitherFlatOrRefused(String more) {
        var expression = "-".equals(more) ? more.repeat(10_000) + "x" : "x " + more.repeat(10_000);
        var flat = more.startsWith("->");
        assertThat(parse("block b(x) { return " + expression + "}"))
                .extracting(Diagnostic::code)
                .isEqualTo(flat ? List.of() : List.of(Code.M0008));
    }

    @ParameterizedTest
    @ValueSource(ints = {SourceFile.LARGEST + 1, 10 << 20})
    void aTextOverTheLimitIsRefused(int length) {
        assertThat(parse("x".repeat(length))).extracting(Diagnostic::code).containsExactly(Code.M0009);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ",
                "a\n",
                "a,",
                "1 ",
                "\"a\",",
                "§ ",
                "🙂 ",
                "x -> f\n",
                "]",
                "a+",
                "-",
                "\"",
                "'",
                "1.1 ",
                "f(a,",
                "model a {",
                "model a {}",
                "repeat 1 {",
                "/// a\n",
                "x\u0000",
                "\uD800 "
            })
    @Timeout(60)
    void theLargestFilesOfOneThingAreParsed(String unit) {
        for (var before : List.of("", "block b(x) { ", "model m { target c: class[")) {
            var text = before + unit.repeat((SourceFile.LARGEST - before.length()) / unit.length());
            assertThat(parse(text)).hasSizeLessThanOrEqualTo(Diagnostics.LIMIT);
        }
    }

    @Property(tries = 300)
    void anyText(@ForAll String text) {
        parse(text);
    }

    @Property(tries = 300)
    void anyBytes(@ForAll byte[] bytes) {
        parse(new String(bytes, StandardCharsets.UTF_8));
        parse(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 500)
    void anyTokens(@ForAll("tokens") @Size(max = 80) List<String> tokens) {
        parse(String.join(" ", tokens));
        parse("model m { network { " + String.join(" ", tokens));
    }

    @Property(tries = 500)
    void anyMutationOfAValidModel(
            @ForAll @IntRange(max = 1000) int from,
            @ForAll @IntRange(max = 20) int length,
            @ForAll("token") String token) {
        var start = Math.min(from, VALID.length());
        var end = Math.min(start + length, VALID.length());
        parse(VALID.substring(0, start) + token + VALID.substring(end));
        parse(VALID.substring(0, start) + VALID.substring(end));
        parse(VALID.substring(0, end) + VALID.substring(start));
    }

    @Provide
    Arbitrary<String> token() {
        return Arbitraries.of(
                Stream.concat(Keywords.ALL.stream(), Stream.of(OTHER_TOKENS)).toList());
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return token().list().ofMaxSize(80);
    }

    /** What is said of {@code text}; checks that it can be shown, and that a tree is only given when nothing is said. */
    private static List<Diagnostic> parse(String text) {
        var diagnostics = new Diagnostics();
        var file = Parser.parse(new SourceFile("hostile.model", text), diagnostics);
        var all = diagnostics.all();
        for (var diagnostic : all.subList(0, Math.min(10, all.size()))) {
            assertThat(new TerminalRenderer(true).render(diagnostic))
                    .contains(diagnostic.code().name());
            assertThat(new MavenRenderer().render(diagnostic))
                    .contains(diagnostic.code().name());
            assertThat(new JsonRenderer().render(diagnostic)).doesNotContain("\n");
        }
        if (!all.isEmpty()) {
            assertThat(file.models()).isEmpty();
        }
        return all;
    }
}
