package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.onednn.CutTask;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import java.util.ArrayList;
import java.util.Objects;

/**
 * A product of the whole batch, cut into parts that each write some columns of the result, or some of its rows where these are
 * more. How it is cut depends on its shapes alone. Every element is the work of one part, so nothing is left to add up.
 */
final class CutProducts {
    /** Of a part. So many columns are one tile of oneDNN's; with several, a wide layer would not keep many threads busy. */
    private static final int COLUMNS = 64;

    /** Of a part: weights' gradients, whose inner axis is short, do better with more rows. */
    private static final int ROWS = 128;

    /** Of a part that a loop reads at once. */
    private static final int FLOATS_IN_CACHE = 1 << 17;

    /** Of a product, so that many threads have something to do. */
    private static final int FEWEST_PARTS = 8;

    /** Parts begin at multiples, so that none begins within a cache line. */
    private static final int MULTIPLE = 16;

    /** Of a product's operands, as they are multiplied, and whether they lie the other way round. */
    record Extents(int rows, int inner, int columns, boolean transposeLeft, boolean transposeRight) {}

    private final BindingContext bindingContext;
    private final Kernel.FusedGemm kernel;
    private final Extents extents;
    private final Node left;
    private final Node right;
    /** Of the operands. */
    private final DataType type;

    private final long attributes;

    private CutProducts(BindingContext bindingContext, Kernel.FusedGemm kernel, Extents extents) {
        this.bindingContext = bindingContext;
        this.kernel = kernel;
        this.extents = extents;
        left = kernel.product().operand(0);
        right = kernel.product().operand(1);
        type = DataType.of(left.type());
        attributes = bindingContext.scope().attributes(bindingContext.relu(kernel));
    }

    static CpuTask of(BindingContext bindingContext, Kernel.FusedGemm kernel, Extents extents) {
        return new CutProducts(bindingContext, kernel, extents).cut();
    }

    /** A product whose parts go through a loop as soon as they are there. */
    static CpuTask withLoop(
            BindingContext bindingContext, Kernel.FusedGemm kernel, Extents extents, Kernel.Pointwise loop) {
        var products = new CutProducts(bindingContext, kernel, extents);
        var columns = extents.columns();
        var most = Math.min(Math.min(ROWS, FLOATS_IN_CACHE / columns), Math.ceilDiv(extents.rows(), FEWEST_PARTS));
        var size = size(extents.rows(), Math.max(MULTIPLE, most));
        var product = cut(extents.rows(), size, (first, rows, count) -> products.rows(first, rows, count, true));
        var floats = (long) size * columns;
        return new ProductLoop(product, PointwiseCompiler.compile(bindingContext, loop, kernel.result()), floats);
    }

    private CpuTask cut() {
        return !kernel.product().shape().batched() && extents.rows() >= extents.columns()
                ? cut(
                        extents.rows(),
                        size(extents.rows(), ROWS),
                        (first, size, count) -> rows(first, size, count, false))
                : cut(extents.columns(), size(extents.columns(), COLUMNS), this::columns);
    }

    /** Parts of one size. */
    private interface Parts {
        PrimitiveTask of(int first, int size, int count);
    }

    private static CutTask cut(int extent, int size, Parts parts) {
        var count = extent / size;
        var rest = extent % size;
        var tasks = new ArrayList<PrimitiveTask>();
        if (count > 0) {
            tasks.add(parts.of(0, size, count));
        }
        if (rest > 0) {
            tasks.add(parts.of(count * size, rest, 1));
        }
        return new CutTask(tasks);
    }

    /** Of parts that are about equal. */
    private static int size(int extent, int most) {
        return Math.ceilDiv(Math.ceilDiv(extent, Math.ceilDiv(extent, most)), MULTIPLE) * MULTIPLE;
    }

