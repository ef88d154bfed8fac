package dev.updraft.compiler.check.training;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.TableLayer.TargetEncoding;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the target of a model has a mean, where a layer encodes a category by it. */
public final class EncodedTarget {
    private EncodedTarget() {}

    /** What is wrong with the first such layer; null if nothing is. */
    public static @Nullable Diagnostic misfit(LayerGraph graph) {
        if (!graph.hasLoss()) {
            return null; // Weights may come from elsewhere, and there is nothing to learn.
        }
        return graph.owners().stream()
                .filter(node -> node.layer() instanceof TargetEncoding)
                .findFirst()
                .map(node -> misfit(node, graph.targets()))
                .orElse(null);
    }

    private static @Nullable Diagnostic misfit(LayerNode node, List<Target> targets) {
        if (targets.size() == 1 && hasMean(targets.getFirst().type())) {
            return null;
        }
        var error = Diagnostic.error(
                        Code.M0513,
                        node.span(),
                        "`target_encoding` is the mean of the one target that is a number or has two classes, and the model"
                                + " has "
                                + targets.stream()
                                        .map(target -> "`%s: %s`"
                                                .formatted(
                                                        target.name(),
                                                        target.type().text()))
                                        .collect(Collectors.joining(" and ")))
                .withHelp("write embedding(output_dim: 8), which learns a vector for each value");
        return targets.isEmpty() ? error : error.withLabel(targets.getFirst().span(), "declared here");
    }

    private static boolean hasMean(TargetType type) {
        return switch (type) {
            case TargetType.Classes(var count, var _, var positions) -> count == 2 && positions.rank() == 0;
            case TargetType.Labels(var count, var _) -> count == 1;
            case TargetType.Reals(var shape) -> shape.elementsPerSample() == 1;
        };
    }
}
