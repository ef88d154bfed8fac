package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order of work.
 *
 * @param graph what is computed
 * @param stages even ones run once, odd ones for every shard of the batch; see {@link Stage}
 * @param inPlace the new values that are written over the old ones at once, with the variable that each overwrites
 */
public record Schedule(Graph graph, List<Stage> stages, Map<Node, Variable> inPlace) {
    public Schedule {
        stages = List.copyOf(stages);
        inPlace = Map.copyOf(inPlace);
    }

    /** In a line, as the graph is. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d stages of a %s", stages.size(), graph);
    }

    /**
     * Kernels between two meetings of the shards.
     *
     * @param levels kernels of one level do not depend on each other; each level depends on those before it. Element-wise kernels
     *     stand after all others
     */
    public record Stage(List<List<Kernel>> levels) {
        public Stage {
            levels = levels.stream().map(List::copyOf).toList();
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "stage of %d levels", levels.size());
        }

        /** All kernels, in order. */
        public List<Kernel> kernels() {
            return levels.stream().flatMap(List::stream).toList();
        }
    }

    /** The sums over the batch of which each shard gives a part, if it is cut into shards. */
    public List<Node> partials() {
        return IntStream.range(0, stages.size())
                .filter(stage -> stage % 2 == 1)
                .mapToObj(stages::get)
                .flatMap(stage -> stage.kernels().stream())
                .flatMap(kernel -> kernel.results().stream())
                .filter(result -> !result.shape().batched())
                .toList();
    }

    /** What is handed out of each sample, by the first of its names: that of the node that holds its elements. */
    public Map<Node, String> results() {
        var results = new HashMap<Node, String>();
        graph.outputs().forEach((name, node) -> {
            if (node.shape().batched()) {
                results.putIfAbsent(storage(node), name);
            }
        });
        return results;
    }

    /**
     * The variable of which a node is the bfloat16: whoever multiplies with it brings it into the layout that products want, which
     * is no work of its own.
     */
    public static @Nullable Variable roundedVariable(Node node) {
        return node.op() instanceof Op.ToBfloat16
                        && storage(node.operand(0)).op() instanceof Op.ReadVariable(var variable)
                ? variable
                : null;
    }

    /** The node whose memory holds {@code node}'s elements: itself, unless it only gives them another shape. */
    public static Node storage(Node node) {
        var holder = node;
        while (holder.op() instanceof Op.Reshape) {
            holder = holder.operand(0);
        }
        return holder;
    }
}
