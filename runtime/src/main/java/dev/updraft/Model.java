package dev.updraft;

import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Engine;
import dev.updraft.metrics.Evaluation;
import dev.updraft.training.FitOptions;
import dev.updraft.training.History;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.weights.WeightsException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model with weights on a device. Used by one thread at a time; {@link #predictor} gives what several can share. Its
 * memory is off the heap: {@link #close} frees it.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Model implements AutoCloseable {
    private final CompiledModel compiled;
    private final Engine engine;

    Model(CompiledModel compiled, Engine engine, Engine.Options options) {
        this.compiled = compiled;
        this.engine = engine;
    }

    /** What it was made from. */
    public CompiledModel compiled() {
        return compiled;
    }

    /** As {@link CompiledModel#summary}. */
    public String summary() {
        return compiled.summary();
    }

    /** The engine that computes: {@code cpu}, {@code reference}. */
    public String engine() {
        return engine.name();
    }

    /** Engine and device in words, for reports. */
    public String device() {
        return engine.description();
    }

    /** Names of the classes in order: the file's, else those of the data it was trained on, else none. */
    public List<String> classNames() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Trains as the file's {@code fit} block says. */
    public History fit(Dataset data) {
        return fit(data, FitOptions.NONE);
    }

    /**
     * Trains. Called again, it goes on where the last call ended. Interrupting the thread ends training after the step at
     * hand; the model can be used on.
     *
     * @param options what to do otherwise than the file's {@code fit} block says
     * @param listeners hear of every step, in this order
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss or optimizer, or the loss is no longer a number
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; it stays so
     */
    public History fit(Dataset data, FitOptions options, TrainingListener... listeners) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Compares predictions with the targets of a data set, in batches of the size in the {@code fit} block.
     *
     * @throws DataException if the data does not fit the model, or cannot be read
     * @throws TrainingException if the model has no loss
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; it stays so
     */
    public Evaluation evaluate(Dataset data, TrainingListener... listeners) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Predicts one sample; see {@link Predictor} for the layout. */
    public float[] predict(float[] sample) {
        return predict(List.of(sample)).getFirst();
    }

    /** Predicts several samples; see {@link Predictor} for the layout. */
    public List<float[]> predict(List<float[]> samples) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Predicts every sample of a data set, in its order; targets are not looked at.
     *
     * @throws DataException if the inputs do not fit the model, or cannot be read
     */
    public List<float[]> predict(Dataset data) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Something with a copy of the weights as they are now, that several threads may share. Close it. */
    public Predictor predictor() {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Writes the weights as a safetensors file, with the model's text in its metadata: {@link Updraft#load} needs nothing
     * else. An existing file is replaced in one moment; whatever interrupts it, the old file or the new one is there whole.
     *
     * @throws WeightsException if it cannot be written
     */
    public void save(Path file) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Takes the weights of a file, which may come from elsewhere: names and shapes must be those of this model. What the
     * optimizer remembers starts anew.
     *
     * @throws WeightsException if it cannot be read, is broken, or does not fit; the message names every difference, and the
     *     model is as it was
     */
    public void load(Path file) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not there yet");
    }
}
