package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which new values may overwrite their variable at once: those of element-wise kernels, if nobody reads the old value later,
 * or elsewhere at the same point. So an optimizer's update needs no memory of its own.
 */
public final class InPlaceUpdates {
    /** A kernel and the number of its level. */
    private record Place(Kernel kernel, int level) {}

    private final Map<Node, Place> writers = new HashMap<>();
    private final Map<Variable, List<Place>> readers = new HashMap<>();
    private final Map<Kernel, Set<Variable>> repeated = new HashMap<>();
    private final Set<Variable> handedOut = new HashSet<>();

    /** Looks at every kernel once, so that the cost grows with the graph and not with its square. */
    private InPlaceUpdates(Schedule schedule) {
        var level = 0;
        for (var stage : schedule.stages()) {
            for (var kernels : stage.levels()) {
                for (var kernel : kernels) {
                    add(kernel, level);
                }
                level++;
            }
        }
        var graph = schedule.graph();
        graph.updates().values().forEach(node -> addIfRead(handedOut, node));
        graph.outputs().values().forEach(node -> addIfRead(handedOut, node));
    }

    private void add(Kernel kernel, int level) {
        var place = new Place(kernel, level);
        kernel.results().forEach(result -> writers.put(result, place));
        var read = new HashSet<Variable>();
        kernel.reads().forEach(node -> addIfRead(read, node));
        read.forEach(variable ->
                readers.computeIfAbsent(variable, _ -> new ArrayList<>()).add(place));
        switch (kernel) {
            case Kernel.Pointwise loop -> addRepeated(kernel, loop, List.of());
            case Kernel.Followed(var first, var after, var _) -> addRepeated(kernel, after, first.reads());
            case Kernel.FusedGemm _, Kernel.Single _ -> {}
        }
    }

    private void addRepeated(Kernel kernel, Kernel.Pointwise loop, List<Node> factors) {
        var variables = new HashSet<Variable>();
        factors.forEach(node -> addIfRead(variables, node));
        loop.body().stream()
                .filter(node -> node.op() instanceof Op.Broadcast)
                .forEach(node -> addIfRead(variables, node.operand(0)));
        repeated.put(kernel, variables);
    }

    private static void addIfRead(Set<Variable> variables, Node node) {
        if (Schedule.storage(node).op() instanceof Op.ReadVariable(var variable)) {
            variables.add(variable);
        }
    }

    /** A schedule with the updates that may, with the variable each overwrites. */
    public static Schedule find(Schedule schedule) {
        var all = new InPlaceUpdates(schedule);
        var found = new HashMap<Node, Variable>();
        schedule.graph().updates().forEach((variable, node) -> {
            var writer = all.writers.get(node);
            if (writer != null && writesElementwise(writer.kernel, node) && !all.isReadFrom(variable, writer)) {
                found.put(node, variable);
            }
        });
        // One value for two variables can lie in one of them only: then all are copied.
        var each = new HashSet<>(found.values()).size() == found.size();
        return new Schedule(schedule.graph(), schedule.stages(), each ? found : Map.of());
    }

    private static boolean writesElementwise(Kernel kernel, Node node) {
        return (kernel instanceof Kernel.Pointwise || kernel instanceof Kernel.Followed)
                && !(node.op() instanceof Op.Reduction)
                && !node.shape().batched();
    }

    /** Whether a kernel that does not run before {@code writer} reads the variable, or {@code writer} does so repeatedly. */
    private boolean isReadFrom(Variable variable, Place writer) {
        return handedOut.contains(variable)
                || readers.getOrDefault(variable, List.of()).stream()
                        .anyMatch(reader -> reader.level >= writer.level
                                && (!reader.kernel.equals(writer.kernel) || repeats(writer.kernel, variable)));
    }

    private boolean repeats(Kernel kernel, Variable variable) {
        return repeated.getOrDefault(kernel, Set.of()).contains(variable);
    }

    /** Whether a node is the variable's value, perhaps in another shape. */
    public static boolean isRead(Node node, Variable variable) {
        return Schedule.storage(node).op() instanceof Op.ReadVariable(var read) && read.equals(variable);
    }
}
