package dev.updraft.compiler.diagnostics.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RendererTest {

    private static final SourceFile FILE = new SourceFile("net.model", """
            model Net {
                input image: float[32]
                network {
                    image -> dense(10)
            \t-> conv2d(3)
                }
            }
            """);

    private final DiagnosticRenderer terminal = new TerminalRenderer(false, 40);

    @Test
    void theTerminalShowsWhatIsMeantAndWhatLedThere() {
        var diagnostic = Diagnostic.error(Code.M0103, at("conv2d(3)"), "expected an image, found float[10]")
                .withLabel(FILE.span(at("image ->").start(), at(" -> dense").start()), "float[32]")
                .withLabel(at("dense(10)"), "gives float[10]")
                .withHelp("an image has height, width and channels");
        assertThat(terminal.render(diagnostic)).isEqualTo("""
                        error[M0103]: expected an image, found float[10]
                          --> net.model:5:5
                           |
                         4 |         image -> dense(10)
                           |         ----- float[32]
                           |                  --------- gives float[10]
                         5 |     -> conv2d(3)
                           |        ^^^^^^^^^
                           = help: an image has height, width and channels""");
    }

    /** Whatever is wrong with the line: all renderers show it so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:h2:./shop;PASSWORD=s3cret;MODE=x | jdbc:h2:./shop;PASSWORD=******;MODE=x",
                "jdbc:mysql://host/shop?password=s3cret&ssl=true | jdbc:mysql://host/shop?password=******&ssl=true",
                "jdbc:postgresql://ann:s3cret@host/shop | jdbc:postgresql://ann:******@host/shop",
                "jdbc:oracle:thin:ann/s3cret@host:1521:shop | jdbc:oracle:thin:ann/******@host:1521:shop",
                "password=open | password=open",
            })
    void aPasswordIsMasked(String url, String shown) {
        var file = new SourceFile("a.model", "model A {\n    fit { data: sql(\"" + url + "\", 5) }\n}\n");
        var place = file.text().indexOf("5)");
        var error = Diagnostic.error(Code.M0101, file.span(place, place + 1), "message");
        var line = "    fit { data: sql(\"" + shown + "\", 5) }";
        for (var renderer : List.of(new TerminalRenderer(false, 400), new MavenRenderer())) {
            assertThat(renderer.render(error))
                    .contains(" 2 | " + line + "\n   | " + " ".repeat(line.indexOf("5)")) + "^");
        }
        assertThat(new JsonRenderer().render(error)).doesNotContain("s3cret");
        assertThat(new TerminalRenderer(false, 40).render(error)).doesNotContain("s3cret");
    }

    @Test
    void linesBetweenAreLeftOut() {
        var end = FILE.text().lastIndexOf('}');
        var diagnostic = Diagnostic.error(Code.M0002, at("{"), "`{` is never closed")
                .withLabel(FILE.span(end, end), "expected `}` before `}`");
        assertThat(terminal.render(diagnostic).lines().skip(3))
                .containsExactly(
                        " 1 | model Net {", "   |           ^", " ...", " 7 | }", "   | - expected `}` before `}`");
    }

    @Test
    void aFurtherFileIsNamed() {
        var other = new SourceFile("blocks.model", "block b(x) { return x }");
        var diagnostic =
                Diagnostic.warning(Code.M0103, at("dense(10)"), "message").withLabel(other.span(6, 7), "in this block");
        assertThat(terminal.render(diagnostic)).isEqualTo("""
                        warning[M0103]: message
                          --> net.model:4:18
                           |
                         4 |         image -> dense(10)
                           |                  ^^^^^^^^^
                          ::: blocks.model:1:7
                           |
                         1 | block b(x) { return x }
                           |       - in this block""");
    }

    @Test
    void aLongLineIsCutAroundTheCaret() {
        var file = new SourceFile("long.model", "x".repeat(500) + "HERE" + "y".repeat(500));
        var lines = terminal.render(Diagnostic.error(Code.M0001, file.span(500, 504), "message"))
                .lines()
                .toList();
        assertThat(lines.get(3)).isEqualTo(" 1 | …" + "x".repeat(13) + "HERE" + "y".repeat(23) + "…");
        assertThat(lines.get(4)).isEqualTo("   | " + " ".repeat(14) + "^^^^");
    }

    @Test
    void theEndOfALongLineIsShown() {
        var file = new SourceFile("long.model", "x".repeat(500));
        var lines = terminal.render(Diagnostic.error(Code.M0001, file.span(500, 500), "message"))
                .lines()
                .toList();
        assertThat(lines.get(3)).isEqualTo(" 1 | …" + "x".repeat(40));
        assertThat(lines.get(4)).isEqualTo("   | " + " ".repeat(41) + "^");
    }

    @Test
    void aFileCannotControlTheTerminal() {
        var file = new SourceFile("a\u001B[2Jb", "\u001B[31mred\u202Eder\u0007");
        var rendered = terminal.render(Diagnostic.error(Code.M0001, file.span(1, 2), "found `\u001B`"));
        assertThat(rendered).contains("�[31mred�der�").doesNotContain("\u001B", "\u202E", "\u0007");
    }

    @Test
    void aSpanOverLinesIsUnderlinedOnItsFirst() {
        var diagnostic = Diagnostic.error(Code.M0001, FILE.span(0, FILE.text().length()), "message");
        assertThat(terminal.render(diagnostic).lines().toList()).endsWith(" 1 | model Net {", "   | ^^^^^^^^^^^");
    }

    @Test
    void anEditIsTheHelpIfThereIsNoOther() {
        var diagnostic =
                Diagnostic.error(Code.M0001, at("dense(10)"), "message").withEdit(at("dense"), "conv2d");
        assertThat(terminal.render(diagnostic)).endsWith("\n   = help: write `conv2d` instead of `dense`");
    }

    @Test
    void colourAddsNothingButColour() {
        var diagnostic =
                Diagnostic.error(Code.M0103, at("dense(10)"), "message").withLabel(at("image"), "label");
        var coloured = new TerminalRenderer(true, 40).render(diagnostic);
        assertThat(coloured).startsWith("\u001B[1;31merror[M0103]\u001B[0m");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(terminal.render(diagnostic));
    }

    @Test
    void mavenGetsFileLineAndColumnAsJavacWritesThem() {
        var diagnostic =
                Diagnostic.error(Code.M0001, at("dense(10)"), "message").withHelp("do that");
        assertThat(new MavenRenderer().render(diagnostic)).isEqualTo("""
                        net.model:[4,18] M0001: message
                          --> net.model:4:18
                           |
                         4 |         image -> dense(10)
                           |                  ^^^^^^^^^
                           = help: do that""");
    }

    @Test
    void programsGetOneObjectOnOneLine() {
        var diagnostic = Diagnostic.error(Code.M0001, at("dense(10)"), "found \"\\\"\n\u0001🙂")
                .withLabel(at("image"), "label")
                .withEdit(at("dense"), "conv2d");
        assertThat(new JsonRenderer().render(diagnostic))
                .isEqualTo("{\"event\":\"diagnostic\",\"code\":\"M0001\",\"severity\":\"error\","
                        + "\"message\":\"found \\\"\\\\\\\"\\n\\u0001\\ud83d\\ude42\","
                        + "\"file\":\"net.model\",\"line\":4,\"column\":18,\"end_line\":4,\"end_column\":27,"
                        + "\"labels\":[{\"text\":\"label\","
                        + "\"file\":\"net.model\",\"line\":2,\"column\":11,\"end_line\":2,\"end_column\":16}],"
                        + "\"help\":null,\"edit\":{\"replacement\":\"conv2d\","
                        + "\"file\":\"net.model\",\"line\":4,\"column\":18,\"end_line\":4,\"end_column\":23}}");
    }

    private static Span at(String text) {
        var start = FILE.text().indexOf(text);
        return FILE.span(start, start + text.length());
    }
}
