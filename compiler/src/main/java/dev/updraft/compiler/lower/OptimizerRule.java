package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.UnaryFunction.SIGN;
import static dev.updraft.compiler.ops.UnaryFunction.SQRT;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.lower.OptimizerScalars.Scalar;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.Initializer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of each optimizer, by the formulas of Keras 3. */
final class OptimizerRule {
    private final GraphBuilder to;
    private final Optimizer optimizer;
    private final AccumulationRule accumulation;
    private final Slots slots;
    private final @Nullable Double emaMomentum;

    OptimizerRule(GraphBuilder to, Optimizer optimizer, StepSettings settings) {
        this.to = to;
        this.optimizer = optimizer;
        accumulation = new AccumulationRule(to, settings.gradientAccumulationSteps());
        slots = new Slots(to, accumulation);
        emaMomentum = settings.emaMomentum();
    }

    /**
     * Adds the update of every weight. Unlike in Keras, averages are those of weights that fulfil their constraints.
     *
     * @param values of the weights before the step
     * @param gradients of the loss, not clipped yet
     * @return the slots of the optimizer
     */
    List<Variable> update(List<TrainedWeight> weights, List<Node> values, List<Node> gradients) {
        if (optimizer instanceof Optimizer.Lbfgs) {
            return sum(weights, gradients);
        }
        var variables = weights.stream().map(TrainedWeight::variable).toList();
        var means = accumulation.mean(variables, gradients);
        var clipped = new ClippingRule(to, optimizer.options().clipping()).apply(means);
        for (var i = 0; i < weights.size(); i++) {
            var weight = weights.get(i);
            var updated = updated(weight, decayed(weight, values.get(i)), clipped.get(i));
            var constrained = ConstraintRule.of(to, weight.weight().constraint(), updated);
            accumulation.update(weight.variable(), constrained);
            if (emaMomentum != null) {
                follow(weight.variable(), constrained);
            }
        }
        slots.all().addAll(accumulation.slots());
        return slots.all();
    }

    /**
     * Sums of the samples' gradients, for a step that is done between passes over the data: {@code s' = s + n g}, where g is the mean
     * of a batch of n samples. The weights stay.
     */
    private List<Variable> sum(List<TrainedWeight> weights, List<Node> gradients) {
        for (var i = 0; i < weights.size(); i++) {
            var slot = slots.add(Program.GRADIENT_SUM, weights.get(i).variable());
            var ofBatch = to.multiply(gradients.get(i), to.add(new Op.BatchSize()));
            accumulation.update(slot, to.add(to.read(slot), ofBatch));
        }
        return slots.all();
    }

    /** {@code a' = w' + (a - w') μ}, with μ = 0 at the first change. */
    private void follow(Variable variable, Node weight) {
        var average = slots.add(Program.AVERAGE, variable);
        var momentum = to.add(Scalar.EMA_MOMENTUM.op());
        var distance = to.subtract(to.read(average), weight);
        accumulation.update(average, to.add(weight, to.multiply(distance, momentum)));
    }

    /** {@code w - w η λ}: Loshchilov and Hutter, arXiv:1711.05101. */
    private Node decayed(TrainedWeight weight, Node value) {
        var decay = optimizer instanceof Optimizer.Muon muon && !MuonRule.orthogonalizes(muon, weight)
                ? muon.adam().weightDecay()
                : optimizer.options().weightDecay();
        if (decay == 0 || weight.isAnyOf(optimizer.options().notDecayed())) {
            return value;
        }
        return to.subtract(value, to.multiply(value, to.multiply(rate(Scalar.LEARNING_RATE, weight), decay)));
    }

    /** A rate that follows from the number of the step, times what is asked for this weight. */
    private Node rate(Scalar scalar, TrainedWeight weight) {
        return to.multiply(to.add(scalar.op()), weight.rate(optimizer.options().multipliers()));
    }

    private Node updated(TrainedWeight weight, Node value, Node gradient) {
        var variable = weight.variable();
        var adam = new AdamRule(to, slots, scalar -> rate(scalar, weight));
        return switch (optimizer) {
            case Optimizer.Sgd sgd -> sgd(sgd, weight, value, gradient);
            case Optimizer.RmsProp rmsProp -> to.subtract(value, rmsProp(rmsProp, weight, gradient));
            case Optimizer.Adam(var _, var beta1, var beta2, var epsilon, var amsgrad, var _) ->
                to.subtract(value, adam.adam("adam", beta1, beta2, epsilon, amsgrad, variable, gradient));
            case Optimizer.AdamW(var _, var beta1, var beta2, var epsilon, var amsgrad, var _) ->
                to.subtract(value, adam.adam("adamw", beta1, beta2, epsilon, amsgrad, variable, gradient));
            case Optimizer.Adamax adamax -> to.subtract(value, adam.adamax(adamax, variable, gradient));
            case Optimizer.Nadam nadam -> to.subtract(value, adam.nadam(nadam, variable, gradient));
            case Optimizer.Adagrad adagrad -> to.subtract(value, adagrad(adagrad, weight, gradient));
            case Optimizer.Adadelta adadelta -> to.subtract(value, adadelta(adadelta, weight, gradient));
            case Optimizer.Lion lion -> to.subtract(value, lion(lion, weight, gradient));
            case Optimizer.Muon muon -> to.subtract(value, muon(muon, adam, weight, gradient));
            case Optimizer.Lbfgs _ -> throw new IllegalArgumentException("its steps are not part of a program");
        };
    }

