package dev.updraft.explain.internal;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.Dataset;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.explain.ColumnImportance;
import dev.updraft.explain.DecisionTree;
import dev.updraft.explain.PartialDependence;
import dev.updraft.explain.PermutationImportance;
import dev.updraft.explain.ShapValues;
import dev.updraft.explain.TreeDrawing;
import dev.updraft.explain.TreeEnsemble;
import dev.updraft.trees.Tree;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The trees of a model. */
public final class GrownTrees implements TreeEnsemble {
    private final TreeData data;
    private final LayerGraph model;
    private final FeatureReader reader;
    private final Explanation explanation;

    private GrownTrees(TreeData data, LayerGraph model, FeatureReader reader) {
        this.data = data;
        this.model = model;
        this.reader = reader;
        explanation = Explanation.of(data);
    }

    /**
     * Those of a model.
     *
     * @param stored as they are in its weights
     * @param base what their sum begins with, by output
     * @param vocabularies null if the model has learnt none
     * @param classNames of the model's outputs, by their names
     * @param units by the names of targets that are standardised their mean and deviation
     */
    public static GrownTrees of(
            LayerGraph model,
            List<Tree> stored,
            float[] base,
            @Nullable Vocabularies vocabularies,
            Map<String, List<String>> classNames,
            Map<String, double[]> units,
            FeatureReader reader) {
        var node = Objects.requireNonNull(model.trees(), "the model has trees");
        return new GrownTrees(TreeData.of(model, node, stored, base, vocabularies, classNames, units), model, reader);
    }

    @Override
    public String kind() {
        return data.kind();
    }

    @Override
    public List<String> columns() {
        return data.named().columns();
    }

    @Override
    public List<String> features() {
        return data.named().features().stream().map(NamedFeature::name).toList();
    }

    @Override
    public List<String> outputs() {
        return data.outputs();
    }

    @Override
    public List<Double> base() {
        return Arrays.stream(data.base()).boxed().toList();
    }

    @Override
    public int size() {
        return data.trees().size();
    }

    @Override
    public DecisionTree tree(int number) {
        if (number < 1 || number > size()) {
            throw new IllegalArgumentException(
                    "there is no tree " + number + ": model " + data.model() + " has " + size() + ", numbered from 1");
        }
        return new DecisionTree(number, data.outputsOf(number - 1), data.nodes(number - 1));
    }

    @Override
    public List<ColumnImportance> importance() {
        var columnOf = data.columnOf();
        var gains = new double[columns().size()];
        var splits = new int[gains.length];
        for (var tree : data.trees()) {
            for (var node = 0; node < tree.nodes(); node++) {
                if (tree.left()[node] >= 0) {
                    gains[columnOf[tree.feature()[node]]] += tree.gain()[node];
                    splits[columnOf[tree.feature()[node]]]++;
                }
            }
        }
        return IntStream.range(0, gains.length)
                .mapToObj(column -> new ColumnImportance(columns().get(column), gains[column], splits[column]))
                .sorted(Comparator.comparingDouble(ColumnImportance::gain)
                        .thenComparingInt(ColumnImportance::splits)
                        .reversed())
                .toList();
    }

    @Override
    public List<PermutationImportance> permutationImportance(Dataset samples, String metric, int repeats, long seed) {
        return new Permutations(model, reader, metric, repeats, seed).of(reader.matched(samples));
    }

    @Override
    public ShapValues shap(Map<String, ?> row) {
        return explained(reader.of(row));
    }

    @Override
    public ShapValues shap(float[] sample) {
        return explained(reader.of(sample));
    }

    private ShapValues explained(float[] row) {
        return explanation.of(List.of(row), 1, _ -> {}).getFirst();
    }

    @Override
    public List<ShapValues> shap(Dataset samples, IntConsumer progress) {
        return explanation.of(reader.of(samples), reader.threads(), progress);
    }

    @Override
    public PartialDependence partialDependence(Dataset samples, String feature) {
        var place = features().indexOf(feature);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "there is no feature `" + feature + "`: the trees ask about " + features());
        }
        return new Dependences(data, place).of(reader.of(samples));
    }

    @Override
    public String toText() {
        return TreeText.of(data, this::tree);
    }

    @Override
    public String toJson() {
        return TreeJson.of(data, this::tree);
    }

    @Override
    public TreeDrawing drawing(int number, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("a drawing is at least 1 question deep, not " + depth);
        }
        return Drawings.of(tree(number), data, depth);
    }

    /** {@code boosted_trees of model Peng: 30 trees}. */
    @Override
    public String toString() {
        return data.kind() + " of model " + data.model() + ": " + size() + (size() == 1 ? " tree" : " trees");
    }
}
