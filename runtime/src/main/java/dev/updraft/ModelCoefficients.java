package dev.updraft;

import dev.updraft.compiler.layers.EncodedNames;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.TableLayer.Encode;
import dev.updraft.data.columns.FeatureNames;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.engine.spi.Session;
import dev.updraft.explain.Coefficient;
import dev.updraft.explain.LinearModel;
import dev.updraft.explain.internal.ScoreNames;
import dev.updraft.training.linear.LinearWeights;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A copy of a linear model's weights, with names. */
final class ModelCoefficients {
    private ModelCoefficients() {}

    /**
     * Those of a model.
     *
     * @param session its weights
     * @param vocabularies null if the model has learnt none
     * @throws IllegalStateException if it is not linear
     */
    static LinearModel of(Model model, Session session, @Nullable Vocabularies vocabularies) {
        var graph = model.compiled().layers();
        var node = graph.linear();
        if (node == null || !(node.layer() instanceof LinearLayer layer)) {
            throw new IllegalStateException("model " + graph.name() + " has no coefficients to name: "
                    + "linear_regression, logistic_regression and svm have");
        }
        var weights = LinearWeights.read(node, model.compiled().program(), session);
        var input = node.inputs().getFirst();
        var names = FeatureNames.of(input, vocabularies);
        var scales = scales(model, session, input);
        var outputs = ScoreNames.of(graph, layer.outputs(), ModelTrees.classNames(model));
        var unit = ScoreNames.unit(graph, node, ModelTrees.units(model, session));
        var biases = new ArrayList<Double>();
        var coefficients = new ArrayList<Coefficient>();
        for (var output = 0; output < weights.length; output++) {
            biases.add(unit[0] + (layer.useBias() ? unit[1] * weights[output][names.size()] : 0));
            for (var feature = 0; feature < names.size(); feature++) {
                if (names.get(feature).equals(EncodedNames.UNUSED)) {
                    continue;
                }
                var value = unit[1] * weights[output][feature];
                var perUnit = feature < scales.length ? Double.valueOf(value * scales[feature]) : null;
                coefficients.add(new Coefficient(names.get(feature), outputs.get(output), value, perUnit));
            }
        }
        return new LinearModel(layer.kind().name().toLowerCase(Locale.ROOT), outputs, biases, coefficients);
    }

    /** What the first features of encode, which are numbers of columns, are multiplied with; none behind another layer. */
    private static float[] scales(Model model, Session session, LayerGraph.Value input) {
        return input instanceof LayerNode node
                        && node.layer() instanceof Encode encode
                        && encode.group().window() == null
                        && !encode.plain().isEmpty()
                ? ModelTrees.values(node.weightsName() + "/" + Encode.SCALE, model, session)
                : new float[0];
    }
}
