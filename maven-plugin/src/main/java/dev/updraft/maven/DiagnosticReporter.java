package dev.updraft.maven;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostic.Severity;
import dev.updraft.compiler.diagnostics.render.MavenRenderer;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.build.DefaultBuildContext;

/**
 * Tells users what is wrong with their models: in the log of the build, and in the editor if one is building.
 *
 * @param failOnWarning whether warnings fail the build as well
 */
record DiagnosticReporter(Log log, BuildContext context, boolean failOnWarning) {

    /** Takes away what was said of files before; an editor would keep it. */
    void clear(List<Path> files) {
        files.forEach(file -> context.removeMessages(file.toFile()));
    }

    /**
     * Says what there is to say.
     *
     * @throws MojoFailureException if that fails the build
     */
    void tell(List<Diagnostic> diagnostics) throws MojoFailureException {
        var renderer = new MavenRenderer();
        for (var diagnostic : diagnostics) {
            var text = renderer.render(diagnostic);
            switch (diagnostic.severity()) {
                case ERROR -> log.error(text);
                case WARNING -> log.warn(text);
            }
            tellEditor(diagnostic);
        }
        var errors = of(Severity.ERROR, diagnostics);
        var warnings = of(Severity.WARNING, diagnostics);
        if (!errors.isEmpty()) {
            throw new MojoFailureException(counted("error", errors));
        }
        if (failOnWarning && !warnings.isEmpty()) {
            throw new MojoFailureException(counted("warning", warnings) + ", and failOnWarning is set");
        }
    }

    private void tellEditor(Diagnostic diagnostic) {
        // Without an editor the context would write to the log, where everything has been said.
        var place = diagnostic.primary();
        var file = new File(place.file().name());
        if (context instanceof DefaultBuildContext || !file.exists()) {
            return;
        }
        var severity = switch (diagnostic.severity()) {
            case ERROR -> BuildContext.SEVERITY_ERROR;
            case WARNING -> BuildContext.SEVERITY_WARNING;
        };
        var text = diagnostic.code() + ": " + diagnostic.message();
        context.addMessage(file, place.line(), place.column(), text, severity, null);
    }

    private static List<Diagnostic> of(Severity severity, List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == severity)
                .toList();
    }

    /** {@code 3 errors in 2 models}. */
    private static String counted(String what, List<Diagnostic> diagnostics) {
        var files = diagnostics.stream()
                .map(diagnostic -> diagnostic.primary().file().name())
                .distinct()
                .count();
        return "%s in %s".formatted(plural(diagnostics.size(), what), plural(files, "model"));
    }

    private static String plural(long count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }
}
