package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.UnaryFunction.ABS;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Node.Origin;
import dev.updraft.compiler.ops.Op;
import java.util.ArrayList;
import java.util.List;

/** The penalties of weights and of what layers give. */
final class RegularizerRule {
    private RegularizerRule() {}

    /**
     * A loss plus the penalty of every weight that has a regularizer, once, however many layers share it, and of every
     * output that has one, divided by the number of samples as in Keras.
     */
    static Node addPenalties(GraphBuilder to, Node loss, LayerGraph layers, ForwardPass forward) {
        var total = loss;
        for (var layer : layers.owners()) {
            to.origin(new Origin(layer.name(), layer.span()));
            for (var weight : layer.weights()) {
                total = add(to, total, weight.regularizer(), forward.read(LayerVariables.of(layer, weight)));
            }
        }
        for (var layer : layers.layers()) {
            if (layer.layer() instanceof Layer.Product product) {
                to.origin(new Origin(layer.name(), layer.span()));
                total = addActivity(to, total, product.activityRegularizer(), forward.value(layer));
            }
        }
        to.origin(new Origin("loss", layers.places().loss()));
        return total;
    }

    private static Node add(GraphBuilder to, Node loss, Regularizer regularizer, Node weight) {
        var total = loss;
        for (var penalty : penalties(to, regularizer, weight)) {
            total = to.add(total, penalty);
        }
        return total;
    }

    private static Node addActivity(GraphBuilder to, Node loss, Regularizer regularizer, Node output) {
        var total = loss;
        for (var penalty : penalties(to, regularizer, output)) {
            total = to.add(total, to.divide(penalty, to.add(new Op.BatchSize())));
        }
        return total;
    }

    private static List<Node> penalties(GraphBuilder to, Regularizer regularizer, Node values) {
        var penalties = new ArrayList<Node>();
        if (regularizer.l1() != 0) {
            penalties.add(to.multiply(to.sumAll(to.map(ABS, values)), regularizer.l1()));
        }
        if (regularizer.l2() != 0) {
            penalties.add(to.multiply(to.sumAll(to.map(SQUARE, values)), regularizer.l2()));
        }
        return penalties;
    }
}
