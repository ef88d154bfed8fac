package dev.updraft.training;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.history.History;
import java.nio.file.Path;
import java.util.List;

/** A training under way, as a {@link Callback} sees and steers it. */
public interface Training {

    LayerGraph model();

    /** The epochs that are done. */
    History history();

    /** Number of the epoch at hand, or of the one just done, from 1. */
    int epoch();

    /** Optimizer steps that are done, those of earlier runs too. */
    long step();

    /** Metrics of the epoch at hand so far. */
    TrainingEvent.Running running();

    /** Ends training before the next step: the epoch is cut short, validated and recorded. The first reason given counts. */
    void stop(String reason);

    /** Names of the metrics that an epoch has in this run: {@code loss}, the metrics, and with validation {@code val_loss}, … */
    List<String> metricNames();

    /** Learning rate of the last step that is done, or before the first that of the first; NaN if none is used. */
    double learningRate();

    /** What the learning rate of the file, by its schedule, is multiplied with. */
    double learningRateFactor();

    /**
     * Changes the learning rate of the steps to come.
     *
     * @param factor of the learning rate of the file, above 0
     */
    void learningRateFactor(double factor);

    /** A copy of the model as it is now. */
    ModelSnapshot snapshot();

    /** Goes back to a model as it was; what the optimizer remembers stays. */
    void restore(ModelSnapshot snapshot);

    /** Writes the weights as {@code Model.save} does. */
    void save(Path file);

    /** Tells the user something in a line. */
    void notice(String text);
}
