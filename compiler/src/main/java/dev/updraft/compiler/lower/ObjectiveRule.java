package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations that tell trees how the output of each sample should move. */
final class ObjectiveRule {
    private final GraphBuilder to;
    private final Node scores;

    /** @param scores {@code [batch, outputs]} */
    ObjectiveRule(GraphBuilder to, Node scores) {
        this.to = to;
        this.scores = scores;
    }

    /** Of each sample, by each score. */
    record Derivatives(Node gradient, Node curvature) {}

    /**
     * Of any loss. The second derivative is that of each score alone: the gradient of the sum over the batch of one column of the
     * gradient is, in that column, the diagonal, since samples do not see each other.
     *
     * @param loss the mean over the batch
     */
    Derivatives ofLoss(Node loss) {
        var samples = to.broadcast(to.add(new Op.BatchSize()), scores.shape());
        var gradient = to.multiply(Gradients.of(to, loss, List.of(scores)).getFirst(), samples);
        var columns = new ArrayList<Node>();
        for (var output = 0; output < scores.shape().dim(1); output++) {
            var column = to.sumAll(column(gradient, output));
            columns.add(column(Gradients.of(to, column, List.of(scores)).getFirst(), output));
        }
        return new Derivatives(gradient, columns.size() == 1 ? columns.getFirst() : to.add(new Op.Concat(1), columns));
    }

    private Node column(Node x, int output) {
        return x.shape().dim(1) == 1 ? x : to.add(new Op.Slice(1, output, 1), x);
    }

    /**
     * Of the squared distance to the target, halved, at scores of 0: the gradient is {@code -y}, of classes a row of zeros with a
     * one. A tree whose splits make that distance smallest is the usual one: for classes, Gini's impurity.
     *
     * @param target as the network predicts it
     * @param weights of the samples, {@code [batch]}; null where all count the same
     */
    Derivatives ofTarget(Node target, @Nullable Node weights) {
        var outputs = scores.shape().dim(1);
        var wanted = target.type() == ElementType.REAL
                ? to.reshape(target, scores.shape())
                : outputs == 1
                        ? to.reshape(to.add(new Op.Cast(), target), scores.shape())
                        : to.add(new Op.OneHot(outputs), target);
        var one = to.full(1, scores.shape());
        if (weights == null) {
            return new Derivatives(to.subtract(to.full(0, scores.shape()), wanted), one);
        }
        var each = to.broadcast(to.reshape(weights, Shape.batch(1)), scores.shape());
        return new Derivatives(to.multiply(to.multiply(wanted, -1), each), to.multiply(one, each));
    }

    /** Whether trees learn the target itself, and not by the loss. */
    static boolean isOfTarget(LayerGraph layers, TreeLayer trees) {
        return trees.kind().isMean() && layers.losses().getFirst() instanceof LossTerm.Comparison;
    }
}
