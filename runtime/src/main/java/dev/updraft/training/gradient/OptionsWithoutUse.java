package dev.updraft.training.gradient;

import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.training.Callback;
import dev.updraft.training.TrainingException;
import java.util.List;

/**
 * What callers ask of training a model that no optimizer trains and that has no use for it. The same in the model's file is an error of
 * the file.
 */
record OptionsWithoutUse(LayerGraph model, FitSettings settings, List<Callback> callbacks) {

    /**
     * Refuses it.
     *
     * @throws TrainingException if there is any
     */
    void refuse() {
        if (model.fitted() == null && !model.isClosed()) {
            return;
        }
        refuse(settings.step().emaMomentum() != null, "a moving average of the weights means");
        refuse(settings.step().gradientAccumulationSteps() > 1, "the accumulation of gradients means");
        refuse(settings.step().precision() != StepPrecision.FLOAT32, "products of bf16 mean");
        refuse(settings.step().recompute(), "recomputing activations means");
        for (var callback : callbacks) {
            refuse(isWithoutUse(callback.name()), "`" + callback.name() + "` means");
        }
        if (model.isClosed()) {
            refuseAtOnce();
        }
    }

    private void refuseAtOnce() {
        if (settings.epochs() > 1 || settings.batchSize() != model.fit().batchSize()) {
            throw new TrainingException("model " + model.name() + " learns from all samples at once, so that "
                    + (settings.epochs() > 1
                            ? settings.epochs() + " epochs mean nothing: leave them out"
                            : "a batch size of " + settings.batchSize() + " means nothing: leave it out"));
        }
        if (weighsSamples()) {
            return;
        }
        var step = settings.step();
        if (!(step.classWeight() instanceof ClassWeight.Even)) {
            throw new TrainingException("class weights mean nothing to model " + model.name()
                    + ", to which every class counts as often as it occurs: leave them out");
        }
        if (step.sampleWeight() != null) {
            throw new TrainingException("sample weights mean nothing to model " + model.name()
                    + ", to which every sample counts the same: leave `" + step.sampleWeight() + "` out");
        }
    }

    private boolean weighsSamples() {
        var supervised = model.layers().stream()
                .map(LayerNode::layer)
                .filter(SupervisedLayer.class::isInstance)
                .map(SupervisedLayer.class::cast)
                .toList();
        return !supervised.isEmpty() && supervised.stream().allMatch(SupervisedLayer::weighsSamples);
    }

    /** Trees are added until it is enough, and those that are boosted have a learning rate. */
    private boolean isWithoutUse(String callback) {
        var trees = model.trees() == null ? null : (TreeLayer) model.trees().layer();
        var isGrown = trees != null;
        var isBoosted = trees != null && !trees.kind().isMean();
        return switch (callback) {
            case "early_stopping" -> !isGrown;
            case "reduce_on_plateau" -> !isBoosted;
            default -> false;
        };
    }

    private void refuse(boolean isAsked, String what) {
        if (isAsked) {
            throw new TrainingException(
                    what + " nothing to model " + model.name() + ", which no optimizer trains: leave it out");
        }
    }
}
