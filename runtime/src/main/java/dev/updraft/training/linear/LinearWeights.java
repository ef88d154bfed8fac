package dev.updraft.training.linear;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import java.lang.foreign.Arena;

/** The weights of a linear model in a session: by output, then feature, and behind the features the bias if there is one. */
public final class LinearWeights {
    private LinearWeights() {}

    /** Reads them. */
    public static double[][] read(LayerNode node, Program program, Session session) {
        var layer = (LinearLayer) node.layer();
        var kernel = values(variable(node, program, Weight.KERNEL), session);
        var bias = layer.useBias() ? values(variable(node, program, Weight.BIAS), session) : new float[0];
        var features = kernel.length / layer.outputs();
        var weights = new double[layer.outputs()][features + (layer.useBias() ? 1 : 0)];
        for (var output = 0; output < weights.length; output++) {
            for (var feature = 0; feature < features; feature++) {
                weights[output][feature] = kernel[feature * weights.length + output];
            }
            if (layer.useBias()) {
                weights[output][features] = bias[output];
            }
        }
        return weights;
    }

    /** Writes them. */
    static void write(double[][] weights, LayerNode node, Program program, Session session) {
        var kernel = variable(node, program, Weight.KERNEL);
        var features = kernel.shape().dim(0);
        var values = new float[features * weights.length];
        var biases = new float[weights.length];
        for (var output = 0; output < weights.length; output++) {
            for (var feature = 0; feature < features; feature++) {
                values[feature * weights.length + output] = (float) weights[output][feature];
            }
            if (weights[output].length > features) {
                biases[output] = (float) weights[output][features];
            }
        }
        write(kernel, values, session);
        if (((LinearLayer) node.layer()).useBias()) {
            write(variable(node, program, Weight.BIAS), biases, session);
        }
    }

    private static Variable variable(LayerNode node, Program program, String weight) {
        var name = node.weightsName() + "/" + weight;
        return program.variables().stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the program has no variable " + name));
    }

    private static float[] values(Variable variable, Session session) {
        try (var arena = Arena.ofConfined()) {
            var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
            session.read(variable, values);
            return values.toArray(JAVA_FLOAT);
        }
    }

    private static void write(Variable variable, float[] values, Session session) {
        try (var arena = Arena.ofConfined()) {
            session.write(variable, arena.allocateFrom(JAVA_FLOAT, values));
        }
    }
}
