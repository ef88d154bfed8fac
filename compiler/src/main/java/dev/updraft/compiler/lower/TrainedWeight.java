package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.Optimizer.RateMultiplier;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.layers.WeightNames;
import dev.updraft.compiler.ops.Variable;
import java.util.List;

/** A weight that the optimizer changes. */
record TrainedWeight(LayerNode layer, Weight weight, Variable variable) {

    /** In the order of {@link LayerVariables#of(LayerGraph)}. */
    static List<TrainedWeight> of(LayerGraph layers) {
        return layers.owners().stream()
                .flatMap(layer -> layer.weights().stream()
                        .filter(Weight::trainable)
                        .map(weight -> new TrainedWeight(layer, weight, LayerVariables.of(layer, weight))))
                .toList();
    }

    /** Whether one of these names selects it. */
    boolean isAnyOf(List<String> names) {
        return names.stream().anyMatch(name -> WeightNames.selects(name, layer, weight));
    }

    boolean isEmbedding() {
        return layer.layer() instanceof Layer.Embedding;
    }

    /** The product of the factors for its learning rate. */
    double rate(List<RateMultiplier> multipliers) {
        return multipliers.stream()
                .filter(multiplier -> WeightNames.selects(multiplier.name(), layer, weight))
                .mapToDouble(RateMultiplier::factor)
                .reduce(1, (a, b) -> a * b);
    }
}
