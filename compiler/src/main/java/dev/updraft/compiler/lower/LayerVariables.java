package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import java.util.List;

/** The variables that hold the weights of layers, {@code conv2d_1/kernel} and so on. */
final class LayerVariables {
    private LayerVariables() {}

    /** In the order of the layers, and of a layer's weights as Keras saves them; those that layers share once. */
    static List<Variable> of(LayerGraph layers) {
        return layers.owners().stream()
                .flatMap(layer -> layer.weights().stream().map(weight -> of(layer, weight)))
                .toList();
    }

    static Variable of(LayerNode layer, Weight weight) {
        return new Variable(
                layer.weightsName() + "/" + weight.name(),
                weight.shape(),
                weight.trainable() ? Role.TRAINABLE : Role.STATE,
                weight.initializer(),
                weight.fanIn(),
                weight.fanOut());
    }
}
