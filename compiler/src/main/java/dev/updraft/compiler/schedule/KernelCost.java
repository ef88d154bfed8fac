package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * What a kernel takes, from its shapes alone.
 *
 * @param flops floating-point operations: two for a multiply-add, one for a function of an element, none for what only arranges.
 *     Padding counts as pixels; a bias and a relu behind a product do not count
 * @param bytes read and written, each value once
 */
public record KernelCost(long flops, long bytes) {
    public static final KernelCost NONE = new KernelCost(0, 0);

    /** Of a kernel, when the batch holds {@code batch} samples. */
    public static KernelCost of(Kernel kernel, int batch) {
        return switch (kernel) {
            case Kernel.Pointwise(var _, var body, var results) ->
                new KernelCost(
                        body.stream().mapToLong(node -> flops(node, batch)).sum(),
                        bytes(kernel.reads(), batch) + bytes(results, batch));
            case Kernel.FusedGemm fusedGemm ->
                new KernelCost(
                        flops(fusedGemm.product(), batch),
                        bytes(fusedGemm.reads(), batch) + bytes(fusedGemm.results(), batch));
            case Kernel.Followed followed ->
                new KernelCost(
                        of(followed.first(), batch).flops()
                                + of(followed.after(), batch).flops(),
                        bytes(followed.reads(), batch) + bytes(followed.results(), batch));
            case Kernel.Single(var node) -> new KernelCost(flops(node, batch), bytes(node, batch));
        };
    }

    public KernelCost plus(KernelCost other) {
        return new KernelCost(flops + other.flops, bytes + other.bytes);
    }

    private static long flops(Node node, int batch) {
        return switch (node.op()) {
            case Op.Source _,
                    Op.Broadcast _,
                    Op.Reshape _,
                    Op.Transpose _,
                    Op.Concat _,
                    Op.Slice _,
                    Op.Pad _,
                    Op.OneHot _,
                    Op.Cast _,
                    Op.ToInteger _,
                    Op.ToBfloat16 _,
                    Op.Gather _ -> 0;
            case Op.RandomUniform _, Op.UnaryOp _, Op.BinaryOp _, Op.Select _, Op.CumulativeSum _ ->
                elements(node, batch);
            case Op.Sum _, Op.Max _ -> elements(node.operand(0), batch);
            // A square and two sums.
            case Op.SquaredDeviations _ -> 3 * elements(node.operand(0), batch);
            // The largest, a difference, its exponential, their sum, and a quotient or difference.
            case Op.Softmax _, Op.LogSoftmax _ -> 5 * elements(node, batch);
            case Op.ScatterAdd _ -> elements(node.operand(1), batch);
            case Op.TreeSum _ ->
                batch
                        * elements(node.operand(2), batch)
                        * node.operand(4).shape().dim(-1);
            case Op.NearestRows _ -> 3L * batch * elements(node.operand(1), batch);
            case Op.MatMul(var transposeLeft, var _) -> {
                var left = node.operand(0).shape().bind(batch);
                var columns = left[left.length - 1];
                var rows = Arrays.stream(left).asLongStream().reduce(1, Math::multiplyExact) / columns;
                yield 2 * elements(node, batch) * (transposeLeft ? rows : columns);
            }
            case Op.BatchMatMul(var transposeLeft, var _) ->
                2 * elements(node, batch) * node.operand(0).shape().dim(transposeLeft ? -2 : -1);
            case Op.Conv2d _ ->
                2 * elements(node, batch) * perPixel(node.operand(1).shape().dims());
            case Op.Conv2dInputGradient _ ->
                2
                        * elements(node.operand(0), batch)
                        * perPixel(node.operand(1).shape().dims());
            case Op.Conv2dWeightGradient(var _, var _, var weights) ->
                2 * elements(node.operand(1), batch) * perPixel(weights.dims());
            case Op.MaxPool2d(var window) -> elements(node, batch) * area(window);
            case Op.MaxPool2dGradient(var window) -> elements(node.operand(1), batch) * area(window);
            case Op.AveragePool2d(var window) -> elements(node, batch) * area(window);
            case Op.AveragePool2dGradient(var window, var _) -> elements(node.operand(0), batch) * area(window);
        };
    }

    /** Weights of one filter: {@code weights} are height, width, channels that a filter sees, and filters. */
    private static long perPixel(List<Integer> weights) {
        return (long) weights.get(0) * weights.get(1) * weights.get(2);
    }

    private static long area(Window window) {
        return (long) window.height() * window.width();
    }

    private static long bytes(Node node, int batch) {
        var result = node.type().bytes() * elements(node, batch);
        return switch (node.op()) {
            // What it reads is as much as it writes, however large the operand.
            case Op.Slice _ -> 2 * result;
            case Op.Gather _ -> bytes(List.of(node.operand(1)), batch) + 2 * result;
            case Op _ -> bytes(node.operands(), batch) + result;
        };
    }

    /** Of values in memory. */
    private static long bytes(List<Node> values, int batch) {
        var seen = new HashSet<Node>();
        return values.stream()
                .map(Schedule::storage)
                .filter(seen::add)
                .mapToLong(node -> node.type().bytes() * elements(node, batch))
                .sum();
    }

    private static long elements(Node node, int batch) {
        return node.shape().elements(batch);
    }
}
