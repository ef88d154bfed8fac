package dev.updraft.compiler.program;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything an engine needs of one model. The batch axis is left open; an engine binds it.
 *
 * @param layers where it came from
 * @param variables every variable the graphs read or update: trainable and state in layer order, then slots
 * @param predict inputs to output {@value #PREDICTION} (probabilities where the loss is a cross-entropy, else the values)
 * @param evaluate inputs and target to outputs {@value #LOSS} (mean over the batch, a scalar) and {@value #PREDICTION};
 *     null if the model has no loss
 * @param train as {@code evaluate}, with dropout and batch statistics at work, and the updates of one optimizer step; null
 *     if the model has no loss or no optimizer
 * @param scalars the values of the step scalars of {@code train}
 */
public record Program(
        LayerGraph layers,
        List<Variable> variables,
        Graph predict,
        @Nullable Graph evaluate,
        @Nullable Graph train,
        StepScalars scalars) {

    public static final String LOSS = "loss";
    public static final String PREDICTION = "prediction";

    public Program {
        variables = List.copyOf(variables);
    }

    /** The step scalars of a training graph: computed by the host in float64, handed to the engine with each step. */
    public interface StepScalars {
        /** In the order that {@link #at} gives the values. */
        List<String> names();

        /** The values at optimizer step {@code step}, counted from 0. */
        double[] at(long step);
    }
}
