package dev.updraft.training.trees;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.GrownValues;
import dev.updraft.weights.internal.ModelWeights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The weights of a layer of trees, between a session, a file and an {@link Ensemble}. */
public final class TreeWeights {
    private TreeWeights() {}

    /**
     * Checks that what a file says are trees are trees; {@link ModelWeights#requireFit} has been called.
     *
     * @throws WeightsException if they are not: a question is about a feature that there is none, or never ends
     */
    public static void requireSound(SafetensorsFile file, LayerGraph model, Program program) {
        for (var layer : model.owners()) {
            if (layer.layer() instanceof TreeLayer trees) {
                requireSound(file, layer, program, trees.leafSize(), trees.features().size());
            } else if (layer.layer() instanceof ClosedLayer.IsolationForest) {
                requireSound(file, layer, program, 1, layer.inputs().getFirst().shape().dim(-1));
            }
        }
    }

    private static void requireSound(
            SafetensorsFile file, LayerNode trees, Program program, int leafSize, int features) {
        var weights = new LinkedHashMap<String, float[]>();
        var variables = variables(trees, program);
        ModelWeights.load(
                file,
                List.copyOf(variables.values()),
                (variable, values) -> weights.put(
                        variable.name().substring(trees.weightsName().length() + 1), values.toArray(JAVA_FLOAT)));
        var misfit = TreeSoundness.misfit(leafSize, features, weights);
        if (misfit != null) {
            throw new WeightsException(
                    file.path(),
                    "the weights of " + trees.weightsName() + " are no trees: " + misfit
                            + "; the file is damaged, or was not written by this program");
        }
    }

    /** The variables of the layer, by the names of its weights. */
    static Map<String, Variable> variables(LayerNode trees, Program program) {
        var variables = new LinkedHashMap<String, Variable>();
        for (var variable : program.variables()) {
            if (variable.name().startsWith(trees.weightsName() + "/")) {
                variables.put(variable.name().substring(trees.weightsName().length() + 1), variable);
            }
        }
        return variables;
    }

    /** The trees that a session holds. */
    static Ensemble read(LayerNode trees, Program program, Session session) {
        return Ensemble.of((TreeLayer) trees.layer(), values(trees, program, session));
    }

    /** The values of the layer's weights in a session, by the names of the weights. */
    public static Map<String, float[]> values(LayerNode trees, Program program, Session session) {
        var weights = new LinkedHashMap<String, float[]>();
        variables(trees, program).forEach((name, variable) -> {
            try (var arena = Arena.ofConfined()) {
                var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
                session.read(variable, values);
                weights.put(name, values.toArray(JAVA_FLOAT));
            }
        });
        return weights;
    }

    /** Gives a session the trees. */
    static void write(Ensemble ensemble, LayerNode trees, Program program, Session session) {
        var weights = ensemble.weights();
        variables(trees, program).forEach((name, variable) -> {
            var found = Objects.requireNonNull(weights.get(name), name);
            try (var arena = Arena.ofConfined()) {
                var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
                fill(values, variable, found);
                session.write(variable, values);
            }
        });
    }

    /** Gives a variable what is there of its values, and behind it its initial ones. */
    static void fill(MemorySegment values, Variable variable, float[] found) {
        MemorySegment.copy(found, 0, values, JAVA_FLOAT, 0, found.length);
        GrownValues.fillRest(variable, values, found.length);
    }
}
