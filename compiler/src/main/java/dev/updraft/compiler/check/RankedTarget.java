package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.Value.Goal;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The unit of a target that samples are ranked by: its own, since scores give an order and are no estimate of it.
 *
 * @param loss null if the model has none
 */
record RankedTarget(EvaluationScope evaluationScope, SyntaxTree.@Nullable Loss loss) {

    /** The targets, of which a standardised one is not if it is ranked by. */
    List<Target> inOwnUnit(List<Target> targets) {
        return ranks() ? targets.stream().map(this::inOwnUnit).toList() : targets;
    }

    private boolean ranks() {
        return loss != null
                && loss.value() instanceof SyntaxTree.Call(var name, var _, var _)
                && Catalog.LOSSES.has(name.text())
                && Objects.requireNonNull(Catalog.LOSSES.find(name.text())).example() instanceof Loss.LambdaRank;
    }

    private Target inOwnUnit(Target target) {
        if (target.unit() != TargetUnit.STANDARDISED) {
            return target;
        }
        var own = new Target(
                target.name(),
                target.doc(),
                target.type(),
                target.header(),
                TargetUnit.OWN,
                target.span(),
                target.source());
        evaluationScope.scope().complete(target.name(), new Goal(own));
        return own;
    }
}
