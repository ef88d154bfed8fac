package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes;
import dev.updraft.compiler.layers.SupervisedLayer.NearestNeighbors;
import dev.updraft.compiler.layers.TreeLayer;
import java.util.List;
import java.util.Locale;

/** A layer that learns from samples and target in a network: what it takes, and how many outputs it has. */
record SupervisedUse(EvaluationScope evaluationScope, SupervisedLayer layer, Span span) {

    /** What it makes of a value; unknown if it does not fit, which has been reported then. */
    Value of(Tensor input) {
        var bound = layer.of(evaluationScope.checkContext().treeGoal());
        var kind = Catalog.nameOf(layer);
        if (bound.outputs() == TreeLayer.OF_TARGET) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            span,
                            "the number of outputs of `%s` cannot be told from the target".formatted(kind))
                    .withHelp("declare one target, and name its classes, as in class[\"cat\", \"dog\", \"bird\"]"));
            return Value.UNKNOWN;
        }
        if (bound instanceof NearestNeighbors neighbors && neighbors.k() > neighbors.rows()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0105,
                            span,
                            String.format(
                                    Locale.ROOT,
                                    "`%s` looks for %d neighbours, and has room for %d rows",
                                    kind,
                                    neighbors.k(),
                                    neighbors.rows()))
                    .withHelp("set a smaller k, or larger rows"));
            return Value.UNKNOWN;
        }
        return bound instanceof NaiveBayes bayes ? bayes(bayes, input) : apply(bound, input);
    }

    private Value apply(SupervisedLayer bound, Tensor input) {
        return evaluationScope.checkContext().layers().apply(evaluationScope, bound, List.of(input), span);
    }

    /** A group of columns is taken as it is, unless the layer says of what kind its numbers are. */
    private Value bayes(NaiveBayes bayes, Tensor input) {
        return bayes.kind().isEmpty() && input.source() instanceof LayerGraph.Input source && source.columns() != null
                ? apply(bayes.of(source.columns()), input)
                : apply(bayes.of(input.source().shape().dim(-1)), input);
    }
}
