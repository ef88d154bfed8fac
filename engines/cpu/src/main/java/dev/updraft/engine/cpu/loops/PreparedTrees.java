package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import dev.updraft.trees.prediction.TreeArrays;
import dev.updraft.trees.prediction.TreePredictor;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trees out of variables. As a task it makes them ready, unless they are. */
public final class PreparedTrees implements CpuTask {
    private final Stored roots;
    private final Stored nodes;
    private final Stored leaves;
    private final @Nullable Stored sets;
    private final int features;
    private final int outputs;
    private final int leafSize;
    private volatile @Nullable TreePredictor predictor;

    /**
     * Where an array is.
     *
     * @param elements of float32
     */
    public record Stored(Buffer buffer, long elements) {
        private MemorySegment in(ExecutionContext executionContext) {
            return Memory.ALL.asSlice(buffer.address(executionContext), elements * Float.BYTES);
        }
    }

    /**
     * @param sets null if no question is about a set
     * @param features of a sample
     * @param leafSize numbers of a leaf
     */
    public PreparedTrees(
            Stored roots, Stored nodes, Stored leaves, @Nullable Stored sets, int features, int outputs, int leafSize) {
        this.roots = roots;
        this.nodes = nodes;
        this.leaves = leaves;
        this.sets = sets;
        this.features = features;
        this.outputs = outputs;
        this.leafSize = leafSize;
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        if (predictor == null) {
            predictor = new TreePredictor(new TreeArrays(
                    roots.in(executionContext),
                    nodes.in(executionContext),
                    leaves.in(executionContext),
                    sets == null ? null : sets.in(executionContext),
                    features,
                    outputs,
                    leafSize));
        }
    }

    /** They have become others. */
    void forget() {
        predictor = null;
    }

    /** Those that are ready. */
    TreePredictor predictor() {
        return Objects.requireNonNull(predictor, "trees are made ready before they are used");
    }
}
