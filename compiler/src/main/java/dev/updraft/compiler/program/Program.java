package dev.updraft.compiler.program;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything an engine needs of one model. The batch axis is left open; an engine binds it.
 *
 * @param inputs what a batch brings, in the order of its segments; shapes have a batch axis
 * @param targets what a batch brings to be learnt, in the order of its segments, and maybe {@value #SAMPLE_WEIGHT}; none if the
 *     model has no loss
 * @param outputs what {@code predict} gives, by the names of the graphs' outputs, in order: {@value #PREDICTION}, or if there are
 *     several {@code prediction/label}
 * @param computedTargets outputs of {@code evaluate} and {@code train} beside those: what predictions are compared with where
 *     that is a value of the network
 * @param losses the terms of the loss, by the names of the graphs' outputs, where there are several: {@code loss/label_loss}
 * @param variables every variable the graphs read or update: trainable and state in layer order, then slots
 * @param predict inputs to {@code outputs} (probabilities where the loss is a cross-entropy, else the values)
 * @param evaluate inputs and targets to {@value #LOSS} (mean over the batch, a scalar), {@code outputs},
 *     {@code computedTargets} and {@code losses}; null if the model has no loss
 * @param train as {@code evaluate}, with dropout and batch statistics at work, and the updates of one optimizer step; null
 *     if the model has no loss or no optimizer
 * @param scalars the values of the step scalars of {@code train}
 */
public record Program(
        List<Op.Input> inputs,
        List<Op.Input> targets,
        List<String> outputs,
        List<String> computedTargets,
        List<String> losses,
        List<Variable> variables,
        Graph predict,
        @Nullable Graph evaluate,
        @Nullable Graph train,
        StepScalars scalars) {

    public static final String LOSS = "loss";
    public static final String PREDICTION = "prediction";

    /** The slot that holds how much each class counts in training, where that is not the same. */
    public static final String CLASS_WEIGHT = "class_weight";

    /** The target, behind all others, that says how much each sample counts; no other has a slash in its name. */
    public static final String SAMPLE_WEIGHT = "sample/weight";

    /**
     * What the slots with sums of the samples' gradients are called before the weights' names, in a program whose training step only
     * adds to these.
     */
    public static final String GRADIENT_SUM = "lbfgs/gradient_sum";

    /** What the slots with the moving averages of weights are called before the weights' names. */
    public static final String AVERAGE = "moving_average";

    public Program {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        outputs = List.copyOf(outputs);
        computedTargets = List.copyOf(computedTargets);
        losses = List.copyOf(losses);
        variables = List.copyOf(variables);
    }

    /** Of a model with one output and at most one target. */
    public Program(
            List<Op.Input> inputs,
            Op.@Nullable Input target,
            List<Variable> variables,
            Graph predict,
            @Nullable Graph evaluate,
            @Nullable Graph train,
            StepScalars scalars) {
        this(
                inputs,
                target == null ? List.of() : List.of(target),
                List.of(PREDICTION),
                List.of(),
                List.of(),
                variables,
                predict,
                evaluate,
                train,
                scalars);
    }

    /** What a graph hands out for each sample, in order: predictions, and of all graphs but {@link #predict} computed targets. */
    public List<String> results(Graph graph) {
        return computedTargets.isEmpty() || graph.equals(predict)
                ? outputs
                : Stream.concat(outputs.stream(), computedTargets.stream()).toList();
    }

    /** Whether a batch brings the weights of its samples, as the last of its targets. */
    public boolean isWeighted() {
        return !targets.isEmpty() && targets.getLast().name().equals(SAMPLE_WEIGHT);
    }

    /** In a line, as its graphs are. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "program of %d variables; predict: %s; evaluate: %s; train: %s",
                variables.size(),
                predict,
                evaluate,
                train);
    }

    /** What predicting alone takes: no loss, no training, nothing that the optimizer remembers. */
    public Program inference() {
        var weights = variables.stream()
                .filter(variable -> variable.role() != Variable.Role.SLOT)
                .toList();
        return new Program(
                inputs, List.of(), outputs, List.of(), List.of(), weights, predict, null, null, StepScalars.NONE);
    }

    /** The same with another training step, which has variables of its own beside those of the model. */
    public Program withStep(Graph step, Collection<Variable> more) {
        var all = Stream.concat(variables.stream(), more.stream()).toList();
        return new Program(inputs, targets, outputs, computedTargets, losses, all, predict, evaluate, step, scalars);
    }

    /** The same with a learning rate of 1 in every step, which a session multiplies with its factor. */
    public Program withUnitLearningRate() {
        var formulas = scalars.formulas().stream()
                .map(formula -> formula.withSchedule(new StepFormula.Constant(1)))
                .toList();
        var unit = new StepScalars(scalars.names(), formulas);
        return new Program(
                inputs, targets, outputs, computedTargets, losses, variables, predict, evaluate, train, unit);
    }

    /** The same with each graph rewritten. */
    public Program withGraphs(UnaryOperator<Graph> rewrite) {
        return new Program(
                inputs,
                targets,
                outputs,
                computedTargets,
                losses,
                variables,
                rewrite.apply(predict),
                evaluate == null ? null : rewrite.apply(evaluate),
                train == null ? null : rewrite.apply(train),
                scalars);
    }

    /** The slots with moving averages, by the weights that they follow; empty if there are none. */
    public Map<Variable, Variable> averages() {
        return beside(AVERAGE);
    }

    /** The slots with sums of gradients, by the weights; empty if there are none. */
    public Map<Variable, Variable> gradientSums() {
        return beside(GRADIENT_SUM);
    }

    private Map<Variable, Variable> beside(String name) {
        var byName = variables.stream().collect(Collectors.toMap(Variable::name, Function.identity()));
        var slots = new LinkedHashMap<Variable, Variable>();
        for (var variable : variables) {
            var slot = byName.get(name + "/" + variable.name());
            if (slot != null) {
                slots.put(variable, slot);
            }
        }
        return slots;
    }
}
