package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.loops.Strides;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import dev.updraft.engine.cpu.onednn.Relu;

/** Matrix products as oneDNN primitives; a transposed operand is one with other strides. */
final class MatrixProducts {
    private MatrixProducts() {}

    static CpuTask of(BindingContext bindingContext, Kernel.FusedGemm kernel, Op.MatMul op) {
        var scope = bindingContext.scope();
        var left = kernel.product().operand(0);
        var right = kernel.product().operand(1);
        var extents = extents(bindingContext, kernel.product());
        var rows = extents.rows();
        var inner = extents.inner();
        var columns = extents.columns();

        if (bindingContext.runsOnce() && left.shape().batched()) {
            return CutProducts.of(bindingContext, kernel, extents);
        }
        var type = DataType.of(left.type());
        var leftLayout = scope.matrix(type, rows, inner, op.transposeLeft());
        var rightLayout = scope.matrix(type, inner, columns, op.transposeRight());
        var biasLayout = scope.matrix(1, columns, false);
        var resultLayout = scope.matrix(rows, columns, false);

        var attributes = scope.attributes(bindingContext.relu(kernel));
        var bias = kernel.bias() == null ? 0 : biasLayout;
        // Only weights are worth a layout of oneDNN's own: they are packed once and used by every shard.
        var wishedRows = wishedRows(rows);
        var wish = scope.matMul(
                scope.matrix(type, wishedRows, inner, op.transposeLeft()),
                scope.anyLayout(type, inner, columns),
                bias,
                scope.matrix(wishedRows, columns, false),
                attributes);
        var wanted = scope.query(wish, OneDnn.QUERY_WEIGHTS);
        var stored = scope.matrix(bindingContext.stored(right), inner, columns, op.transposeRight());
        var packed = bindingContext.packed(right, Packing.Blocks.single(stored, wanted));
        var rightHas = packed == null ? rightLayout : wanted;
        var descriptor = scope.matMul(leftLayout, rightHas, bias, resultLayout, attributes);

        var task = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .argument(OneDnn.ARG_SRC, leftLayout, bindingContext.read(left));
        if (packed == null) {
            task.argument(OneDnn.ARG_WEIGHTS, rightLayout, bindingContext.read(right));
        } else {
            task.argument(OneDnn.ARG_WEIGHTS, wanted, packed);
        }
        if (kernel.bias() != null) {
            task.argument(OneDnn.ARG_BIAS, biasLayout, bindingContext.read(kernel.bias()));
        }
        return task.argument(OneDnn.ARG_DST, resultLayout, bindingContext.write(kernel.result()))
                .build();
    }

    /** A product that a loop follows, which alone reads it. */
    static CpuTask withLoop(BindingContext bindingContext, Kernel.FusedGemm product, Kernel.Pointwise loop) {
        return CutProducts.withLoop(bindingContext, product, extents(bindingContext, product.product()), loop);
    }

    private static CutProducts.Extents extents(BindingContext bindingContext, Node product) {
        if (!(product.op() instanceof Op.MatMul(var transposeLeft, var transposeRight))) {
            throw new IllegalArgumentException(product.op() + " as a matrix product");
        }
        var left = matrix(bindingContext.dims(product.operand(0)));
        var right = matrix(bindingContext.dims(product.operand(1)));
        return new CutProducts.Extents(
                left[transposeLeft ? 1 : 0],
                left[transposeLeft ? 0 : 1],
                right[transposeRight ? 0 : 1],
                transposeLeft,
                transposeRight);
    }

    /**
     * The rows for which oneDNN is asked for a layout of weights. For a single row it would like another than for several, and
     * add in another order: a sample alone shall get the numbers that it gets in company. That costs no time.
     */
    static int wishedRows(int rows) {
        return Math.max(2, rows);
    }

    /**
     * One primitive, run for each pair of matrices: how many pairs there are, which is up to the batch, then has no say in how
     * a product is added up.
     */
    static CpuTask ofEach(BindingContext bindingContext, Node node, Op.BatchMatMul op) {
        var scope = bindingContext.scope();
        var dims = bindingContext.dims(node);
        var leftDims = bindingContext.dims(node.operand(0));
        var rows = dims[dims.length - 2];
        var columns = dims[dims.length - 1];
        var inner = leftDims[dims.length - (op.transposeLeft() ? 2 : 1)];

        var type = DataType.of(node.operand(0).type());
        var left = scope.matrix(type, rows, inner, op.transposeLeft());
        var right = scope.matrix(type, inner, columns, op.transposeRight());
        var result = scope.matrix(rows, columns, false);
        var noBias = 0L;
        var descriptor = scope.matMul(left, right, noBias, result, scope.attributes(Relu.NONE));
        return new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor)
                .repeated(Math.toIntExact(Strides.elements(dims) / ((long) rows * columns)))
                .argument(
                        OneDnn.ARG_SRC, left, bindingContext.read(node.operand(0)), (long) rows * inner * type.bytes())
                .argument(
                        OneDnn.ARG_WEIGHTS,
                        right,
                        bindingContext.read(node.operand(1)),
                        (long) inner * columns * type.bytes())
                .argument(OneDnn.ARG_DST, result, bindingContext.write(node), (long) rows * columns * Float.BYTES)
                .build();
    }

    /** Rows and columns: all axes but the last are rows. */
    private static int[] matrix(int[] dims) {
        var columns = dims[dims.length - 1];
        return new int[] {Math.toIntExact(Strides.elements(dims) / columns), columns};
    }
}
