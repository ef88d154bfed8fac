package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LinearLayer;
import java.util.List;

/** A linear model in a network: how many outputs it has. */
record LinearUse(EvaluationScope evaluationScope, LinearLayer layer, Span span) {

    /** What it makes of a value; unknown if they do not fit, which has been reported then. */
    Value of(Tensor input) {
        var context = evaluationScope.checkContext();
        var bound = layer.ofTarget(context.treeGoal().outputs());
        if (bound.outputs() == LinearLayer.OF_TARGET) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            span,
                            "the number of outputs of `%s` cannot be told from the target"
                                    .formatted(Catalog.nameOf(layer)))
                    .withHelp("name the classes, as in class[\"cat\", \"dog\", \"bird\"], or write outputs: 3"));
            return Value.UNKNOWN;
        }
        return context.layers().apply(evaluationScope, bound, List.of(input), span);
    }
}
