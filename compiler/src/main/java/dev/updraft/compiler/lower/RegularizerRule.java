package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.UnaryFunction.ABS;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Node.Origin;

/** The penalties of the weights. */
final class RegularizerRule {
    private RegularizerRule() {}

    /** A loss plus the penalty of every weight that has a regularizer; once, however many layers share it. */
    static Node addPenalties(GraphBuilder to, Node loss, LayerGraph layers, ForwardPass forward) {
        var total = loss;
        for (var layer : layers.owners()) {
            to.origin(new Origin(layer.name(), layer.span()));
            for (var weight : layer.weights()) {
                total = add(to, total, weight.regularizer(), forward.read(LayerVariables.of(layer, weight)));
            }
        }
        to.origin(new Origin("loss", layers.places().loss()));
        return total;
    }

    private static Node add(GraphBuilder to, Node loss, Regularizer regularizer, Node weight) {
        var total = loss;
        if (regularizer.l1() != 0) {
            total = to.add(total, to.multiply(to.sumAll(to.map(ABS, weight)), regularizer.l1()));
        }
        if (regularizer.l2() != 0) {
            total = to.add(total, to.multiply(to.sumAll(to.map(SQUARE, weight)), regularizer.l2()));
        }
        return total;
    }
}
