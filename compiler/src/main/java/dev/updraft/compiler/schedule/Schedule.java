package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of work.
 *
 * @param graph what is computed
 * @param stages even ones run once, odd ones for every shard of the batch; see {@link Stage}
 */
public record Schedule(Graph graph, List<Stage> stages) {
    public Schedule {
        stages = List.copyOf(stages);
    }

    /** Cuts a graph into stages of fused kernels. */
    public static Schedule of(Graph graph) {
        return Fusion.fuse(graph);
    }

    /**
     * Kernels between two meetings of the shards.
     *
     * @param waves kernels of one wave do not depend on each other; each wave depends on those before it
     */
    public record Stage(List<List<Kernel>> waves) {
        public Stage {
            waves = waves.stream().map(List::copyOf).toList();
        }

        /** All kernels, in order. */
        public List<Kernel> kernels() {
            return waves.stream().flatMap(List::stream).toList();
        }
    }

    /** Whether each shard gives a part of {@code node}, and the value is the sum of the parts. */
    public static boolean isPartial(Node node) {
        return Placement.isPartial(node);
    }

    /** The node whose memory holds {@code node}'s elements: itself, unless it only gives them another shape. */
    public static Node storage(Node node) {
        var holder = node;
        while (holder.op() instanceof Op.Reshape) {
            holder = holder.operand(0);
        }
        return holder;
    }

    /** Whether a node needs neither a kernel nor memory planned for it: it comes from outside, or is a constant. */
    public static boolean isSource(Op op) {
        return switch (op) {
            case Op.Input _, Op.Read _, Op.StepScalar _, Op.Constant _, Op.BatchSize _ -> true;
            case Op.RandomUniform _,
                    Op.Map _,
                    Op.Combine _,
                    Op.Select _,
                    Op.Broadcast _,
                    Op.Reshape _,
                    Op.Transpose _,
                    Op.Concat _,
                    Op.Slice _,
                    Op.Pad _,
                    Op.Sum _,
                    Op.Max _,
                    Op.Softmax _,
                    Op.LogSoftmax _,
                    Op.OneHot _,
                    Op.MatMul _,
                    Op.Conv2d _,
                    Op.Conv2dInputGradient _,
                    Op.Conv2dWeightGradient _,
                    Op.MaxPool2d _,
                    Op.MaxPool2dGradient _,
                    Op.AveragePool2d _,
                    Op.AveragePool2dGradient _ -> false;
        };
    }

    /** Every node that some kernel writes to memory. */
    public Set<Node> materialized() {
        var written = new HashSet<Node>();
        for (var stage : stages) {
            for (var kernel : stage.kernels()) {
                written.addAll(kernel.results());
            }
        }
        return written;
    }
}
