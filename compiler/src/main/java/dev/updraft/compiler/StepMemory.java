package dev.updraft.compiler;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Purpose;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is planned for a training step that computes activations again, beside the weights and the optimizer's moments.
 *
 * @param batchSize samples of the step
 * @param bytes of the plan for the cpu engine, at most: with fewer threads than shards less is needed
 * @param bytesWithout the same if all activations were kept
 */
public record StepMemory(int batchSize, long bytes, long bytesWithout) {

    /** That of a model; null if it keeps all activations, or is not trained in steps. */
    public static @Nullable StepMemory of(LayerGraph graph) {
        var fit = graph.fit();
        if (!fit.step().recompute() || !graph.hasLoss() || graph.optimizer() == null) {
            return null;
        }
        var keeping = graph.with(fit.with(fit.step().withRecompute(false)));
        return new StepMemory(fit.batchSize(), planned(graph), planned(keeping));
    }

    /** {@code A training step of 128 samples: at most 78.0 MB beside the weights, 205.4 MB without recompute}. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "A training step of %,d samples: at most %,.1f MB beside the weights, %,.1f MB without recompute",
                batchSize,
                bytes / 1e6,
                bytesWithout / 1e6);
    }

    private static long planned(LayerGraph graph) {
        var target = ExecutionTarget.host(graph.fit().batchSize());
        return Compiler.plan(Compiler.lower(graph), Purpose.TRAIN, target).totalBytes();
    }
}
