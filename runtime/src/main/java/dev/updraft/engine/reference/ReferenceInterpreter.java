package dev.updraft.engine.reference;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Philox;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Computes a graph, node by node. */
public final class ReferenceInterpreter {
    private final Bindings bindings;
    private final Map<Node, Tensor> values = new HashMap<>();

    private ReferenceInterpreter(Bindings bindings) {
        this.bindings = bindings;
    }

    /**
     * What a graph gives, row-major.
     *
     * @param outputs by name
     * @param updates the new values of variables
     */
    public record Results(Map<String, double[]> outputs, Map<Variable, double[]> updates) {
        /** An output of the graph. */
        public double[] output(String name) {
            return Objects.requireNonNull(outputs.get(name), () -> "no output " + name);
        }
    }

    /**
     * Computes a graph. Nothing that is handed in changes.
     *
     * @throws IllegalArgumentException if something that the graph takes is missing or has another number of elements
     */
    public static Results run(Graph graph, Bindings bindings, Precision precision) {
        return new ReferenceInterpreter(bindings).run(graph, precision);
    }

    private Results run(Graph graph, Precision precision) {
        var results = new HashSet<>(graph.outputs().values());
        results.addAll(graph.updates().values());
        var lastUsers = new HashMap<Node, Node>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> lastUsers.put(operand, node)));
        for (var node : graph.nodes()) {
            var value = compute(node);
            if (node.type() == ElementType.REAL) {
                precision.round(value.values());
            }
            values.put(node, value);
            for (var operand : node.operands()) {
                if (node.equals(lastUsers.get(operand)) && !results.contains(operand)) {
                    values.remove(operand);
                }
            }
        }
        var outputs = new LinkedHashMap<String, double[]>();
        graph.outputs().forEach((name, node) -> outputs.put(name, value(node).values()));
        var updates = new LinkedHashMap<Variable, double[]>();
        graph.updates()
                .forEach((variable, node) ->
                        updates.put(variable, value(node).values().clone()));
        return new Results(outputs, updates);
    }

    private Tensor compute(Node node) {
        var dims = node.shape().bind(bindings.batch());
        return switch (node.op()) {
            case Op.Input(var name, var _, var _) ->
                given(name, dims, bindings.inputs().get(name));
            case Op.ReadVariable(var variable) ->
                given(variable.name(), dims, bindings.variables().get(variable));
            case Op.StepScalar(var name) -> scalar(name, bindings.scalars().get(name));
            case Op.Constant(var value) -> Tensor.scalar(value);
            case Op.BatchSize() -> Tensor.scalar(bindings.batch());
            case Op.RandomUniform(var stream, var shape) -> randomUniform(stream, shape, dims);
            case Op.UnaryOp(var function) -> Elementwise.map(function, operand(node, 0));
            case Op.BinaryOp(var function) -> Elementwise.combine(function, operand(node, 0), operand(node, 1));
            case Op.Select() -> Elementwise.select(operand(node, 0), operand(node, 1), operand(node, 2));
            case Op.Broadcast _ -> Arrangement.broadcast(operand(node, 0), dims);
            case Op.Reshape _ -> new Tensor(dims, operand(node, 0).values());
            case Op.Transpose(var permutation) -> Arrangement.transpose(operand(node, 0), permutation);
            case Op.Concat(var axis) ->
                Arrangement.concat(node.operands().stream().map(this::value).toList(), axis);
            case Op.Slice(var axis, var start, var length) -> Arrangement.slice(operand(node, 0), axis, start, length);
            case Op.Pad(var axis, var before, var after) -> Arrangement.pad(operand(node, 0), axis, before, after);
            case Op.Sum(var axes) -> Reductions.sum(operand(node, 0), axes);
            case Op.SquaredDeviations(var axes) -> Reductions.squaredDeviations(operand(node, 0), axes);
            case Op.Max(var axes) -> Reductions.max(operand(node, 0), axes);
            case Op.CumulativeSum(var axis, var reverse) -> Reductions.cumulativeSum(operand(node, 0), axis, reverse);
            case Op.Softmax() -> Reductions.softmax(operand(node, 0));
            case Op.LogSoftmax() -> Reductions.logSoftmax(operand(node, 0));
            case Op.OneHot(var classes) -> Reductions.oneHot(operand(node, 0), classes);
            case Op.Cast() -> operand(node, 0);
            case Op.ToInteger() -> RowLookup.integers(operand(node, 0));
            case Op.ToBfloat16() -> Elementwise.toBfloat16(operand(node, 0));
            case Op.Gather() -> RowLookup.gather(operand(node, 0), operand(node, 1), dims);
            case Op.ScatterAdd _ -> RowLookup.scatterAdd(operand(node, 0), operand(node, 1), dims);
            case Op.TreeSum _ ->
                TreeSums.of(node.operands().stream().map(this::value).toList(), dims);
            case Op.NearestRows(var k, var metric) ->
                NearestRows.of(k, metric, operand(node, 0), operand(node, 1), operand(node, 2));
            case Op.MatMul(var transposeLeft, var transposeRight) ->
                MatrixProduct.of(operand(node, 0), transposeLeft, operand(node, 1), transposeRight, dims);
            case Op.BatchMatMul(var transposeLeft, var transposeRight) ->
                MatrixProduct.ofEach(operand(node, 0), transposeLeft, operand(node, 1), transposeRight, dims);
            case Op.Conv2d(var window, var groups) ->
                Convolution.forward(window, groups, operand(node, 0), operand(node, 1));
            case Op.Conv2dInputGradient(var window, var groups, var _) ->
                Convolution.inputGradient(window, groups, dims, operand(node, 0), operand(node, 1));
            case Op.Conv2dWeightGradient(var window, var groups, var _) ->
                Convolution.weightGradient(window, groups, dims, operand(node, 0), operand(node, 1));
            case Op.MaxPool2d(var window) -> Pooling.max(window, operand(node, 0));
            case Op.MaxPool2dGradient(var window) -> Pooling.maxGradient(window, operand(node, 0), operand(node, 1));
            case Op.AveragePool2d(var window) -> Pooling.average(window, operand(node, 0));
            case Op.AveragePool2dGradient(var window, var _) -> Pooling.averageGradient(window, dims, operand(node, 0));
        };
    }

    private Tensor randomUniform(int stream, Shape shape, int[] dims) {
        var result = Tensor.zeros(dims);
        var first = shape.batched() ? bindings.row() * shape.elementsPerSample() : 0;
        Arrays.setAll(result.values(), i -> Philox.uniform(bindings.seed(), bindings.step(), stream, first + i));
        return result;
    }

    private static Tensor scalar(String name, @Nullable Double value) {
        return given(name, new int[0], value == null ? null : new double[] {value});
    }

    private static Tensor given(String name, int[] dims, double @Nullable [] values) {
        var elements = Arrays.stream(dims).asLongStream().reduce(1, Math::multiplyExact);
        if (values == null) {
            throw new IllegalArgumentException("no values for " + name);
        }
        if (values.length != elements) {
            throw new IllegalArgumentException(
                    name + " has " + values.length + " elements, which does not match " + Arrays.toString(dims));
        }
        return new Tensor(dims, values.clone());
    }

    private Tensor operand(Node node, int index) {
        return value(node.operand(index));
    }

    private Tensor value(Node node) {
        return Objects.requireNonNull(values.get(node), () -> node + " is used before it is computed");
    }
}
