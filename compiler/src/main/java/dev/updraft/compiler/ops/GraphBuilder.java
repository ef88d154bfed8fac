package dev.updraft.compiler.ops;

import dev.updraft.compiler.ops.Node.Origin;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Graph}, an operation at a time. Shapes that do not fit are a bug of the caller's: they throw. */
public final class GraphBuilder {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> outputs = new LinkedHashMap<>();
    private final Map<Variable, Node> updates = new LinkedHashMap<>();
    private Origin origin = new Origin("", null);
    private @Nullable Node after;

    /** What the operations added from now on are made for. */
    public void origin(Origin origin) {
        this.origin = origin;
    }

    public Origin origin() {
        return origin;
    }

    /**
     * What must be there before the operations added from now on are computed, though it is no operand; null for nothing.
     */
    public void after(@Nullable Node node) {
        after = node;
    }

    /** Adds an operation. */
    public Node add(Op op, Node... operands) {
        return add(op, List.of(operands));
    }

    /** Adds an operation. */
    public Node add(Op op, List<Node> operands) {
        var result = ShapeRule.of(op, operands);
        var node = new Node(nodes.size(), op, operands, result.shape(), result.type(), origin, after);
        nodes.add(node);
        return node;
    }

    public void output(String name, Node node) {
        outputs.put(name, node);
    }

    public void update(Variable variable, Node value) {
        if (!value.shape().equals(variable.shape())) {
            throw new IllegalArgumentException(variable + " cannot become " + value.shape());
        }
        updates.put(variable, value);
    }

    /** What a variable is to become, as far as that is known; empty if nothing has changed it. */
    public Optional<Node> updated(Variable variable) {
        return Optional.ofNullable(updates.get(variable));
    }

    /** The graph, without what neither an output nor an update needs. */
    public Graph build() {
        var needed = new LinkedHashSet<Node>(outputs.values());
        needed.addAll(updates.values());
        for (var node : nodes.reversed()) {
            if (needed.contains(node)) {
                needed.addAll(node.operands());
                if (node.after() != null) {
                    needed.add(node.after());
                }
            }
        }
        return new Graph(nodes.stream().filter(needed::contains).toList(), outputs, updates);
    }

    // ---- the operations, by name

    public Node read(Variable variable) {
        return add(new Op.ReadVariable(variable));
    }

    public Node constant(double value) {
        return add(new Op.Constant(value));
    }

    /** A tensor of one value. */
    public Node full(double value, Shape shape) {
        return broadcast(constant(value), shape);
    }

    public Node map(UnaryFunction function, Node x) {
        return add(new Op.UnaryOp(function), x);
    }

    /** Element by element; a scalar on one side is broadcast to the other's shape. */
    public Node combine(BinaryFunction function, Node a, Node b) {
        if (a.shape().rank() == 0 && b.shape().rank() != 0) {
            return combine(function, broadcast(a, b.shape()), b);
        }
        if (b.shape().rank() == 0 && a.shape().rank() != 0) {
            return combine(function, a, broadcast(b, a.shape()));
        }
        return add(new Op.BinaryOp(function), a, b);
    }

    public Node add(Node a, Node b) {
        return combine(BinaryFunction.ADD, a, b);
    }

    public Node subtract(Node a, Node b) {
        return combine(BinaryFunction.SUBTRACT, a, b);
    }

    public Node multiply(Node a, Node b) {
        return combine(BinaryFunction.MULTIPLY, a, b);
    }

    public Node divide(Node a, Node b) {
        return combine(BinaryFunction.DIVIDE, a, b);
    }

    public Node multiply(Node a, double factor) {
        return factor == 1 ? a : multiply(a, constant(factor));
    }

    public Node add(Node a, double term) {
        return term == 0 ? a : add(a, constant(term));
    }

    public Node select(Node condition, Node a, Node b) {
        return add(new Op.Select(), condition, a, b);
    }

    public Node broadcast(Node x, Shape shape) {
        return x.shape().equals(shape) ? x : add(new Op.Broadcast(shape), x);
    }

    public Node reshape(Node x, Shape shape) {
        return x.shape().equals(shape) ? x : add(new Op.Reshape(shape), x);
    }

    /** Sums over axes, which stay with extent 1. */
    public Node sum(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : add(new Op.Sum(axes), x);
    }

    /** Sums over all axes to a scalar. */
    public Node sumAll(Node x) {
        var axes = new ArrayList<Integer>();
        for (var axis = 0; axis < x.shape().rank(); axis++) {
            axes.add(axis);
        }
        return reshape(sum(x, axes), Shape.SCALAR);
    }

    /**
     * Largest along axes that are not the batch; they stay with extent 1. NaN where there is one. Elements that are equally
     * large share the gradient evenly, as in JAX.
     */
    public Node max(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : add(new Op.Max(axes), x);
    }

    /** Smallest, as {@link #max}: {@code -max(-x)}, which keeps NaN, and -0 below 0. */
    public Node min(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : map(UnaryFunction.NEGATE, max(map(UnaryFunction.NEGATE, x), axes));
    }

    /** Mean over axes, which stay with extent 1; over the batch too. */
    public Node mean(Node x, List<Integer> axes) {
        var sum = sum(x, axes);
        var count = x.shape().elementsPerSample() / sum.shape().elementsPerSample();
        var mean = multiply(sum, 1.0 / count);
        return x.shape().batched() && axes.contains(0) ? divide(mean, add(new Op.BatchSize())) : mean;
    }

    /**
     * Product along axes that are not the batch; they stay with extent 1. Halves of an axis are multiplied until one place is
     * left, in the same order everywhere. So the gradient of a factor is the product of the others, and exact where factors
     * are 0: nothing is divided.
     */
    public Node product(Node x, List<Integer> axes) {
        var product = x;
        for (var axis : axes) {
            while (product.shape().dim(axis) > 1) {
                product = halved(product, axis);
            }
        }
        return product;
    }

    /** The first half of an axis times the second; of an odd number of places the last is left as it is. */
    private Node halved(Node x, int axis) {
        var places = x.shape().dim(axis);
        var half = places / 2;
        var halves = multiply(add(new Op.Slice(axis, 0, half), x), add(new Op.Slice(axis, half, half), x));
        return places % 2 == 0 ? halves : add(new Op.Concat(axis), halves, add(new Op.Slice(axis, places - 1, 1), x));
    }

    /** The rows of a table with these numbers. */
    public Node gather(Node table, Node indices) {
        return add(new Op.Gather(), table, indices);
    }

    public Node matMul(Node a, boolean transposeLeft, Node b, boolean transposeRight) {
        return add(new Op.MatMul(transposeLeft, transposeRight), a, b);
    }

    public Node batchMatMul(Node a, boolean transposeLeft, Node b, boolean transposeRight) {
        return add(new Op.BatchMatMul(transposeLeft, transposeRight), a, b);
    }
}
