package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Names that select weights: the kind of weight, {@code bias}; a layer, {@code dense_1}; a use of a block, {@code residual_2};
 * a block, {@code residual}, for all its uses; or a path of these, {@code residual_2/dense/bias}.
 */
public final class WeightNames {
    private WeightNames() {}

    /** Whether a name selects a weight of a layer. */
    public static boolean selects(String name, LayerNode layer, Weight weight) {
        return ("/" + path(layer, weight) + "/").contains("/" + name + "/")
                || blocks(layer).contains(name);
    }

    /** Whether a name selects any trainable weight of a network. */
    public static boolean selects(String name, LayerGraph graph) {
        return graph.owners().stream()
                .anyMatch(layer -> trainable(layer).stream().anyMatch(weight -> selects(name, layer, weight)));
    }

    /** All names without a slash that select trainable weights: those of blocks first, then of layers and of weights. */
    public static List<String> of(LayerGraph graph) {
        var owners = graph.owners().stream()
                .filter(layer -> !trainable(layer).isEmpty())
                .toList();
        SequencedSet<String> names = new LinkedHashSet<>();
        owners.forEach(layer -> names.addAll(blocks(layer)));
        owners.forEach(layer -> names.addAll(List.of(layer.weightsName().split("/"))));
        owners.forEach(layer -> trainable(layer).forEach(weight -> names.add(weight.name())));
        return List.copyOf(names);
    }

    private static String path(LayerNode layer, Weight weight) {
        return layer.weightsName() + "/" + weight.name();
    }

    private static List<Weight> trainable(LayerNode layer) {
        return layer.weights().stream().filter(Weight::trainable).toList();
    }

    /** Names of the blocks that a layer stands in. */
    private static List<String> blocks(LayerNode layer) {
        var names = new ArrayList<String>();
        for (var call = layer.block(); call != null; call = call.within()) {
            names.add(call.block());
        }
        return names;
    }
}
