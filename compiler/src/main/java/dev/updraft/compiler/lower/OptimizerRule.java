package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.UnaryFunction.FLUSH_DENORMALS;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.lower.OptimizerScalars.Scalar;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of each optimizer, by the formulas of Keras 3. */
final class OptimizerRule {
    private static final Initializer ZEROS = new Initializer.Zeros();

    private final GraphBuilder to;
    private final Optimizer optimizer;
    private final AccumulationRule accumulation;
    private final @Nullable Double emaMomentum;
    private final Node learningRate;
    private final List<Variable> slots = new ArrayList<>();

    OptimizerRule(GraphBuilder to, Optimizer optimizer, StepSettings settings) {
        this.to = to;
        this.optimizer = optimizer;
        accumulation = new AccumulationRule(to, settings.gradientAccumulationSteps());
        emaMomentum = settings.emaMomentum();
        this.learningRate = to.add(Scalar.LEARNING_RATE.op());
    }

    /**
     * Adds the update of every variable.
     *
     * @param weights the variables' values before the step
     * @param gradients of the loss, not clipped yet
     * @return the slots of the optimizer
     */
    List<Variable> update(List<Variable> variables, List<Node> weights, List<Node> gradients) {
        var means = accumulation.mean(variables, gradients);
        var clipped = new ClippingRule(to, optimizer.clipping()).apply(means);
        for (var i = 0; i < variables.size(); i++) {
            var variable = variables.get(i);
            var updated = updated(variable, weights.get(i), clipped.get(i));
            accumulation.update(variable, updated);
            if (emaMomentum != null) {
                follow(variable, updated);
            }
        }
        slots.addAll(accumulation.slots());
        return slots;
    }

    /** {@code a' = w' + (a - w') μ}, with μ = 0 at the first change. */
    private void follow(Variable variable, Node weight) {
        var average = AccumulationRule.slot(Program.AVERAGE, variable);
        slots.add(average);
        var momentum = to.add(Scalar.EMA_MOMENTUM.op());
        var distance = to.subtract(to.read(average), weight);
        accumulation.update(average, to.add(weight, to.multiply(distance, momentum)));
    }

    private Node updated(Variable variable, Node weight, Node gradient) {
        return switch (optimizer) {
            case Optimizer.Sgd sgd -> sgd(sgd, variable, weight, gradient);
            case Optimizer.RmsProp rmsProp -> rmsProp(rmsProp, variable, weight, gradient);
            case Optimizer.Adam(var _, var beta1, var beta2, var epsilon, var _) ->
                to.subtract(weight, adam("adam", beta1, beta2, epsilon, variable, gradient));
            case Optimizer.AdamW(var _, var weightDecay, var beta1, var beta2, var epsilon, var _) -> {
                var decayed = to.subtract(weight, to.multiply(weight, to.multiply(learningRate, weightDecay)));
                yield to.subtract(decayed, adam("adamw", beta1, beta2, epsilon, variable, gradient));
            }
            case Optimizer.Adagrad adagrad -> adagrad(adagrad, variable, weight, gradient);
        };
    }

    /** {@code m' = μ m - η g; w' = w + m'}, with Nesterov {@code w' = w + μ m' - η g}. */
    private Node sgd(Optimizer.Sgd sgd, Variable variable, Node weight, Node gradient) {
        var step = to.multiply(gradient, learningRate);
        if (sgd.momentum() == 0) {
            return to.subtract(weight, step);
        }
        var momentum = slot("sgd/momentum", variable, ZEROS);
        var moved = flushed(momentum, to.subtract(to.multiply(to.read(momentum), sgd.momentum()), step));
        return sgd.nesterov()
                ? to.add(weight, to.subtract(to.multiply(moved, sgd.momentum()), step))
                : to.add(weight, moved);
    }

    /** {@code v' = ρ v + (1 - ρ) g²; w' = w - η g / √(v' + ε)}, centered with the squared mean of g taken from v'. */
    private Node rmsProp(Optimizer.RmsProp rmsProp, Variable variable, Node weight, Node gradient) {
        var velocity = average("rmsprop/velocity", rmsProp.rho(), variable, to.map(SQUARE, gradient));
        var variance = rmsProp.centered()
                ? to.subtract(
                        velocity,
                        to.map(SQUARE, average("rmsprop/average_gradient", rmsProp.rho(), variable, gradient)))
                : velocity;
        var deviation = to.map(SQRT, to.add(variance, rmsProp.epsilon()));
        var step = to.divide(to.multiply(gradient, learningRate), deviation);
        if (rmsProp.momentum() == 0) {
            return to.subtract(weight, step);
        }
        var momentum = slot("rmsprop/momentum", variable, ZEROS);
        var moved = flushed(momentum, to.add(to.multiply(to.read(momentum), rmsProp.momentum()), step));
        return to.subtract(weight, moved);
    }

    /** What Adam subtracts: {@code m' α' / (√v' + ε)} with the rate α' corrected for the moments' bias. */
    private Node adam(String name, double beta1, double beta2, double epsilon, Variable variable, Node gradient) {
        var rate = to.add(Scalar.ADAM_RATE.op());
        var mean = average(name + "/m", beta1, variable, gradient);
        var square = average(name + "/v", beta2, variable, to.map(SQUARE, gradient));
        return to.divide(to.multiply(mean, rate), to.add(to.map(SQRT, square), epsilon));
    }

    /** {@code a' = a + g²; w' = w - η g / √(a' + ε)}. */
    private Node adagrad(Optimizer.Adagrad adagrad, Variable variable, Node weight, Node gradient) {
        var accumulator = slot("adagrad/accumulator", variable, new Initializer.Constant(adagrad.initialAccumulator()));
        var sum = flushed(accumulator, to.add(to.read(accumulator), to.map(SQUARE, gradient)));
        var deviation = to.map(SQRT, to.add(sum, adagrad.epsilon()));
        return to.subtract(weight, to.divide(to.multiply(gradient, learningRate), deviation));
    }

    /** A slot's new value {@code s + (x - s) (1 - decay)}. */
    private Node average(String name, double decay, Variable variable, Node x) {
        var slot = slot(name, variable, ZEROS);
        var old = to.read(slot);
        return flushed(slot, to.add(old, to.multiply(to.subtract(x, old), 1 - decay)));
    }

    private Variable slot(String name, Variable variable, Initializer initializer) {
        var slot = AccumulationRule.slot(name, variable, initializer);
        slots.add(slot);
        return slot;
    }

    private Node flushed(Variable slot, Node value) {
        var flushed = to.map(FLUSH_DENORMALS, value);
        accumulation.update(slot, flushed);
        return flushed;
    }
}
