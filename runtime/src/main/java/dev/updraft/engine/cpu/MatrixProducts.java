package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;

/** Matrix products as oneDNN primitives; a transposed operand is one with other strides. */
final class MatrixProducts {
    private MatrixProducts() {}

    static Task of(Binding binding, Kernel.Contraction kernel, Op.MatMul op) {
        var scope = binding.scope();
        var left = kernel.product().operand(0);
        var right = kernel.product().operand(1);
        var leftDims = binding.dims(left);
        var rows = leftDims[op.transposeLeft() ? 1 : 0];
        var inner = leftDims[op.transposeLeft() ? 0 : 1];
        var columns = binding.dims(right)[op.transposeRight() ? 0 : 1];

        var leftLayout = scope.matrix(rows, inner, op.transposeLeft());
        var rightLayout = scope.matrix(inner, columns, op.transposeRight());
        var biasLayout = scope.matrix(1, columns, false);
        var resultLayout = scope.matrix(rows, columns, false);

        var attributes = scope.attributes(binding.relu(kernel));
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
        var packed = binding.packed(right, rightLayout, wanted);
        var rightHas = packed == null ? rightLayout : wanted;
        var descriptor = scope.matMul(leftLayout, rightHas, bias, resultLayout, attributes);

        var task = new PrimitiveTask.Builder(scope, binding.workers(), descriptor)
                .argument(OneDnn.ARG_SRC, leftLayout, binding.read(left));
        if (packed == null) {
            task.argument(OneDnn.ARG_WEIGHTS, rightLayout, binding.read(right));
        } else {
            task.argument(OneDnn.ARG_WEIGHTS, wanted, packed);
        }
        if (kernel.bias() != null) {
            task.argument(OneDnn.ARG_BIAS, biasLayout, binding.read(kernel.bias()));
        }
        return task.argument(OneDnn.ARG_DST, resultLayout, binding.write(kernel.result()))
                .build();
    }
}
