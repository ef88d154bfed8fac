package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.TreeLayer.Goal;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many outputs trees have, which are in the network before the loss is known that compares them with the target.
 *
 * @param loss null if the model has none
 */
record TreeGoals(SyntaxTree.@Nullable Loss loss) {

    /** Of the only target; {@link Goal#UNKNOWN} if there are several, or it does not tell. Without a target there is one output. */
    Goal of(List<Target> targets) {
        if (targets.isEmpty()) {
            return new Goal(1, Link.NONE);
        }
        if (targets.size() > 1) {
            return Goal.UNKNOWN;
        }
        return switch (targets.getFirst().type()) {
            case TargetType.Classes(var count, var _, var positions) ->
                positions.rank() > 0 ? Goal.UNKNOWN : new Goal(scores(count), Link.LOG);
            case TargetType.Labels(var count, var _) -> new Goal(count, Link.LOGIT);
            case TargetType.Reals(var shape) -> new Goal(Math.toIntExact(shape.elementsPerSample()), Link.NONE);
        };
    }

    /** Of two classes one, unless the loss compares a score for each. */
    private int scores(int count) {
        var isOfClasses = losses().anyMatch(Loss.OfClasses.class::isInstance);
        if (count == 2) {
            return isOfClasses ? 2 : 1;
        }
        if (count != DataTypes.OPEN) {
            return count;
        }
        return losses().anyMatch(found -> found instanceof Loss.OfTwoClasses) ? 1 : TreeLayer.OF_TARGET;
    }

    /** What the file calls. */
    private Stream<Loss> losses() {
        return loss == null
                ? Stream.of()
                : OpenClasses.nodes(loss.value())
                        .filter(SyntaxTree.Call.class::isInstance)
                        .map(call -> ((SyntaxTree.Call) call).name().text())
                        .filter(Catalog.LOSSES::has)
                        .map(name -> Objects.requireNonNull(Catalog.LOSSES.find(name))
                                .example());
    }
}
