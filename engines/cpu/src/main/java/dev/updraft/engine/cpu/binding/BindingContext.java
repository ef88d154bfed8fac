package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.loops.PreparedTrees;
import dev.updraft.engine.cpu.loops.UsedRows;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import dev.updraft.engine.cpu.onednn.Relu;
import org.jspecify.annotations.Nullable;

/** What a task asks of the graph it is made for: where values lie for a kernel, and how many samples it sees. */
interface BindingContext {
    OneDnnScope scope();

    int workers();

    /** Samples of a shard, or of the whole batch for what is computed once. */
    int samples();

    /** Where the kernel finds an operand. */
    Buffer read(Node operand);

    /** Where the kernel writes a result. */
    Buffer write(Node result);

    /** Whether the kernel writes a shard's part of a result, which the others' are still to be added to. */
    boolean isPartial(Node result);

    /**
     * Where the kernel finds weights in another layout, if they are a variable's: they are then brought into it once a
     * step, for all shards.
     *
     * @param ours the layout of what is {@link #stored}
     * @return null if they are no variable's
     */
    @Nullable
    Buffer packed(Node weights, Packing.Blocks blocks);

    /**
     * Where the kernel finds transformed weights of a convolution, if the weights are a variable's: they are then transformed once a
     * step, for all shards.
     *
     * @param turned whether for the gradient of its images
     * @return null if they are no variable's
     */
    @Nullable
    Buffer transformed(Node weights, boolean turned);

    /** The variable that the kernel writes a result to, in place of its old value; null if it lies elsewhere. */
    @Nullable
    Variable updated(Node result);

    /** Which rows of a table are used. */
    UsedRows usedRows(Variable table, int rows, int rowsOfPart);

    /** Whether weights are a variable's that running the graph does not change. */
    boolean isConstant(Node weights);

    /** Whether what is made now runs once, for all samples of the batch, rather than shard by shard. */
    boolean runsOnce();

    /** What the numbers of an operand of a product are in memory; weights become bfloat16 where they are packed. */
    default DataType stored(Node operand) {
        return Schedule.roundedVariable(Schedule.storage(operand)) == null
                ? DataType.of(operand.type())
                : DataType.FLOAT32;
    }

    /** The trees that an operation sums up, which are made ready when variables have changed. */
    PreparedTrees trees(Node treeSum, int outputs);

    /** Where max pooling remembers which places were largest, for its gradient. */
    Buffer workspace(Node image, Window window, long bytes);

    /** Whether the graph has the max pooling that leaves such a workspace. */
    boolean pools(Node image, Window window);

    /** What follows a product. */
    Relu relu(Kernel.FusedGemm kernel);

    default int[] dims(Node node) {
        return node.shape().bind(samples());
    }
}
