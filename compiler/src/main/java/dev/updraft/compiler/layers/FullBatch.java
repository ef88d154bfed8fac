package dev.updraft.compiler.layers;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Optimizer.Lbfgs} cannot train: it compares losses of the whole data at different weights, so that the same weights must
 * always give the same loss, whatever the batches are.
 */
public final class FullBatch {
    private FullBatch() {}

    /**
     * Why a model does not fit.
     *
     * @param place where that is; null for a setting of the {@code fit} block
     */
    public record Misfit(
            String message, String help, @Nullable Span place) {}

    /** Null if it fits, or has another optimizer. */
    public static @Nullable Misfit misfit(LayerGraph model) {
        if (!(model.optimizer() instanceof Optimizer.Lbfgs)) {
            return null;
        }
        for (var operation : operations(model)) {
            var misfit = misfit(operation);
            if (misfit != null) {
                return misfit;
            }
        }
        return misfit(model.fit().step());
    }

    /** Of settings that change what a step is; null if they do not. */
    private static @Nullable Misfit misfit(StepSettings step) {
        if (step.gradientAccumulationSteps() > 1) {
            return new Misfit(
                    "`lbfgs` takes the gradient of the whole data already", "remove gradient_accumulation_steps", null);
        }
        if (step.precision() != StepPrecision.FLOAT32) {
            return new Misfit(
                    "`lbfgs` compares losses more finely than products of bf16 give them", "remove precision", null);
        }
        return step.emaMomentum() != null
                ? new Misfit("`lbfgs` keeps no moving average of weights", "remove ema_momentum", null)
                : null;
    }

    private static @Nullable Misfit misfit(LayerNode node) {
        for (var weight : node.weights()) {
            if (!(weight.constraint() instanceof Constraint.None)) {
                return new Misfit(
                        "`lbfgs` cannot keep a constraint of " + node.weightsName() + "/" + weight.name(),
                        "remove the constraint, or choose another optimizer such as adam",
                        node.span());
            }
        }
        var varying = switch (node.layer()) {
            case RegularizationLayer _ -> "it draws random numbers in training";
            case NormalizationLayer.BatchNorm _ -> "it depends on how the data is split into batches";
            case Layer.Compute(TensorFunction.RandomNormal _), Layer.Compute(TensorFunction.RandomUniform _) ->
                "it draws random numbers in training";
            case Layer _ -> null;
        };
        return varying == null
                ? null
                : new Misfit(
                        "`lbfgs` cannot train a network with " + node.name() + ": " + varying,
                        "remove the layer, or choose another optimizer such as adam",
                        node.span());
    }

    /** All layers, and what expressions in the loss compute. */
    private static List<LayerNode> operations(LayerGraph model) {
        var operations = new ArrayList<>(model.layers());
        for (var term : model.losses()) {
            if (term instanceof LayerGraph.LossTerm.Computed computed) {
                operations.addAll(computed.expression().operations());
            }
        }
        return operations;
    }
}
