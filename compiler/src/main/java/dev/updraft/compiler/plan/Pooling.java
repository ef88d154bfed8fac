package dev.updraft.compiler.plan;

import static java.util.stream.Collectors.toSet;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.schedule.Schedule;
import java.util.Set;

/**
 * A max pooling, as its gradient knows it.
 *
 * @param image what holds its operand
 */
public record Pooling(Node image, Window window) {

    /** The pooling of an image, in whatever shape this is. */
    public static Pooling of(Node image, Window window) {
        return new Pooling(Schedule.storage(image), window);
    }

    /** Those that a graph computes. */
    public static Set<Pooling> in(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof Op.MaxPool2d)
                .map(node -> of(node.operand(0), ((Op.MaxPool2d) node.op()).window()))
                .collect(toSet());
    }
}
