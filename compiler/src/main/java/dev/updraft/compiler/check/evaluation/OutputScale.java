package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.RegularizationLayer;
import org.jspecify.annotations.Nullable;

/** What the numbers of a prediction are, as far as the last activation of a network tells. */
public enum OutputScale {
    /** Any real numbers. */
    LOGITS("logits"),
    PROBABILITIES("probabilities"),
    LOG_PROBABILITIES("log probabilities");

    private final String description;

    OutputScale(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    static OutputScale of(LayerGraph.Value prediction) {
        return switch (lastActivation(prediction)) {
            case Activation.Softmax _, Activation.Sigmoid _, Activation.HardSigmoid _, Activation.SparseSigmoid _ ->
                PROBABILITIES;
            case Activation.LogSoftmax _, Activation.LogSigmoid _ -> LOG_PROBABILITIES;
            case null, default -> LOGITS;
        };
    }

    /** The activation that a value has gone through last; null if there is none. */
    public static @Nullable Activation lastActivation(LayerGraph.Value prediction) {
        // What only arranges values, or changes some in training, does not change what they are.
        var value = prediction;
        while (value instanceof LayerNode node
                && (node.layer().keepsElements() || node.layer() instanceof RegularizationLayer)) {
            value = node.inputs().getFirst();
        }
        if (!(value instanceof LayerNode node)) {
            return null;
        }
        return node.layer() instanceof Layer.Product product
                ? product.activation()
                : node.layer() instanceof Layer.Activate(var function) ? function : null;
    }
}
