package dev.updraft.training;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.history.History;
import java.nio.file.Path;
import java.util.List;

/** A running training, as seen and controlled by a {@link Callback}. */
public interface Training {

    LayerGraph model();

    /** The completed epochs. */
    History history();

    /** Number of the current epoch, or of the one just completed, from 1. */
    int epoch();

    /** Number of completed optimizer steps, including earlier runs. */
    long step();

    /** Metrics of the current epoch so far. */
    TrainingEvent.Running running();

    /** Ends training before the next step: the epoch is cut short, validated and recorded. The first reason given counts. */
    void stop(String reason);

    /**
     * Names of the metrics that an epoch has in this run: {@code loss}, the metrics, and with validation {@code val_loss},
     * …
     */
    List<String> metricNames();

    /** Learning rate of the last completed step, or before the first step, of that step; NaN if none is used. */
    double learningRate();

    /** The factor for the file's learning rate or schedule. */
    double learningRateFactor();

    /**
     * Changes the learning rate of the following steps.
     *
     * @param factor factor for the learning rate in the file, above 0
     */
    void learningRateFactor(double factor);

    /** A snapshot of the current model. */
    ModelSnapshot snapshot();

    /** Restores a snapshot of the model; the optimizer state is kept. */
    void restore(ModelSnapshot snapshot);

    /** Writes the weights like {@code Model.save}. */
    void save(Path file);

    /** Shows a one-line message to the user. */
    void notice(String text);
}