    private Node muon(Optimizer.Muon muon, AdamRule adam, TrainedWeight weight, Node gradient) {
        if (MuonRule.orthogonalizes(muon, weight)) {
            var direction = new MuonRule(to, slots, muon).direction(weight.variable(), gradient);
            return to.multiply(direction, learningRate(weight));
        }
        var other = muon.adam();
        var step = adam.adam(
                "muon/adam", other.beta1(), other.beta2(), other.epsilon(), false, weight.variable(), gradient);
        return to.multiply(step, other.rateRatio());
    }

    private Node learningRate(TrainedWeight weight) {
        return rate(Scalar.LEARNING_RATE, weight);
    }

    /** {@code m' = μ m - η g; w' = w + m'}, with Nesterov {@code w' = w + μ m' - η g}. */
    private Node sgd(Optimizer.Sgd sgd, TrainedWeight weight, Node value, Node gradient) {
        var step = to.multiply(gradient, learningRate(weight));
        if (sgd.momentum() == 0) {
            return to.subtract(value, step);
        }
        var momentum = slots.add("sgd/momentum", weight.variable());
        var moved = slots.update(momentum, to.subtract(to.multiply(to.read(momentum), sgd.momentum()), step));
        return sgd.nesterov()
                ? to.add(value, to.subtract(to.multiply(moved, sgd.momentum()), step))
                : to.add(value, moved);
    }

    /** {@code v' = ρ v + (1 - ρ) g²; w' = w - η g / √(v' + ε)}, centered with the squared mean of g taken from v'. */
    private Node rmsProp(Optimizer.RmsProp rmsProp, TrainedWeight weight, Node gradient) {
        var variable = weight.variable();
        var velocity = slots.mean("rmsprop/velocity", rmsProp.rho(), variable, to.map(SQUARE, gradient));
        var variance = rmsProp.centered()
                ? to.subtract(
                        velocity,
                        to.map(SQUARE, slots.mean("rmsprop/average_gradient", rmsProp.rho(), variable, gradient)))
                : velocity;
        var deviation = to.map(SQRT, to.add(variance, rmsProp.epsilon()));
        var step = to.divide(to.multiply(gradient, learningRate(weight)), deviation);
        return rmsProp.momentum() == 0 ? step : slots.momentum("rmsprop/momentum", rmsProp.momentum(), variable, step);
    }

    /** {@code a' = a + g²; w' = w - η g / √(a' + ε)}. */
    private Node adagrad(Optimizer.Adagrad adagrad, TrainedWeight weight, Node gradient) {
        var initial = new Initializer.Constant(adagrad.initialAccumulator());
        var accumulator = slots.add("adagrad/accumulator", weight.variable(), initial);
        var sum = slots.update(accumulator, to.add(to.read(accumulator), to.map(SQUARE, gradient)));
        var deviation = to.map(SQRT, to.add(sum, adagrad.epsilon()));
        return to.divide(to.multiply(gradient, learningRate(weight)), deviation);
    }

    /** {@code a' = ρ a + (1 - ρ) g²; s = g √(d + ε) / √(a' + ε); d' = ρ d + (1 - ρ) s²; w' = w - η s}. */
    private Node adadelta(Optimizer.Adadelta adadelta, TrainedWeight weight, Node gradient) {
        var variable = weight.variable();
        var rho = adadelta.rho();
        var squares = slots.mean("adadelta/accumulated_grad", rho, variable, to.map(SQUARE, gradient));
        var steps = slots.add("adadelta/accumulated_delta_var", variable);
        var old = to.read(steps);
        var usual = to.map(SQRT, to.add(old, adadelta.epsilon()));
        var step = to.divide(to.multiply(gradient, usual), to.map(SQRT, to.add(squares, adadelta.epsilon())));
        slots.update(steps, to.add(old, to.multiply(to.subtract(to.map(SQUARE, step), old), 1 - rho)));
        return to.multiply(step, learningRate(weight));
    }

    /** {@code w' = w - η sign(β₁ m + (1 - β₁) g); m' = β₂ m + (1 - β₂) g}. */
    private Node lion(Optimizer.Lion lion, TrainedWeight weight, Node gradient) {
        var slot = slots.add("lion/momentum", weight.variable());
        var momentum = to.read(slot);
        var mixed = to.add(to.multiply(momentum, lion.beta1()), to.multiply(gradient, 1 - lion.beta1()));
        slots.update(slot, to.add(to.multiply(momentum, lion.beta2()), to.multiply(gradient, 1 - lion.beta2())));
        return to.multiply(to.map(SIGN, mixed), learningRate(weight));
    }
}
