package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TreeFeatures;
import dev.updraft.data.Dataset;
import dev.updraft.training.TrainingException;
import dev.updraft.training.adaptation.SupervisedWeights;
import dev.updraft.training.loop.TrainingContext;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;

/**
 * What a value of the network is for training samples, with their target behind it, in the order of the samples.
 *
 * @param train the training data as the program takes it
 */
record TargetedSamples(TrainingContext trainingContext, Dataset train, LayerGraph.Value value, Target target) {

    /**
     * What a layer learns of them.
     *
     * @param unit makes of a number of the target what the network predicts
     * @throws TrainingException if they are not what the layer can learn from
     */
    Map<String, float[]> learnt(SupervisedLayer layer, DoubleUnaryOperator unit) {
        var pass = new FeaturePass(trainingContext, train, value);
        var features = pass.features();
        var isClass = target.type() instanceof TargetType.Classes;
        var targets = isClass ? 1 : Math.toIntExact(target.type().batchShape().elementsPerSample());
        var place = trainingContext.model().targets().indexOf(target);
        var weights = SupervisedWeights.of(layer, features, targets, trainingContext.seed());
        var ofClasses = ClassWeightInitializer.weights(trainingContext, train);
        var isWeighted = trainingContext.program().isWeighted();
        var counted = new AtomicInteger();
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_FLOAT, targets);
            var sample = new float[features + targets];
            pass.forEachBlock((block, from, count) -> {
                for (var i = 0; i < count; i++) {
                    System.arraycopy(block, i * features, sample, 0, features);
                    requireFinite(layer, sample, features, from + i);
                    train.copyTarget(place, from + i, room, 0);
                    read(room, isClass, unit, sample, features);
                    var weight = (isWeighted ? train.weight(from + i) : 1.0)
                            * (ofClasses == null ? 1 : ofClasses[labelled(sample, features)]);
                    if (weight > 0) {
                        counted.getAndIncrement();
                        weights.add(sample, weight);
                    }
                }
            });
        }
        if (counted.get() == 0) {
            throw new TrainingException("all training samples have a weight of 0, so that `" + Catalog.nameOf(layer)
                    + "` has nothing to learn from: set class_weight or sample_weight above 0 for some");
        }
        return weights.finish();
    }

    /** The number of its class, which stands there itself or as the place of a 1. */
    private static int labelled(float[] sample, int features) {
        if (sample.length == features + 1) {
            return (int) sample[features];
        }
        var label = features;
        for (var i = features + 1; i < sample.length; i++) {
            label = sample[i] > sample[label] ? i : label;
        }
        return label - features;
    }

    private static void read(
            MemorySegment room, boolean isClass, DoubleUnaryOperator unit, float[] sample, int features) {
        for (var i = features; i < sample.length; i++) {
            sample[i] = isClass
                    ? room.getAtIndex(JAVA_INT, i - features)
                    : (float) unit.applyAsDouble(room.getAtIndex(JAVA_FLOAT, i - features));
        }
    }

    private void requireFinite(SupervisedLayer layer, float[] sample, int features, int number) {
        for (var i = 0; i < features; i++) {
            if (!Float.isFinite(sample[i])) {
                throw new TrainingException("`" + Catalog.nameOf(layer) + "` cannot learn from "
                        + (Float.isNaN(sample[i]) ? "NaN" : "an infinite number") + ", which is at " + place(i)
                        + " of sample " + (number + 1) + ", counted from 1, of " + train.description()
                        + ": correct or remove that sample");
            }
        }
    }

    /** The name of a column, or the place in a tensor. */
    private String place(int feature) {
        if (value instanceof LayerGraph.Input input) {
            return input.columns() == null
                    ? "`" + input.name() + "[" + feature + "]`"
                    : "`" + TreeFeatures.of(input.columns()).get(feature).name() + "`";
        }
        return "place " + feature + " of what `" + value.span().text() + "` gives";
    }
}
