package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.source.Functions;
import dev.updraft.engine.gpu.emit.source.JavaLiterals;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.RandomNumbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a pointwise kernel computes at one element of its loop. One object writes into one scope: every value of the
 * body is computed there at most once, into a local named after its node.
 */
public final class KernelExpressions {
    private final Kernel.Pointwise loop;
    private final Emission emission;
    private final Map<Node, String> locals = new HashMap<>();
    private final Map<String, String> loads = new HashMap<>();
    private final Map<Node, String> given;
    private int values;

    KernelExpressions(Kernel.Pointwise loop, Emission emission) {
        this(loop, emission, Map.of());
    }

    /**
     * For a loop that is handed values.
     *
     * @param given names of the locals that hold them, by the nodes whose elements they are
     */
    KernelExpressions(Kernel.Pointwise loop, Emission emission, Map<Node, String> given) {
        this.loop = loop;
        this.emission = emission;
        this.given = given;
    }

    /**
     * Writes the statements that compute a value, with those of the body that it needs.
     *
     * @param node of the loop's shape: in the body, or read from memory; not a {@code Sum}
     * @param index name of an int local, the row-major index in the loop's shape; always the same in one scope
     * @return name of the local, or literal, that holds it
     */
    String write(JavaText text, Node node, String index) {
        // No recursion: a sum of a thousand terms is a thousand operations deep.
        var begun = new ArrayDeque<Statement>();
        var written = begin(text, node, index, begun);
        while (!begun.isEmpty()) {
            var statement = begun.getLast();
            var next = statement.next();
            if (next != null) {
                var operand = begin(text, next, index, begun);
                if (operand != null) {
                    statement.operands.add(operand);
                }
                continue;
            }
            begun.removeLast();
            written = finish(text, statement, index);
            if (!begun.isEmpty()) {
                begun.getLast().operands.add(written);
            }
        }
        return Objects.requireNonNull(written);
    }

    /**
     * A value of the body whose operands are being written.
     *
     * @param operands names or literals of those that are
     */
    private record Statement(Node node, String local, List<String> operands) {
        /** The operand to be written next; null if none is left, or if they are loaded from memory. */
        @Nullable
        Node next() {
            return node.op() instanceof Op.Broadcast
                            || operands.size() == node.operands().size()
                    ? null
                    : node.operand(operands.size());
        }
    }

    /** What holds a value that is known or in memory; null for one that must be computed, which has been put on {@code begun}. */
    private @Nullable String begin(JavaText text, Node node, String index, Deque<Statement> begun) {
        var known = locals.get(node);
        if (known != null) {
            return known;
        }
        var handed = given.get(Schedule.storage(node));
        if (handed != null) {
            return handed;
        }
        if (!loop.body().contains(node)) {
            return load(text, node, index);
        }
        begun.addLast(new Statement(node, "v" + values++, new ArrayList<>()));
        return null;
    }

    private String finish(JavaText text, Statement statement, String index) {
        var node = statement.node;
        var local = statement.local;
        var operands = statement.operands;
        var expression = switch ((Op.ElementwiseOp) node.op()) {
            case Op.UnaryOp(var function) -> Functions.map(text, function, operands.get(0), local);
            case Op.BinaryOp(var function) -> Functions.combine(function, operands.get(0), operands.get(1));
            case Op.Select() -> operands.get(0) + " != 0f ? " + operands.get(1) + " : " + operands.get(2);
            case Op.Broadcast(var shape) ->
                load(text, node.operand(0), broadcastIndex(node.operand(0).shape(), shape, index));
            case Op.RandomUniform(var stream, var shape) -> {
                if (emission.training()) {
                    RandomNumbers.ofStep(text, local + "r", stream, index);
                } else {
                    var perSample = shape.batched() ? shape.elementsPerSample() : 0;
                    RandomNumbers.ofRows(text, local + "r", stream, index, perSample);
                }
                yield local + "r";
            }
            case Op.Reduction _ ->
                throw new IllegalArgumentException(node + " is a reduction, not a value of the loop");
        };
        if (!(node.op() instanceof Op.Broadcast)) {
            text.line("float " + local + " = " + expression + ";");
            expression = local;
        }
        locals.put(node, expression);
        return expression;
    }

    /** A value from memory, or a source that is a number. */
    private String load(JavaText text, Node node, String index) {
        var parts = emission.parts(node);
        if (parts != null) {
            return loads.computeIfAbsent("parts of " + parts, _ -> {
                var local = "m" + loads.size();
                parts.add(text, index, local);
                return local;
            });
        }
        var sample = emission.sample(node, index);
        var known = sample == null ? literal(node, emission) : sample;
        var expression = known == null ? emission.place(node).get(index) : known;
        if (node.op() instanceof Op.Constant) {
            return expression;
        }
        return loads.computeIfAbsent(expression, _ -> {
            var local = "m" + loads.size();
            text.line("float " + local + " = " + expression + ";");
            return local;
        });
    }

    /** The expression of a number that needs no memory; null for any other value. */
    static @Nullable String literal(Node node, Emission emission) {
        return switch (Schedule.storage(node).op()) {
            case Op.Constant(var value) -> JavaLiterals.of(value);
            case Op.StepScalar(var name) -> emission.stepScalar(name);
            case Op.BatchSize() -> "(float) control.get(" + Control.COUNT + ")";
            case Op.Input _, Op.ReadVariable _, Op.ElementwiseOp _, Op.Opaque _ -> null;
        };
    }

    /** The expression of a source that is a number. */
    public static String scalar(Node node, Emission emission) {
        return Objects.requireNonNull(literal(node, emission), node::toString);
    }

    /**
     * Which element of a smaller shape goes to an element of the larger one. Axes that go together are taken together, so
     * that most indices need one division at most.
     */
    static String broadcastIndex(Shape from, Shape to, String index) {
        if (from.elementsPerSample() == 1 && !from.batched()) {
            return "0";
        }
        var terms = new ArrayList<String>();
        var rank = to.rank();
        var strideTo = 1L;
        var strideFrom = 1L;
        for (var last = rank - 1; last >= 0; ) {
            var kept = keeps(from, to, last);
            var first = last;
            var extent = extent(to, last);
            while (first > 0 && keeps(from, to, first - 1) == kept) {
                first--;
                extent *= extent(to, first);
            }
            if (kept) {
                terms.add(term(index, strideTo, first == 0 ? 0 : extent, strideFrom));
                strideFrom *= extent;
            }
            strideTo *= extent;
            last = first - 1;
        }
        return sum(terms);
    }

    /** Whether the axis is walked in the smaller shape too; axes of extent 1 go with their neighbours. */
    private static boolean keeps(Shape from, Shape to, int axis) {
        return from.dim(axis) == to.dim(axis);
    }

    /** The batch is outermost, so its extent is never needed. */
    private static long extent(Shape shape, int axis) {
        return Math.max(1, shape.dim(axis));
    }

    /** {@code index / stride % extent * scale}; extent 0 for the outermost axis, whose coordinate needs no remainder. */
    private static String term(String index, long stride, long extent, long scale) {
        var coordinate = index;
        if (stride > 1) {
            coordinate += " / " + stride;
        }
        if (extent > 0) {
            coordinate += " % " + extent;
        }
        return scale == 1 ? coordinate : coordinate + " * " + scale;
    }

    private static String sum(List<String> terms) {
        return terms.isEmpty() ? "0" : String.join(" + ", terms.reversed());
    }
}