    /** Parts of {@code size} columns each. */
    private PrimitiveTask columns(int first, int size, int count) {
        var scope = bindingContext.scope();
        var leftLayout = scope.matrix(type, extents.rows(), extents.inner(), extents.transposeLeft());
        var biasLayout = scope.matrix(1, size, false);
        var resultLayout = scope.matrix(DataType.FLOAT32, extents.rows(), size, extents.columns(), false);
        var bias = kernel.bias() == null ? 0 : biasLayout;
        var weights = weights(first, size, count, bias);
        var descriptor = scope.matMul(leftLayout, weights.layout, bias, resultLayout, attributes);
        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .repeated(count)
                .argument(OneDnn.ARG_SRC, leftLayout, bindingContext.read(left))
                .argument(OneDnn.ARG_WEIGHTS, weights.layout, weights.buffer, weights.stride);
        if (kernel.bias() != null) {
            task.argument(
                    OneDnn.ARG_BIAS, biasLayout, floats(bindingContext.read(kernel.bias()), first), floatBytes(size));
        }
        return task.argument(
                        OneDnn.ARG_DST,
                        resultLayout,
                        floats(bindingContext.write(kernel.result()), first),
                        floatBytes(size))
                .build();
    }

    /** Weights of parts. */
    private record Weights(long layout, Buffer buffer, long stride) {}

    private Weights weights(int first, int size, int count, long bias) {
        var scope = bindingContext.scope();
        var inner = extents.inner();
        var transposed = extents.transposeRight();
        var stored = bindingContext.stored(right);
        var layout = scope.matrix(stored, inner, size, transposed ? inner : extents.columns(), transposed);
        var start = transposed ? (long) first * inner : first;
        var stride = transposed ? (long) size * inner : size;
        // Where weights change in every run, bringing them into another layout costs more than it saves.
        if (stored == type && !bindingContext.isConstant(right)) {
            return new Weights(layout, bindingContext.read(right).plus(start * type.bytes()), stride * type.bytes());
        }
        var rows = MatrixProducts.wishedRows(extents.rows());
        var wish = scope.matMul(
                scope.matrix(type, rows, inner, extents.transposeLeft()),
                scope.anyLayout(type, inner, size),
                bias,
                scope.matrix(DataType.FLOAT32, rows, size, extents.columns(), false),
                attributes);
        var wanted = scope.query(wish, OneDnn.QUERY_WEIGHTS);
        var packed = bindingContext.packed(right, new Packing.Blocks(layout, wanted, start, stride, count));
        return new Weights(wanted, Objects.requireNonNull(packed), scope.size(wanted));
    }

    /**
     * Parts of {@code size} rows each.
     *
     * @param inScratch whether what they give is at the beginning of the worker's scratch memory
     */
    private PrimitiveTask rows(int first, int size, int count, boolean inScratch) {
        var scope = bindingContext.scope();
        var inner = extents.inner();
        var columns = extents.columns();
        var transposed = extents.transposeLeft();
        var leftLayout = scope.matrix(type, size, inner, transposed ? extents.rows() : inner, transposed);
        var leftStride = transposed ? size : (long) size * inner;
        var leftStart = transposed ? first : (long) first * inner;
        var rightLayout = scope.matrix(type, inner, columns, extents.transposeRight());
        var resultLayout = scope.matrix(size, columns, false);
        var noBias = 0L;
        var descriptor = scope.matMul(leftLayout, rightLayout, noBias, resultLayout, attributes);
        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor);
        var floats = (long) size * columns;
        var result = inScratch
                ? task.scratch(floatBytes(floats))
                : floats(bindingContext.write(kernel.result()), (long) first * columns);
        return task.repeated(count)
                .argument(
                        OneDnn.ARG_SRC,
                        leftLayout,
                        bindingContext.read(left).plus(leftStart * type.bytes()),
                        leftStride * type.bytes())
                .argument(OneDnn.ARG_WEIGHTS, rightLayout, bindingContext.read(right))
                .argument(OneDnn.ARG_DST, resultLayout, result, inScratch ? 0 : floatBytes(floats))
                .build();
    }

    private static Buffer floats(Buffer buffer, long further) {
        return buffer.plus(floatBytes(further));
    }

    private static long floatBytes(long floats) {
        return floats * Float.BYTES;
    }
}
