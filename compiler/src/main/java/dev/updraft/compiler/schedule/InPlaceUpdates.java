package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Which new values may overwrite their variable at once: those of element-wise kernels, if nobody reads the old value later,
 * or elsewhere at the same moment. So an optimizer's update needs no memory of its own.
 */
public final class InPlaceUpdates {
    private InPlaceUpdates() {}

    /** The updates that may, with the variable each overwrites. */
    public static Map<Node, Variable> of(Schedule schedule) {
        var waves = schedule.stages().stream()
                .flatMap(stage -> stage.waves().stream())
                .toList();
        var found = new HashMap<Node, Variable>();
        schedule.graph().updates().forEach((variable, node) -> {
            for (var wave : waves) {
                for (var kernel : wave) {
                    if (writesElementwise(kernel, node) && !isReadFrom(variable, kernel, schedule, waves)) {
                        found.put(node, variable);
                    }
                }
            }
        });
        // One value for two variables can lie in one of them only: then all are copied.
        return new HashSet<>(found.values()).size() == found.size() ? found : Map.of();
    }

    private static boolean writesElementwise(Kernel kernel, Node node) {
        return kernel instanceof Kernel.Pointwise
                && kernel.results().contains(node)
                && !(node.op() instanceof Op.Sum)
                && !node.shape().batched()
                && !Schedule.isPartial(node);
    }

    /** Whether a kernel that does not run before {@code writer} reads the variable, or {@code writer} does so repeatedly. */
    private static boolean isReadFrom(
            Variable variable, Kernel writer, Schedule schedule, List<? extends List<Kernel>> waves) {
        var reached = false;
        for (var wave : waves) {
            reached |= wave.contains(writer);
            for (var kernel : wave) {
                if (reached
                        && kernel.reads().stream().anyMatch(node -> isRead(node, variable))
                        && (!kernel.equals(writer) || repeats(writer, variable))) {
                    return true;
                }
            }
        }
        var graph = schedule.graph();
        return graph.updates().values().stream().anyMatch(node -> isRead(node, variable))
                || graph.outputs().values().stream().anyMatch(node -> isRead(node, variable));
    }

    private static boolean repeats(Kernel kernel, Variable variable) {
        return kernel instanceof Kernel.Pointwise(var _, var body, var _)
                && body.stream()
                        .anyMatch(node -> node.op() instanceof Op.Broadcast && isRead(node.operand(0), variable));
    }

    /** Whether a node is the variable's value, perhaps in another shape. */
    public static boolean isRead(Node node, Variable variable) {
        return Schedule.storage(node).op().equals(new Op.Read(variable));
    }
}
