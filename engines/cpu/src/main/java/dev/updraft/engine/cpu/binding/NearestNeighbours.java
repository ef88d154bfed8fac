package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Op.NearestRows.Metric;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.loops.NearestRowsTask;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.cpu.onednn.PrimitiveTask;
import dev.updraft.engine.cpu.onednn.Relu;
import org.jspecify.annotations.Nullable;

/**
 * The search for nearest rows: products with a block of rows of the table by oneDNN tell which rows may be near, and their
 * distances are then computed in float64.
 */
final class NearestNeighbours {
    private static final int BLOCK = 256;

    private NearestNeighbours() {}

    static CpuTask of(BindingContext bindingContext, Node node, Op.NearestRows op) {
        var samples = bindingContext.dims(node)[0];
        var table = node.operand(1);
        var blocks = op.metric() == Metric.MANHATTAN ? 0 : table.shape().dim(0) / BLOCK;
        var products = new Products(bindingContext, node, samples, blocks);
        return new NearestRowsTask(
                bindingContext.read(node.operand(0)),
                bindingContext.read(table),
                bindingContext.read(node.operand(2)),
                bindingContext.write(node),
                op.k(),
                op.metric(),
                samples,
                table.shape().dim(0),
                table.shape().dim(1),
                BLOCK,
                products.task == null ? null : products.task::runOnce,
                products.result,
                products.task == null ? 0 : products.task.scratchBytes());
    }

    /** Of all samples with the rows of one block. */
    private static final class Products {
        final @Nullable PrimitiveTask task;
        final @Nullable Buffer result;

        Products(BindingContext bindingContext, Node node, int samples, int blocks) {
            if (blocks == 0) {
                task = null;
                result = null;
                return;
            }
            var scope = bindingContext.scope();
            var width = node.operand(1).shape().dim(1);
            var left = scope.matrix(samples, width, false);
            var right = scope.matrix(width, BLOCK, true);
            var given = scope.matrix(samples, BLOCK, false);
            var noBias = 0L;
            var descriptor = scope.matMul(left, right, noBias, given, scope.attributes(Relu.NONE));
            var builder = new PrimitiveTask.Builder(scope, bindingContext.workers(), descriptor);
            result = builder.scratch((long) samples * BLOCK * Float.BYTES);
            task = builder.repeated(blocks)
                    .argument(OneDnn.ARG_SRC, left, bindingContext.read(node.operand(0)))
                    .argument(
                            OneDnn.ARG_WEIGHTS, right, bindingContext.read(node.operand(1)), (long) BLOCK * width)
                    .argument(OneDnn.ARG_DST, given, result)
                    .build();
        }
    }
}
