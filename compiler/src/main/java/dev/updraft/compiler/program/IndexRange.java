package dev.updraft.compiler.program;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;

/**
 * Which integers an int32 input takes: those that a table has rows for, if rows are looked up by them, else those that a
 * float32 tells apart.
 *
 * @param first the smallest
 * @param last the largest
 */
public record IndexRange(int first, int last) {
    /** Without the bounds themselves, to which a float32 rounds what lies beyond. */
    private static final IndexRange ALL = new IndexRange(1 - Op.Gather.MOST_ROWS, Op.Gather.MOST_ROWS - 1);

    /** Of an input of a graph. */
    public static IndexRange of(Graph graph, Op.Input input) {
        var range = ALL;
        for (var node : graph.nodes()) {
            if (node.op() instanceof Op.Gather && leadsTo(node.operand(1), input)) {
                range = new IndexRange(
                        0, Math.min(range.last, node.operand(0).shape().dim(0) - 1));
            }
        }
        return range;
    }

    /** What leads to indices only arranges them. */
    private static boolean leadsTo(Node indices, Op.Input input) {
        var seen = new HashSet<Node>();
        var waiting = new ArrayDeque<>(List.of(indices));
        while (!waiting.isEmpty()) {
            var node = waiting.removeLast();
            if (node.op().equals(input)) {
                return true;
            }
            if (node.type() == ElementType.INT32 && seen.add(node)) {
                waiting.addAll(node.operands());
            }
        }
        return false;
    }

    public boolean contains(float number) {
        return number >= first && number <= last && number == Math.rint(number);
    }

    /** {@code an integer from 0 to 9999}. */
    @Override
    public String toString() {
        return "an integer from " + first + " to " + last;
    }
}
