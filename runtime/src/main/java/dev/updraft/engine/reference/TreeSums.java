package dev.updraft.engine.reference;

import dev.updraft.compiler.ops.Op.TreeSum;
import java.util.List;

/** Sums of the leaves that samples come to. */
final class TreeSums {
    private final Tensor features;
    private final Tensor base;
    private final Tensor roots;
    private final Tensor nodes;
    private final Tensor leaves;
    private final double[] sets;

    private TreeSums(List<Tensor> operands) {
        features = operands.get(0);
        base = operands.get(1);
        roots = operands.get(2);
        nodes = operands.get(3);
        leaves = operands.get(4);
        sets = operands.size() > 5 ? operands.get(5).values() : new double[0];
    }

    /** @param operands those of {@link TreeSum}, in its order */
    static Tensor of(List<Tensor> operands, int[] dims) {
        return new TreeSums(operands).sum(dims);
    }

    private Tensor sum(int[] dims) {
        var result = Tensor.zeros(dims);
        var outputs = dims[1];
        var width = leaves.dim(1);
        for (var sample = 0; sample < dims[0]; sample++) {
            var first = sample * outputs;
            System.arraycopy(base.values(), 0, result.values(), first, outputs);
            for (var tree = 0; tree < roots.dim(0) && roots.values()[tree] >= 0; tree++) {
                var leaf = leaf(sample, (int) roots.values()[tree]);
                for (var i = 0; i < width; i++) {
                    var output = width == 1 ? tree % outputs : i;
                    result.values()[first + output] += leaves.values()[leaf * width + i];
                }
            }
        }
        return result;
    }

    private int leaf(int sample, int root) {
        var node = root;
        while (true) {
            var at = node * TreeSum.NODE_SIZE;
            var feature = (int) nodes.values()[at];
            var next = (int) nodes.values()[at + 2];
            if (feature < 0) {
                return next;
            }
            var x = features.values()[sample * features.dim(1) + feature];
            node = isLeft(x, nodes.values()[at + 1], (int) nodes.values()[at + 3]) ? next : next + 1;
        }
    }

    private boolean isLeft(double x, double threshold, int kind) {
        var isMissingLeft = kind % 2 == TreeSum.MISSING_LEFT;
        if (Double.isNaN(x)) {
            return isMissingLeft;
        }
        if (kind < TreeSum.SET) {
            return x <= threshold;
        }
        var category = (int) x;
        var set = (int) threshold;
        var word = category / TreeSum.SET_BITS;
        if (category < 0 || word >= sets[set]) {
            return isMissingLeft;
        }
        return ((int) sets[set + 1 + word] >> category % TreeSum.SET_BITS) % 2 == 1;
    }
}
