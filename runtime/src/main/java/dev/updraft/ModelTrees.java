package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.data.Dataset;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.engine.spi.Session;
import dev.updraft.explain.TreeEnsemble;
import dev.updraft.explain.internal.FeatureReader;
import dev.updraft.explain.internal.GrownTrees;
import dev.updraft.metrics.Evaluation;
import dev.updraft.training.trees.StoredTrees;
import dev.updraft.training.trees.TreeWeights;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model, as far as a copy of its trees needs it; it must not change. */
final class ModelTrees implements FeatureReader {
    private final Model model;
    private final LayerGraph.Value features;
    private final int changes;

    private ModelTrees(Model model, LayerGraph.Value features) {
        this.model = model;
        this.features = features;
        changes = model.changes();
    }

    /**
     * The trees of a model.
     *
     * @param session its weights
     * @param vocabularies null if the model has learnt none
     * @throws IllegalStateException if it has none
     */
    static TreeEnsemble of(Model model, Session session, @Nullable Vocabularies vocabularies) {
        var graph = model.compiled().layers();
        var node = graph.trees();
        if (node == null) {
            throw new IllegalStateException("model " + graph.name() + " has no trees to explain: "
                    + "boosted_trees, random_forest, extra_trees and decision_tree are trees");
        }
        var program = model.compiled().program();
        var weights = TreeWeights.values(node, program, session);
        var trees = StoredTrees.of((TreeLayer) node.layer(), weights);
        if (trees.isEmpty()) {
            throw new IllegalStateException("model " + graph.name() + " has no trees yet: call fit, or load weights");
        }
        return GrownTrees.of(
                graph,
                trees,
                Objects.requireNonNull(weights.get(TreeLayer.BASE)),
                vocabularies,
                classNames(model),
                units(model, session),
                new ModelTrees(model, node.inputs().getFirst()));
    }

    /** The names of the classes of each output. */
    static Map<String, List<String>> classNames(Model model) {
        var classNames = new HashMap<String, List<String>>();
        model.compiled()
                .layers()
                .outputs()
                .forEach(output -> classNames.put(output.name(), model.classNames(output.name())));
        return classNames;
    }

    /** By the names of targets that are standardised their mean and deviation. */
    static Map<String, double[]> units(Model model, Session session) {
        var units = new HashMap<String, double[]>();
        for (var target : model.compiled().layers().targets()) {
            if (target.unit().isLearnt()) {
                units.put(target.name(), new double[] {
                    values(target.name() + "/" + TargetUnit.MEAN, model, session)[0],
                    values(target.name() + "/" + TargetUnit.DEVIATION, model, session)[0]
                });
            }
        }
        return units;
    }

    /** The values of a variable. */
    static float[] values(String name, Model model, Session session) {
        for (var variable : model.compiled().program().variables()) {
            if (variable.name().equals(name)) {
                try (var arena = Arena.ofConfined()) {
                    var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
                    session.read(variable, values);
                    return values.toArray(JAVA_FLOAT);
                }
            }
        }
        throw new IllegalStateException("model " + model.compiled().name() + " has no variable " + name);
    }

    private void requireUnchanged() {
        if (model.changes() != changes) {
            throw new IllegalStateException("model " + model.compiled().name()
                    + " has learnt or loaded weights since trees() gave these: call it again");
        }
    }

    @Override
    public float[] of(Map<String, ?> row) {
        requireUnchanged();
        return model.inPart(features, part -> part.predict(row));
    }

    @Override
    public float[] of(float[] sample) {
        requireUnchanged();
        return model.inPart(features, part -> part.predict(sample));
    }

    @Override
    public List<float[]> of(Dataset data) {
        requireUnchanged();
        return model.inPart(features, part -> part.predict(data));
    }

    @Override
    public int threads() {
        return model.threads();
    }

    @Override
    public Dataset matched(Dataset data) {
        return data.as(model.dataSpec());
    }

    @Override
    public Evaluation evaluate(Dataset data) {
        requireUnchanged();
        return model.evaluate(data);
    }
}
