package dev.updraft.weights.internal;

import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.weights.TensorEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a model has room for the trees of a file, in the words of the language. */
final class TreeRoom {
    private final Map<String, Variable> variables;
    private final Map<String, TensorEntry> found;
    private final String layer;

    private TreeRoom(Map<String, Variable> variables, Map<String, TensorEntry> found, String layer) {
        this.variables = variables;
        this.found = found;
        this.layer = layer;
    }

    /** Why there is too little room, and how to make some; null if there is enough, or there are no trees. */
    static @Nullable String misfit(List<Variable> model, Map<String, TensorEntry> found) {
        var variables = model.stream().collect(Collectors.toMap(Variable::name, Function.identity()));
        return model.stream()
                .filter(variable -> variable.role() == Variable.Role.GROWN)
                .map(Variable::name)
                .filter(name -> name.endsWith("/" + TreeLayer.ROOTS))
                .map(name -> new TreeRoom(
                        variables, found, name.substring(0, name.length() - TreeLayer.ROOTS.length() - 1)))
                .flatMap(room -> Stream.ofNullable(room.misfit()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String misfit() {
        var trees = there(TreeLayer.ROOTS);
        var nodes = there(TreeLayer.NODES);
        var room = room(TreeLayer.ROOTS);
        if (trees > room) {
            // Boosted trees have one output each, so that as many make one of those that the language counts.
            var ofRound = room(TreeLayer.BASE) / variable(TreeLayer.LEAVES).shape().dim(1);
            return "it has " + trees / ofRound + " trees in `" + layer + "`, and the model has " + room / ofRound
                    + " at most: set trees: " + trees / ofRound + " or more, or train the model again";
        }
        if (nodes > room(TreeLayer.NODES)) {
            var leaves = room(TreeLayer.LEAVES) / room;
            return "its trees in `" + layer + "` have " + (nodes + trees) / 2 + " leaves, and the model's have "
                    + room(TreeLayer.LEAVES) + " at most, " + leaves
                    + " each: set a larger max_leaves (or max_depth), as it was when they were trained, or train the"
                    + " model again";
        }
        return null;
    }

    private Variable variable(String weight) {
        var variable = variables.get(layer + "/" + weight);
        if (variable == null) {
            throw new IllegalStateException("trees without " + weight);
        }
        return variable;
    }

    private long room(String weight) {
        return variable(weight).shape().dim(0);
    }

    /** Of a file that is another model's, nothing may be there. */
    private long there(String weight) {
        var entry = found.get(layer + "/" + weight);
        return entry == null || entry.dims().isEmpty() ? 0 : entry.dims().getFirst();
    }
}
