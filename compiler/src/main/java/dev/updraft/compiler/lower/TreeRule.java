package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;

/** The operations of trees: what they predict, not how they are grown. */
final class TreeRule {
    private static final double LEAST_SHARE = 1e-7;

    private final GraphBuilder to;

    TreeRule(GraphBuilder to) {
        this.to = to;
    }

    Node of(TreeLayer trees, LayerRule rule, Node x) {
        var features = to.reshape(x, Shape.batch(Math.toIntExact(x.shape().elementsPerSample())));
        var operands = new ArrayList<Node>();
        operands.add(features);
        operands.add(rule.weight(TreeLayer.BASE));
        operands.add(rule.weight(TreeLayer.ROOTS));
        operands.add(rule.weight(TreeLayer.NODES));
        operands.add(rule.weight(TreeLayer.LEAVES));
        if (trees.mostCategories() > 0) {
            operands.add(rule.weight(TreeLayer.SETS));
        }
        var sum = to.add(new Op.TreeSum(trees.outputs()), operands);
        return trees.kind().isMean() ? linked(trees.link(), to.multiply(sum, share(rule, sum.shape()))) : sum;
    }

    private Node share(LayerRule rule, Shape shape) {
        return to.broadcast(to.reshape(rule.weight(TreeLayer.SHARE), Shape.of(1, 1)), shape);
    }

    /** A share of 0 or 1, as of few samples, is not taken for certain: no loss could be compared then. */
    Node linked(Link link, Node mean) {
        if (link == Link.NONE) {
            return mean;
        }
        var log = logOfShare(mean);
        return link == Link.LOG ? log : to.subtract(log, logOfShare(to.subtract(to.full(1, mean.shape()), mean)));
    }

    private Node logOfShare(Node share) {
        var above = to.map(UnaryFunction.RELU, to.add(share, -LEAST_SHARE));
        return to.map(UnaryFunction.LOG, to.add(above, LEAST_SHARE));
    }
}
