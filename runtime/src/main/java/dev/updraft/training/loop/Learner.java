package dev.updraft.training.loop;

import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model learns. The training loop counts epochs and steps, asks for metrics, saves and restores, and knows nothing
 * else of it: an epoch is a pass over the data and a step is one of the optimizer where a network {@link GradientLearner
 * descends a gradient}; for a learner that grows a tree at a time, or moves all centers at once, an epoch has that one
 * step.
 *
 * <p>How far it is, is in a {@link StepCounter}, which the learner moves on with every step and the loop with every epoch.
 */
public interface Learner extends AutoCloseable {

    /** Engine and device in words. */
    String engine();

    /** Before anything else: what is checked before has cost nothing. */
    void open();

    /**
     * How many epochs there are for it, once it is open.
     *
     * @param wanted as many as were asked for
     * @return at most as many, at least 1
     */
    default int epochs(int wanted) {
        return wanted;
    }

    /** How many steps an epoch has. */
    int steps();

    /**
     * Does steps of the epoch at hand; ends early if the thread is interrupted.
     *
     * @param position where it is; afterwards after the last step done
     * @param to the last step to do, counted in the epoch from 1
     * @param result hears of each
     * @throws TrainingException if it cannot go on, as when the loss is no longer a number
     */
    void train(StepCounter position, int to, StepResult result);

    /** What is to be known of what has been learnt, a line each. Asked after the last epoch. */
    default List<String> remarks() {
        return List.of();
    }

    /** Why there is nothing left to learn, in a line; null as long as there is. Asked after each epoch. */
    default @Nullable String ended() {
        return null;
    }

    /**
     * Compares predictions for the validation data, of which there must be some, with its targets.
     *
     * @param listeners hear how it goes
     * @return {@code into}
     */
    MetricAccumulator validate(MetricAccumulator into, List<TrainingListener> listeners);

    /**
     * Compares what the learner says of samples of the training that it had set aside by itself, such as those that a tree of a
     * forest did not see, with their targets. Asked once, at the end.
     *
     * @return {@code into}; null if it has set none aside, or nobody wants to know
     */
    default @Nullable MetricAccumulator outOfBag(MetricAccumulator into) {
        return null;
    }

    /**
     * Makes the model that which is validated and saved, if it is another than the one that is trained: one of averaged
     * weights.
     *
     * @return makes it again the one that is trained
     */
    Runnable present(StepCounter position);

    /** Makes the model what has been learnt so far, before it is saved; {@link #close} does so too. */
    default void flush() {}

    /** Learning rate of the last step that is done, or before the first that of the first; NaN for a learner that has none. */
    double learningRate(StepCounter position);

    /** What the learning rate of the file, by its schedule, is multiplied with from now on. */
    void learningRateFactor(double factor);

    /** A snapshot of the current model. */
    ModelSnapshot snapshot();

    /** Goes back to a snapshot of this model. */
    void restore(ModelSnapshot snapshot);

    /** Names of the files that it {@link #write writes} into a checkpoint, beside the model's. */
    List<String> files();

    /** Writes into a checkpoint all that the next step follows from but the model, which is saved beside it. */
    void write(Path checkpoint) throws IOException;

    /**
     * Opens model and state of a checkpoint.
     *
     * @param model the file in it that the model was saved to
     * @throws dev.updraft.weights.WeightsException if they do not fit or cannot be read
     */
    Stored open(Path checkpoint, String model);

    /** What a checkpoint holds: nothing has changed until it is loaded. */
    interface Stored extends AutoCloseable {
        /** Goes on from it. */
        void load();

        @Override
        void close();
    }

    @Override
    void close();
}
