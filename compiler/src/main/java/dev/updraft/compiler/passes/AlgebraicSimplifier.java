package dev.updraft.compiler.passes;

import static dev.updraft.compiler.ops.BinaryFunction.ADD;
import static dev.updraft.compiler.ops.BinaryFunction.MULTIPLY;
import static dev.updraft.compiler.ops.BinaryFunction.SUBTRACT;
import static dev.updraft.compiler.ops.UnaryFunction.NEGATE;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Constants are folded and identities applied: {@code x + 0}, {@code x · 1}, {@code -(-x)}, a reshape of a reshape and so
 * on. Every node is made by {@link #make}, so the result of a rule is itself simplified. {@code x · 0} stays, because
 * {@code x} may be infinite.
 */
public final class AlgebraicSimplifier {
    private final GraphBuilder to = new GraphBuilder();

    private AlgebraicSimplifier() {}

    /** A graph without what arithmetic shows to be needless. */
    public static Graph simplify(Graph graph) {
        var pass = new AlgebraicSimplifier();
        var products = productsReadOnce(graph);
        return Rewriter.rewriteNodes(graph, pass.to, (old, operands) -> {
            var scaled = Collections.disjoint(old.operands(), products) ? null : pass.scaledProduct(old.op(), operands);
            return scaled == null ? pass.make(old.op(), operands) : scaled;
        });
    }

    private static Set<Node> productsReadOnce(Graph graph) {
        var readers = new HashMap<Node, Integer>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> readers.merge(operand, 1, Integer::sum)));
        return readers.keySet().stream()
                .filter(node -> node.op() instanceof Op.BatchMatMul
                        && readers.getOrDefault(node, 0) == 1
                        && !graph.outputs().containsValue(node)
                        && !graph.updates().containsValue(node))
                .collect(Collectors.toSet());
    }

    /** {@code (a · b) · c = (a · c) · b} for a constant c, where a has fewer elements than the product: scores of attention. */
    private @Nullable Node scaledProduct(Op op, List<Node> operands) {
        if (!op.equals(new Op.BinaryOp(MULTIPLY))) {
            return null;
        }
        var product = operands.get(0).op() instanceof Op.BatchMatMul ? operands.get(0) : operands.get(1);
        var factor = Constants.of(operands.get(product == operands.get(0) ? 1 : 0));
        if (factor == null || !(product.op() instanceof Op.BatchMatMul)) {
            return null;
        }
        var a = product.operand(0);
        if (a.shape().elementsPerSample() >= product.shape().elementsPerSample()) {
            return null;
        }
        var scaled = combine(MULTIPLY, a, full(factor, a.shape()));
        to.origin(product.origin());
        return to.add(product.op(), scaled, product.operand(1));
    }

    private Node make(Op op, List<Node> operands) {
        return switch (op) {
            case Op.UnaryOp(var function) -> map(function, operands.getFirst());
            case Op.BinaryOp(var function) -> combine(function, operands.get(0), operands.get(1));
            case Op.Select _ -> select(operands);
            case Op.Broadcast(var shape) -> broadcast(operands.getFirst(), shape);
            case Op.Reshape(var shape) -> reshape(operands.getFirst(), shape);
            case Op.Transpose(var permutation) -> transpose(operands.getFirst(), permutation);
            case Op.Concat _ -> operands.size() == 1 ? operands.getFirst() : to.add(op, operands);
            case Op.Slice(var axis, var _, var length) ->
                operands.getFirst().shape().dim(axis) == length ? operands.getFirst() : to.add(op, operands);
            case Op.Pad(var _, var before, var after) ->
                before == 0 && after == 0 ? operands.getFirst() : to.add(op, operands);
            case Op.Sum(var axes) -> sum(operands.getFirst(), axes);
            case Op.Max(var axes) -> max(operands.getFirst(), axes);
            case Op.Source _, Op.RandomUniform _, Op.SquaredDeviations _, Op.Opaque _ -> to.add(op, operands);
        };
    }

    private Node map(UnaryFunction function, Node x) {
        var value = Constants.of(x);
        if (value != null && function != UnaryFunction.ERF) {
            return full(Constants.apply(function, value), x.shape());
        }
        if (function == UnaryFunction.STOP_GRADIENT) {
            return x; // Gradients have been taken.
        }
        if (x.op() instanceof Op.Broadcast(var shape)) {
            return broadcast(map(function, x.operand(0)), shape);
        }
        if (x.op() instanceof Op.UnaryOp(var inner)) {
            if (function == NEGATE && inner == NEGATE) {
                return x.operand(0);
            }
            if (function == inner && isIdempotent(function)) {
                return x;
            }
            if (inner == NEGATE && isEven(function)) {
                return map(function, x.operand(0));
            }
        }
        var relu = function == UnaryFunction.RELU ? reluOfProduct(x) : null;
        return relu == null ? to.map(function, x) : relu;
    }

    private static boolean isIdempotent(UnaryFunction function) {
        return switch (function) {
            case ABS, SIGN, RELU, FLOOR, STOP_GRADIENT, FLUSH_DENORMALS -> true;
            case NEGATE, SQUARE, SQRT, RECIPROCAL, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF -> false;
        };
    }

    /** Whether {@code f(-x) = f(x)}: log_sigmoid of x and of -x have most of their work in common then. */
    private static boolean isEven(UnaryFunction function) {
        return switch (function) {
            case ABS, SQUARE, COS -> true;
            case NEGATE,
                    SQRT,
                    RECIPROCAL,
                    EXP,
                    EXPM1,
                    LOG,
                    LOG1P,
                    SIN,
                    TANH,
                    SIGMOID,
                    ERF,
                    SIGN,
                    RELU,
                    FLOOR,
                    STOP_GRADIENT,
                    FLUSH_DENORMALS -> false;
        };
    }

    private Node combine(BinaryFunction function, Node a, Node b) {
        var left = Constants.of(a);
        var right = Constants.of(b);
        if (left != null && right != null) {
            return full(Constants.apply(function, left, right), a.shape());
        }
        var identity = identity(function, a, left, b, right);
        if (identity != null) {
            return identity;
        }
        var hoisted = beforeBroadcast(function, a, b);
        return hoisted == null ? to.combine(function, a, b) : hoisted;
    }

    private @Nullable Node identity(
            BinaryFunction function, Node a, @Nullable Double left, Node b, @Nullable Double right) {
        return switch (function) {
            case ADD -> {
                if (isEqual(left, 0) || isEqual(right, 0)) {
                    yield isEqual(left, 0) ? b : a;
                }
                if (isNegation(b)) {
                    yield combine(SUBTRACT, a, b.operand(0));
                }
                if (isNegation(a)) {
                    yield combine(SUBTRACT, b, a.operand(0));
                }
                var biased = biasedProduct(a, b);
                yield biased == null ? reassociated(ADD, a, left, b, right) : biased;
            }
            case SUBTRACT -> {
                if (isEqual(left, 0) || isEqual(right, 0)) {
                    yield isEqual(right, 0) ? a : map(NEGATE, b);
                }
                yield isNegation(b) ? combine(ADD, a, b.operand(0)) : null;
            }
            case MULTIPLY -> {
                if (isEqual(left, 1) || isEqual(right, 1)) {
                    yield isEqual(left, 1) ? b : a;
                }
                var reassociated = reassociated(MULTIPLY, a, left, b, right);
                yield reassociated == null ? scaledBroadcast(a, b) : reassociated;
            }
            case DIVIDE -> isEqual(right, 1) ? a : null;
            case POWER -> power(a, right);
            case MAXIMUM, MINIMUM, LESS, EQUAL, RELU_GRAD -> null;
        };
    }

    /**
     * {@code reshape(a · b) + broadcast(v) = reshape(a · b + broadcast(v))} for a number v for each place of the last axis: the kernel of a
     * product adds these before it writes its result.
     */
    private @Nullable Node biasedProduct(Node a, Node b) {
        var repeated = a.op() instanceof Op.Broadcast ? a : b;
        var reshaped = repeated == a ? b : a;
        if (!(repeated.op() instanceof Op.Broadcast) || !(reshaped.op() instanceof Op.Reshape)) {
            return null;
        }
        var product = reshaped.operand(0);
        var vector = repeated.operand(0);
        var length = product.shape().rank() == 0 ? 1 : product.shape().dim(-1);
        if (!product.op().takesEpilogue()
                || !product.shape().batched()
                || vector.shape().batched()
                || vector.shape().rank() == 0
                || vector.shape().dim(-1) != length
                || vector.shape().elementsPerSample() != length
                || reshaped.shape().dim(-1) != length) {
            return null;
        }
        var dims = new int[product.shape().rank()];
        Arrays.fill(dims, 1);
        dims[dims.length - 1] = length;
        var bias = broadcast(reshape(vector, Shape.of(dims)), product.shape());
        return reshape(to.combine(ADD, product, bias), reshaped.shape());
    }

    /** {@code relu(reshape(x)) = reshape(relu(x))} for a product x with its bias: its kernel applies a relu too. */
    private @Nullable Node reluOfProduct(Node reshaped) {
        if (!(reshaped.op() instanceof Op.Reshape)) {
            return null;
        }
        var x = reshaped.operand(0);
        var product = x.op().equals(new Op.BinaryOp(ADD)) ? x.operand(0) : x;
        return product.op().takesEpilogue() ? reshape(to.map(UnaryFunction.RELU, x), reshaped.shape()) : null;
    }

    /** Powers that a cheaper function computes. */
    private @Nullable Node power(Node x, @Nullable Double exponent) {
        if (isEqual(exponent, 1)) {
            return x;
        }
        if (isEqual(exponent, 0.5)) {
            return map(UnaryFunction.SQRT, x);
        }
        if (isEqual(exponent, 2)) {
            return map(UnaryFunction.SQUARE, x);
        }
        if (isEqual(exponent, 3)) {
            return combine(MULTIPLY, map(UnaryFunction.SQUARE, x), x);
        }
        if (isEqual(exponent, 4)) {
            return map(UnaryFunction.SQUARE, map(UnaryFunction.SQUARE, x));
        }
        return isEqual(exponent, -1) ? map(UnaryFunction.RECIPROCAL, x) : null;
    }

    /** {@code (x ∘ c) ∘ d = x ∘ (c ∘ d)} for constants, with the constant on either side. */
    private @Nullable Node reassociated(
            BinaryFunction function, Node a, @Nullable Double left, Node b, @Nullable Double right) {
        var outer = right == null ? left : right;
        var x = right == null ? b : a;
        if (outer == null || !x.op().equals(new Op.BinaryOp(function))) {
            return null;
        }
        for (var side = 0; side < 2; side++) {
            var inner = Constants.of(x.operand(side));
            if (inner != null) {
                return combine(function, x.operand(1 - side), full(Constants.apply(function, inner, outer), x.shape()));
            }
        }
        return null;
    }

    /** {@code (x · c) · broadcast(y) = x · broadcast(y · c)} for constants, with the broadcast on either side. */
    private @Nullable Node scaledBroadcast(Node a, Node b) {
        var repeated = a.op() instanceof Op.Broadcast ? a : b;
        var scaled = repeated == a ? b : a;
        if (!(repeated.op() instanceof Op.Broadcast) || !scaled.op().equals(new Op.BinaryOp(MULTIPLY))) {
            return null;
        }
        for (var side = 0; side < 2; side++) {
            var factor = Constants.of(scaled.operand(side));
            if (factor != null) {
                var y = repeated.operand(0);
                return combine(
                        MULTIPLY,
                        scaled.operand(1 - side),
                        broadcast(combine(MULTIPLY, y, full(factor, y.shape())), repeated.shape()));
            }
        }
        return null;
    }

    private static boolean isEqual(@Nullable Double constant, double value) {
        return constant != null && constant == value;
    }

    private static boolean isNegation(Node x) {
        return x.op().equals(new Op.UnaryOp(NEGATE));
    }

    /** What is the same all along an axis is computed once and then repeated. */
    private @Nullable Node beforeBroadcast(BinaryFunction function, Node a, Node b) {
        if (!(a.op() instanceof Op.Broadcast) || !(b.op() instanceof Op.Broadcast)) {
            return null;
        }
        var x = a.operand(0);
        var y = b.operand(0);
        if (!x.shape().equals(y.shape()) && x.shape().rank() > 0 && y.shape().rank() > 0) {
            return null;
        }
        var smaller = x.shape().rank() == 0 ? y.shape() : x.shape();
        return broadcast(combine(function, broadcast(x, smaller), broadcast(y, smaller)), a.shape());
    }

    private Node select(List<Node> operands) {
        var condition = Constants.of(operands.getFirst());
        if (condition != null) {
            return condition != 0 ? operands.get(1) : operands.get(2);
        }
        return to.add(new Op.Select(), operands);
    }

    private Node full(double value, Shape shape) {
        return broadcast(to.constant(value), shape);
    }

    private Node broadcast(Node x, Shape shape) {
        if (x.op() instanceof Op.Broadcast) {
            return broadcast(x.operand(0), shape);
        }
        var ofScalar = x.op() instanceof Op.Reshape && x.operand(0).shape().rank() == 0;
        return to.broadcast(ofScalar && !x.shape().equals(shape) ? x.operand(0) : x, shape);
    }

    private Node reshape(Node x, Shape shape) {
        if (x.op() instanceof Op.Broadcast && x.operand(0).shape().rank() == 0) {
            return broadcast(x.operand(0), shape);
        }
        return x.op() instanceof Op.Reshape ? reshape(x.operand(0), shape) : to.reshape(x, shape);
    }

    private Node transpose(Node x, List<Integer> permutation) {
        if (IntStream.range(0, permutation.size()).allMatch(axis -> permutation.get(axis) == axis)) {
            return x;
        }
        if (x.op() instanceof Op.Transpose(var inner)) {
            return transpose(x.operand(0), permutation.stream().map(inner::get).toList());
        }
        return to.add(new Op.Transpose(permutation), x);
    }

    private Node sum(Node x, List<Integer> axes) {
        var summed = longer(x, axes);
        if (!summed.isEmpty() && x.op() instanceof Op.Sum(var inner)) {
            var all = new TreeSet<>(inner);
            all.addAll(summed);
            return to.sum(x.operand(0), List.copyOf(all));
        }
        if (BatchSums.sumsBatch(x, summed)) {
            var simpler = overBatch(x, summed);
            if (simpler != null) {
                return simpler;
            }
        }
        return to.sum(x, summed);
    }

    /** A sum with fewer operations for every sample. */
    private @Nullable Node overBatch(Node x, List<Integer> axes) {
        if (isNegation(x)) {
            return map(NEGATE, sum(x.operand(0), axes));
        }
        if (!(x.op() instanceof Op.BinaryOp(var function))) {
            return null;
        }
        for (var side = 0; side < 2; side++) {
            var one = x.operand(side);
            var other = x.operand(1 - side);
            if (function == ADD && BatchSums.vanishes(one, axes)) {
                return sum(other, axes);
            }
            var factor = function == MULTIPLY ? BatchSums.repeatedAlong(one, axes) : null;
            if (factor != null) {
                var sum = sum(other, axes);
                return combine(MULTIPLY, sum, broadcast(factor, sum.shape()));
            }
        }
        return null;
    }

    private Node max(Node x, List<Integer> axes) {
        var reduced = longer(x, axes);
        return reduced.isEmpty() ? x : to.add(new Op.Max(reduced), x);
    }

    /** The axes along which there is more than one place. */
    private static List<Integer> longer(Node x, List<Integer> axes) {
        return axes.stream().filter(axis -> x.shape().dim(axis) != 1).toList();
    }
}
