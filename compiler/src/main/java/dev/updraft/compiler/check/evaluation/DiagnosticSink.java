package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.ForeignNames;
import dev.updraft.compiler.catalog.ShippedFiles;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.diagnostics.Span;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What the checker has found, once for each place: a block that is used ten times is wrong once. */
public final class DiagnosticSink {
    private final Diagnostics diagnostics;
    private final Set<Place> places = new HashSet<>();

    private record Place(Code code, Span span) {}

    public DiagnosticSink(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    public void report(Diagnostic diagnostic) {
        if (places.add(new Place(diagnostic.code(), diagnostic.primary()))) {
            diagnostics.report(diagnostic);
        }
    }

    public boolean any() {
        return diagnostics.hasErrors();
    }

    /** {@code diagnostic} with the nearest of {@code candidates} as help and as the change to make, if one is near. */
    public static Diagnostic didYouMean(
            Diagnostic diagnostic, Span span, String written, Collection<String> candidates) {
        var shipped = ShippedFiles.importOf(written);
        if (shipped.isPresent()) {
            return diagnostic.withHelp(
                    "it comes with Updraft: write %s at the beginning of the file".formatted(shipped.get()));
        }
        return ForeignNames.ours(written, candidates)
                .or(() -> NearestName.of(written, candidates))
                .map(near -> diagnostic
                        .withHelp("did you mean `%s`?".formatted(near))
                        .withEdit(span, near))
                .orElse(diagnostic);
    }
}
