package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;

/** Momentum that is orthogonalized: Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024. */
final class MuonRule {
    /** Coefficients of the quintic that takes singular values near 1 in few steps, by Jordan et al. */
    private static final double A = 3.4445;

    private static final double B = -4.7750;
    private static final double C = 2.0315;
    private static final double EPSILON = 1e-7;

    private final GraphBuilder to;
    private final Slots slots;
    private final Optimizer.Muon muon;

    MuonRule(GraphBuilder to, Slots slots, Optimizer.Muon muon) {
        this.to = to;
        this.slots = slots;
        this.muon = muon;
    }

    /** Whether a weight is one of the matrices that it is meant for. */
    static boolean orthogonalizes(Optimizer.Muon muon, TrainedWeight weight) {
        return weight.variable().shape().rank() == 2
                && !(muon.adam().embeddings() && weight.isEmbedding())
                && !weight.isAnyOf(muon.adam().layers());
    }

    /** What is subtracted from a matrix, but for the learning rate. */
    Node direction(Variable variable, Node gradient) {
        var momentum = slots.momentum("muon/momentum", muon.momentum(), variable, gradient);
        var ahead = muon.nesterov() ? to.add(gradient, to.multiply(momentum, muon.momentum())) : momentum;
        var orthogonal = orthogonalized(ahead);
        var rate = muon.rmsRate();
        if (rate == null) {
            return orthogonal;
        }
        var longer = Math.max(variable.shape().dim(0), variable.shape().dim(1));
        return to.multiply(orthogonal, Math.sqrt(longer) * rate);
    }

    /**
     * Nearly {@code U Vᵀ} of {@code x = U Σ Vᵀ}, by Newton-Schulz iterations {@code x' = a x + (b S + c S²) x} with
     * {@code S = x xᵀ}; of a tall matrix, {@code x' = a x + x (b S + c S²)} with the smaller {@code S = xᵀ x}.
     */
    private Node orthogonalized(Node matrix) {
        var isTall = matrix.shape().dim(0) > matrix.shape().dim(1);
        var norm = to.map(SQRT, to.sumAll(to.map(SQUARE, matrix)));
        var x = to.divide(matrix, to.add(norm, EPSILON));
        for (var step = 0; step < muon.steps(); step++) {
            var square = isTall ? to.matMul(x, true, x, false) : to.matMul(x, false, x, true);
            var fourth = to.matMul(square, false, square, false);
            var polynomial = to.add(to.multiply(square, B), to.multiply(fourth, C));
            var product = isTall ? to.matMul(x, false, polynomial, false) : to.matMul(polynomial, false, x, false);
            x = to.add(to.multiply(x, A), product);
        }
        return x;
    }
}
