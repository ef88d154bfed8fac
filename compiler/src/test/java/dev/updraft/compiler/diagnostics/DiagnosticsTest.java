package dev.updraft.compiler.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

    private static final SourceFile FILE = new SourceFile("a.model", "one\ntwo\r\n\nfour");

    private final Diagnostics diagnostics = new Diagnostics();

    @Test
    void theyAreGivenByPosition() {
        diagnostics.error(Code.M0001, FILE.span(8, 9), "last");
        diagnostics.error(Code.M0002, FILE.span(0, 3), "first");
        diagnostics.error(Code.M0003, FILE.span(4, 7), "second");
        assertThat(diagnostics.all()).extracting(Diagnostic::message).containsExactly("first", "second", "last");
    }

    @Test
    void theSameIsSaidOnce() {
        diagnostics.error(Code.M0001, FILE.span(0, 3), "message");
        diagnostics.error(Code.M0001, FILE.span(0, 3), "message");
        diagnostics.error(Code.M0001, FILE.span(4, 5), "message");
        assertThat(diagnostics.all()).hasSize(2);
    }

    @Test
    void warningsAreNoErrors() {
        diagnostics.report(Diagnostic.warning(Code.M0001, FILE.span(0, 3), "message"));
        assertThat(diagnostics.hasErrors()).isFalse();
        diagnostics.error(Code.M0001, FILE.span(0, 3), "another");
        assertThat(diagnostics.hasErrors()).isTrue();
    }

    @Test
    void linesEndBeforeTheirBreaks() {
        assertThat(lineOf(1)).isEqualTo("one");
        assertThat(lineOf(2)).isEqualTo("two");
        assertThat(lineOf(3)).isEmpty();
        assertThat(lineOf(4)).isEqualTo("four");
    }

    @Property(tries = 200)
    void linesAndColumnsAreThoseOfCounting(@ForAll @CharRange(from = '\t', to = '\r') String text) {
        var file = new SourceFile("a.model", text);
        for (var offset = 0; offset <= text.length(); offset++) {
            var before = text.substring(0, offset);
            assertThat(file.line(offset))
                    .isEqualTo((int) before.chars().filter(c -> c == '\n').count() + 1);
            assertThat(file.column(offset)).isEqualTo(offset - before.lastIndexOf('\n'));
        }
    }

    @Test
    void aSpanLiesInItsFile() {
        assertThatThrownBy(() -> FILE.span(3, 100)).hasMessageContaining("a.model");
        assertThat(FILE.span(4, 7).to(FILE.span(0, 3)).text()).isEqualTo("one\ntwo");
        assertThat(FILE.span(4, 7).location()).isEqualTo("a.model:2:1");
    }

    private static String lineOf(int line) {
        return FILE.text().substring(FILE.lineStart(line), FILE.lineEnd(line));
    }
}
