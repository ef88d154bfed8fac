package dev.updraft.engine.spi;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.OperationTimes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program on an engine, with the values of its variables. Used by one thread at a time; {@link #close} frees all.
 */
public interface Session extends AutoCloseable {

    /**
     * One optimizer step.
     *
     * @param step number of the step from 0: gives the step scalars and the random numbers
     * @param outputs receives the predictions made before the update, and the terms of the loss
     * @return the mean loss of the batch before the update
     */
    double train(Batch batch, long step, StepOutputs outputs);

    /** Multiplies the learning rate of the file in the steps to come; 1 at first. */
    void learningRateFactor(double factor);

    /** The number of the epoch, from 0, that the steps to come are in; 0 at first. */
    void epoch(long epoch);

    /** The mean loss of the batch; {@code outputs} as in {@link #train}. Changes nothing. */
    double evaluate(Batch batch, StepOutputs outputs);

    /** Predictions alone; the batch needs no targets. */
    void predict(Batch batch, StepOutputs outputs);

    /** Copies a variable out as float32, row-major. */
    void read(Variable variable, MemorySegment target);

    /** Copies a variable in from float32, row-major. */
    void write(Variable variable, MemorySegment source);

    /** Copies the values of variables that another session has, too. */
    default void copyTo(Session other, Collection<Variable> variables) {
        try (var arena = Arena.ofConfined()) {
            for (var variable : variables) {
                var values = arena.allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
                read(variable, values);
                other.write(variable, values);
            }
        }
    }

    /**
     * Copies samples to where the session computes; null if it computes in the host's memory: then batches are brought one by
     * one.
     */
    default @Nullable DeviceDataset upload(Samples samples) {
        return null;
    }

    /** Whether it computes on a device that can hold the rows of trees: {@link #binnedRows}. */
    default boolean holdsRows() {
        return false;
    }

    /**
     * Copies rows in bins to the device, to grow trees there; only if {@link #holdsRows}.
     *
     * @throws EngineException if the device has no room for them
     */
    default DeviceRows binnedRows(List<DeviceFeature> features, TreeShape shape) {
        throw new UnsupportedOperationException("the engine computes in the host's memory");
    }

    /**
     * Computes a batch a few times and tells how long its operations took. All variables are as before then.
     *
     * @param training whether training steps are timed, rather than evaluations
     */
    default OperationTimes profile(Batch batch, boolean training) {
        return OperationTimes.unknown("the engine does not measure them");
    }

    @Override
    void close();
}
