package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.onednn.CutTask;
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

    /** Parts begin at multiples, so that none begins within a cache line. */
    private static final int MULTIPLE = 16;

    /** Of a product's operands, as they are multiplied, and whether they lie the other way round. */
    record Extents(int rows, int inner, int columns, boolean transposeLeft, boolean transposeRight) {}

    private final BindingContext bindingContext;
    private final Kernel.FusedGemm kernel;
    private final Extents extents;
    private final Node left;
    private final Node right;
    private final long attributes;

    private CutProducts(BindingContext bindingContext, Kernel.FusedGemm kernel, Extents extents) {
        this.bindingContext = bindingContext;
        this.kernel = kernel;
        this.extents = extents;
        left = kernel.product().operand(0);
        right = kernel.product().operand(1);
        attributes = bindingContext.scope().attributes(bindingContext.relu(kernel));
    }

    static CpuTask of(BindingContext bindingContext, Kernel.FusedGemm kernel, Extents extents) {
        return new CutProducts(bindingContext, kernel, extents).cut();
    }

    private CpuTask cut() {
        var byRows = !kernel.product().shape().batched() && extents.rows() >= extents.columns();
        var extent = byRows ? extents.rows() : extents.columns();
        var most = byRows ? ROWS : COLUMNS;
        var size = Math.ceilDiv(Math.ceilDiv(extent, Math.ceilDiv(extent, most)), MULTIPLE) * MULTIPLE;
        var count = extent / size;
        var rest = extent % size;
        var tasks = new ArrayList<PrimitiveTask>();
        if (count > 0) {
            tasks.add(byRows ? rows(0, size, count) : columns(0, size, count));
        }
        if (rest > 0) {
            tasks.add(byRows ? rows(count * size, rest, 1) : columns(count * size, rest, 1));
        }
        return new CutTask(tasks);
    }

    /** Parts of {@code size} columns each. */
    private PrimitiveTask columns(int first, int size, int count) {
        var scope = bindingContext.scope();
        var inner = extents.inner();
        var leftLayout = scope.matrix(extents.rows(), inner, extents.transposeLeft());
        var biasLayout = scope.matrix(1, size, false);
        var resultLayout = scope.matrix(extents.rows(), size, extents.columns(), false);
        var bias = kernel.bias() == null ? 0 : biasLayout;

        var transposed = extents.transposeRight();
        var rightLayout = scope.matrix(inner, size, transposed ? inner : extents.columns(), transposed);
        var rightStride = transposed ? (long) size * inner : size;
        var rightFirst = transposed ? (long) first * inner : first;
        var rightSource = bindingContext.read(right).plus(rightFirst);
        // Where weights change in every run, bringing them into another layout costs more than it saves.
        if (bindingContext.isConstant(right)) {
            var rows = MatrixProducts.wishedRows(extents.rows());
            var wish = scope.matMul(
                    scope.matrix(rows, inner, extents.transposeLeft()),
                    scope.anyLayout(inner, size),
                    bias,
                    scope.matrix(rows, size, extents.columns(), false),
                    attributes);
            var wanted = scope.query(wish, OneDnn.QUERY_WEIGHTS);
            var blocks = new Packing.Blocks(rightLayout, wanted, rightFirst, rightStride, count);
            rightSource = Objects.requireNonNull(bindingContext.packed(right, blocks));
            rightLayout = wanted;
            rightStride = scope.size(wanted) / Float.BYTES;
        }

        var descriptor = scope.matMul(leftLayout, rightLayout, bias, resultLayout, attributes);
        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .repeated(count)
                .argument(OneDnn.ARG_SRC, leftLayout, bindingContext.read(left))
                .argument(OneDnn.ARG_WEIGHTS, rightLayout, rightSource, rightStride);
        if (kernel.bias() != null) {
            task.argument(
                    OneDnn.ARG_BIAS,
                    biasLayout,
                    bindingContext.read(kernel.bias()).plus(first),
                    size);
        }
        return task.argument(
                        OneDnn.ARG_DST,
                        resultLayout,
                        bindingContext.write(kernel.result()).plus(first),
                        size)
                .build();
    }

    /** Parts of {@code size} rows each. */
    private PrimitiveTask rows(int first, int size, int count) {
        var scope = bindingContext.scope();
        var inner = extents.inner();
        var columns = extents.columns();
        var transposed = extents.transposeLeft();
        var leftLayout = scope.matrix(size, inner, transposed ? extents.rows() : inner, transposed);
        var leftStride = transposed ? size : (long) size * inner;
        var leftSource = bindingContext.read(left).plus(transposed ? first : (long) first * inner);
        var rightLayout = scope.matrix(inner, columns, extents.transposeRight());
        var resultLayout = scope.matrix(size, columns, false);
        var result = bindingContext.write(kernel.result()).plus((long) first * columns);
        var noBias = 0L;
        var descriptor = scope.matMul(leftLayout, rightLayout, noBias, resultLayout, attributes);
        return new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .repeated(count)
                .argument(OneDnn.ARG_SRC, leftLayout, leftSource, leftStride)
                .argument(OneDnn.ARG_WEIGHTS, rightLayout, bindingContext.read(right))
                .argument(OneDnn.ARG_DST, resultLayout, result, (long) size * columns)
                .build();
    }
}
