package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/** The variables that hold the weights of layers, {@code conv2d_1/kernel} and so on. */
final class LayerVariables {
    private LayerVariables() {}

    /** In the order of the layers, and of a layer's weights as Keras saves them; those that layers share once. */
    static List<Variable> of(LayerGraph layers) {
        var ofLayers = layers.owners().stream()
                .flatMap(layer -> layer.weights().stream().map(weight -> of(layer, weight)));
        var ofTargets = layers.targets().stream()
                .filter(target -> target.unit().isLearnt())
                .flatMap(target -> Stream.of(mean(target), deviation(target)));
        return Stream.concat(ofLayers, ofTargets).toList();
    }

    /** Of a target that is standardised. */
    static Variable mean(Target target) {
        return ofTarget(target, TargetUnit.MEAN, new Initializer.Zeros());
    }

    /** Of a target that is standardised. */
    static Variable deviation(Target target) {
        return ofTarget(target, TargetUnit.DEVIATION, new Initializer.Ones());
    }

    private static Variable ofTarget(Target target, String statistic, Initializer initializer) {
        return new Variable(target.name() + "/" + statistic, Shape.of(1), Role.STATE, initializer, 1, 1);
    }

    static Variable of(LayerNode layer, Weight weight) {
        return new Variable(
                layer.weightsName() + "/" + weight.name(),
                weight.shape(),
                role(weight),
                weight.initializer(),
                weight.fanIn(),
                weight.fanOut());
    }

    private static Role role(Weight weight) {
        if (weight.trainable()) {
            return Role.TRAINABLE;
        }
        return weight.grown() ? Role.GROWN : Role.STATE;
    }
}
