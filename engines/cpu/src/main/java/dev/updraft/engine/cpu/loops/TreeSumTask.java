package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.Op.TreeSum;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the leaves that samples come to. A tree is asked about a block of samples before the next tree is, so that its nodes
 * stay in the cache.
 *
 * @param sets null if no question is about a set
 * @param samples how many
 * @param width features of a sample
 * @param trees how many there may be
 * @param leafSize numbers of a leaf
 */
public record TreeSumTask(
        Buffer features,
        Buffer base,
        Buffer roots,
        Buffer nodes,
        Buffer leaves,
        @Nullable Buffer sets,
        Buffer result,
        long samples,
        int width,
        int trees,
        int outputs,
        int leafSize)
        implements CpuTask {
    private static final int BLOCK = 64;
    private static final long NODE_BYTES = (long) TreeSum.NODE_SIZE * Float.BYTES;

    @Override
    public void run(ExecutionContext executionContext, int part) {
        var x = features.address(executionContext);
        var y = result.address(executionContext);
        var from = base.address(executionContext);
        var first = roots.address(executionContext);
        var ensemble = new Ensemble(
                nodes.address(executionContext),
                leaves.address(executionContext),
                sets == null ? 0 : sets.address(executionContext));
        var sampleBytes = (long) outputs * Float.BYTES;
        var rowBytes = (long) width * Float.BYTES;
        for (var block = 0L; block < samples; block += BLOCK) {
            var count = (int) Math.min(BLOCK, samples - block);
            for (var i = 0; i < count; i++) {
                Memory.copy(from, y + (block + i) * sampleBytes, sampleBytes);
            }
            for (var tree = 0; tree < trees; tree++) {
                var root = (int) Memory.get(first + (long) tree * Float.BYTES);
                if (root < 0) {
                    break;
                }
                var output = leafSize == 1 ? tree % outputs : 0;
                for (var i = 0; i < count; i++) {
                    var leaf = ensemble.leaf(x + (block + i) * rowBytes, root);
                    ensemble.add(leaf, leafSize, y + (block + i) * sampleBytes + (long) output * Float.BYTES);
                }
            }
        }
    }

    /** Where the arrays of the trees are. */
    private record Ensemble(long nodes, long leaves, long sets) {
        int leaf(long row, int root) {
            var node = root;
            while (true) {
                var at = nodes + node * NODE_BYTES;
                var feature = (int) Memory.get(at);
                var next = (int) Memory.get(at + 2 * Float.BYTES);
                if (feature < 0) {
                    return next;
                }
                var x = Memory.get(row + (long) feature * Float.BYTES);
                var threshold = Memory.get(at + Float.BYTES);
                var kind = (int) Memory.get(at + 3 * Float.BYTES);
                node = isLeft(x, threshold, kind) ? next : next + 1;
            }
        }

        private boolean isLeft(float x, float threshold, int kind) {
            if (kind < TreeSum.SET) {
                return Float.isNaN(x) ? kind == TreeSum.MISSING_LEFT : x <= threshold;
            }
            var category = Float.isNaN(x) ? -1 : (int) x;
            var set = sets + (long) (int) threshold * Float.BYTES;
            var word = category / TreeSum.SET_BITS;
            if (category < 0 || word >= (int) Memory.get(set)) {
                return kind == TreeSum.SET + TreeSum.MISSING_LEFT;
            }
            var bits = (int) Memory.get(set + (1L + word) * Float.BYTES);
            return (bits >> category % TreeSum.SET_BITS & 1) == 1;
        }

        void add(int leaf, int leafSize, long to) {
            var from = leaves + (long) leaf * leafSize * Float.BYTES;
            for (var i = 0L; i < leafSize; i++) {
                var offset = i * Float.BYTES;
                Memory.set(to + offset, Memory.get(to + offset) + Memory.get(from + offset));
            }
        }
    }
}
