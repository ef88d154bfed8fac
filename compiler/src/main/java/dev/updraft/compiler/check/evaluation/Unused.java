package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.layers.LayerGraph;
import java.util.Collection;
import java.util.Optional;

/**
 * Reports names that nobody uses; a chain that ends in such a name may have meant a layer.
 *
 * @param outputs what the network predicts, which is a use
 */
public record Unused(EvaluationScope evaluationScope, Collection<LayerGraph.Value> outputs) {

    public void report() {
        for (var entry : evaluationScope.scope().unused()) {
            var near = entry.kind() == Scope.Kind.RESULT
                    ? NearestName.of(entry.name(), evaluationScope.layerNames())
                    : Optional.<String>empty();
            if (near.isPresent()) {
                evaluationScope.report(Diagnostic.error(
                                Code.M0206,
                                entry.span(),
                                "`%s` is not a layer, and nothing uses a value of that name".formatted(entry.name()))
                        .withHelp("did you mean `%s`? If the name is intended, choose a less similar one"
                                .formatted(near.get()))
                        .withEdit(entry.span(), near.get()));
            } else if (!evaluationScope.checkContext().diagnosticSink().any() && !isOutput(entry)) {
                evaluationScope.report(Diagnostic.warning(
                        Code.M0205,
                        entry.span(),
                        "the %s `%s` is never used".formatted(entry.kind().noun(), entry.name())));
            }
        }
    }

    private boolean isOutput(Scope.Entry entry) {
        return entry.value() instanceof Value.Tensor(var source)
                && outputs.stream().anyMatch(output -> source.name().equals(output.name()));
    }
}
