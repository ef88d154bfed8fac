package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.engine.cpu.loops.Instruction;
import dev.updraft.engine.cpu.loops.LoopProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Nodes that are to be one generated loop, each after its operands. */
final class LoopRun {
    private final Predicate<Node> isNumber;
    private final ToIntFunction<Node> readers;
    private final Set<Node> nodes = new LinkedHashSet<>();
    private int steps;

    /**
     * Without any.
     *
     * @param isNumber whether a value is the same for all elements
     * @param readers how many are still to read a value
     */
    LoopRun(Predicate<Node> isNumber, ToIntFunction<Node> readers) {
        this.isNumber = isNumber;
        this.readers = readers;
    }

    Set<Node> nodes() {
        return nodes;
    }

    /** Whether a node can be in a run at all. */
    static boolean takes(Node node) {
        return cost(node) < LoopProgram.MOST;
    }

    private static int cost(Node node) {
        return switch (node.op()) {
            case Op.UnaryOp(var function) -> LoopProgram.cost(function);
            case Op.BinaryOp(var function) -> LoopProgram.cost(function);
            case Op _ -> LoopProgram.NEVER;
        };
    }

    /** Adds a node, unless the loop would be too long with it. */
    boolean add(Node node) {
        nodes.add(node);
        steps += cost(node);
        if (nodes.size() == 1 || steps + places() * LoopProgram.PLACE <= LoopProgram.MOST) {
            return true;
        }
        nodes.remove(node);
        steps -= cost(node);
        return false;
    }

    void clear() {
        nodes.clear();
        steps = 0;
    }

    /** Results take the place of inputs that nobody else reads. */
    private int places() {
        var inside = new HashMap<Node, Integer>();
        for (var node : nodes) {
            node.operands().stream().distinct().forEach(operand -> inside.merge(operand, 1, Integer::sum));
        }
        var inputs = inside.keySet().stream()
                .filter(operand -> !nodes.contains(operand) && !isNumber.test(operand))
                .toList();
        var kept = inputs.stream()
                .filter(input -> readers.applyAsInt(input) > inside.getOrDefault(input, 0))
                .count();
        var results = nodes.stream()
                .filter(node -> readers.applyAsInt(node) > inside.getOrDefault(node, 0))
                .count();
        return (int) (kept + Math.max(inputs.size() - kept, results));
    }

    /** What the nodes read of others. */
    List<Node> inputs() {
        return nodes.stream()
                .flatMap(node -> node.operands().stream())
                .filter(operand -> !nodes.contains(operand))
                .distinct()
                .toList();
    }

    /**
     * The loop, once its values have registers.
     *
     * @param instructions that compute the nodes one by one
     */
    Instruction together(List<Instruction> instructions, ToIntFunction<Node> register) {
        var places = new ArrayList<Integer>();
        var values = new HashMap<Node, Integer>();
        var inputs = new ArrayList<LoopProgram.Input>();
        for (var input : inputs()) {
            values.put(input, values.size());
            inputs.add(new LoopProgram.Input(place(places, register.applyAsInt(input)), isNumber.test(input)));
        }
        var steps = new ArrayList<LoopProgram.Step>();
        for (var node : nodes) {
            var operands = node.operands().stream().map(values::get).toList();
            steps.add(
                    switch (node.op()) {
                        case Op.UnaryOp(var function) -> new LoopProgram.Unary(function, operands.get(0));
                        case Op.BinaryOp(var function) ->
                            new LoopProgram.Binary(function, operands.get(0), operands.get(1));
                        case Op other -> throw new IllegalStateException(other + " in a generated loop");
                    });
            values.put(node, values.size());
        }
        var results = nodes.stream()
                .filter(node -> readers.applyAsInt(node) > 0)
                .map(node -> new LoopProgram.Result(
                        place(places, register.applyAsInt(node)), Objects.requireNonNull(values.get(node))))
                .toList();
        return Instruction.Together.of(
                new LoopProgram(inputs, steps, results),
                places.stream().mapToInt(Integer::intValue).toArray(),
                instructions);
    }

    private static int place(List<Integer> places, int register) {
        if (!places.contains(register)) {
            places.add(register);
        }
        return places.indexOf(register);
    }
}
