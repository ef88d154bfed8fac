package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;

/** Matrix products as oneDNN primitives; a transposed operand is one with other strides. */
final class MatrixProducts {
    private MatrixProducts() {}

    static CpuTask of(BindingContext bindingContext, Kernel.FusedGemm kernel, Op.MatMul op) {
        var scope = bindingContext.scope();
        var left = kernel.product().operand(0);
        var right = kernel.product().operand(1);
        var leftDims = bindingContext.dims(left);
        var rows = leftDims[op.transposeLeft() ? 1 : 0];
        var inner = leftDims[op.transposeLeft() ? 0 : 1];
        var columns = bindingContext.dims(right)[op.transposeRight() ? 0 : 1];

        var leftLayout = scope.matrix(rows, inner, op.transposeLeft());
        var rightLayout = scope.matrix(inner, columns, op.transposeRight());
        var biasLayout = scope.matrix(1, columns, false);
        var resultLayout = scope.matrix(rows, columns, false);

        var attributes = scope.attributes(bindingContext.relu(kernel));
        var bias = kernel.bias() == null ? 0 : biasLayout;
        // Only weights are worth a layout of oneDNN's own: they are packed once and used by every shard.
        // For a single row it would like another than for several, and add in another order: a sample alone
        // shall get the numbers that it gets in company. That costs no time.
        var wishedRows = Math.max(2, rows);
        var wish = scope.matMul(
                scope.matrix(wishedRows, inner, op.transposeLeft()),
                scope.anyLayout(inner, columns),
                bias,
                scope.matrix(wishedRows, columns, false),
                attributes);
        var wanted = scope.query(wish, OneDnn.QUERY_WEIGHTS);
        var packed = bindingContext.packed(right, rightLayout, wanted);
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
}
