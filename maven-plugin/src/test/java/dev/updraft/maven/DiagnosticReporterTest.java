package dev.updraft.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.SourceFile;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.codehaus.plexus.build.BuildContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiagnosticReporterTest {
    private static final String TEXT = "model Net {\n    inputs\n}\n";

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private final List<String> editor = new ArrayList<>();

    private DiagnosticReporter report(boolean failOnWarning) {
        var recording = new SystemStreamLog() {
            @Override
            public void error(CharSequence text) {
                log.add("ERROR " + text);
            }

            @Override
            public void warn(CharSequence text) {
                log.add("WARN " + text);
            }
        };
        var context = (BuildContext) Proxy.newProxyInstance(
                BuildContext.class.getClassLoader(), new Class<?>[] {BuildContext.class}, (_, method, arguments) -> {
                    editor.add(method.getName() + Arrays.toString(arguments));
                    return null;
                });
        return new DiagnosticReporter(recording, context, failOnWarning);
    }

    private SourceFile file(String name) throws IOException {
        return new SourceFile(Files.writeString(folder.resolve(name), TEXT).toString(), TEXT);
    }

    private static Diagnostic error(SourceFile file) {
        return Diagnostic.error(Code.M0001, file.span(16, 22), "this is wrong");
    }

    private static Diagnostic warning(SourceFile file) {
        return Diagnostic.warning(Code.M0205, file.span(0, 5), "this is doubtful");
    }

    @Test
    void errorsGoToTheLogAsCompilersWriteThemAndToTheEditor() throws IOException {
        var file = file("net.model");

        assertThatThrownBy(() -> report(false).tell(List.of(error(file))))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("1 error in 1 model");

        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("ERROR " + file.name() + ":[2,5] M0001: this is wrong\n")
                .contains("2 |     inputs\n");
        assertThat(editor).containsExactly("addMessage[" + file.name() + ", 2, 5, M0001: this is wrong, 2, null]");
    }

    @Test
    void errorsAreCountedAndTheirFiles() throws IOException {
        var first = file("first.model");
        var another = Diagnostic.error(Code.M0002, first.span(0, 5), "so is this");
        var all = List.of(error(first), another, error(file("second.model")), warning(file("third.model")));

        assertThatThrownBy(() -> report(true).tell(all)).hasMessage("3 errors in 2 models");
    }

    @Test
    void warningsFailTheBuildIfAskedToOnly() throws IOException {
        var diagnostics = List.of(warning(file("net.model")));

        assertThatCode(() -> report(false).tell(diagnostics)).doesNotThrowAnyException();
        assertThat(log).singleElement().asString().startsWith("WARN ");
        assertThatThrownBy(() -> report(true).tell(diagnostics))
                .hasMessage("1 warning in 1 model, and failOnWarning is set");
    }

    @Test
    void whatAnEditorShowedBeforeIsCleared() {
        var file = folder.resolve("net.model");

        report(false).clear(List.of(file));

        assertThat(editor).containsExactly("removeMessages[" + file + "]");
    }

    @Test
    void anEditorIsNotToldOfFilesInJars() {
        var file = new SourceFile("/a.jar!/META-INF/updraft/x.model", TEXT);

        assertThatThrownBy(() -> report(false).tell(List.of(error(file)))).hasMessage("1 error in 1 model");
        assertThat(editor).isEmpty();
    }
}
