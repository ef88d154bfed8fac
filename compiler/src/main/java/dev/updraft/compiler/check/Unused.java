package dev.updraft.compiler.check;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.NearestName;
import java.util.Optional;

/** Reports names that nobody uses; a chain that ends in such a name may have meant a layer. */
record Unused(Frame frame) {

    void report() {
        for (var entry : frame.scope().unused()) {
            var near = entry.kind() == Scope.Kind.RESULT
                    ? NearestName.of(entry.name(), frame.layerNames())
                    : Optional.<String>empty();
            if (near.isPresent()) {
                frame.report(Diagnostic.error(
                                Code.M0206,
                                entry.span(),
                                "`%s` is no layer, and nothing uses a value of that name".formatted(entry.name()))
                        .withHelp("did you mean `%s`? Any other name for the value will do".formatted(near.get()))
                        .withEdit(entry.span(), near.get()));
            } else if (!frame.run().problems().any()) {
                frame.report(Diagnostic.warning(
                        Code.M0205,
                        entry.span(),
                        "the %s `%s` is never used".formatted(entry.kind().noun(), entry.name())));
            }
        }
    }
}
