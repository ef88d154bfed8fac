package dev.updraft.training;

import dev.updraft.history.History;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event for a {@link TrainingListener}. Epochs and steps count from 1. */
public sealed interface TrainingEvent {

    /**
     * Everything is checked and training starts.
     *
     * @param model the model's name
     * @param engine engine and device in words
     * @param data description of the training data
     * @param samples number of training samples
     * @param validationSamples number of validation samples; 0 for none
     * @param firstEpoch number of the first epoch to come, 1 unless the model has been trained before
     * @param lastEpoch number of the last epoch to come
     * @param batchSize samples per step
     * @param steps steps per epoch
     * @param seed seed for weights, order and dropout
     * @param atOnce whether all has been learnt already, from the whole data at once: the only epoch measures it
     * @param earlier epochs of this run that were completed before, if it is resumed
     */
    record RunStarted(
            String model,
            String engine,
            String data,
            int samples,
            int validationSamples,
            int firstEpoch,
            int lastEpoch,
            int batchSize,
            int steps,
            long seed,
            boolean atOnce,
            List<History.Epoch> earlier)
            implements TrainingEvent {
        public RunStarted {
            earlier = List.copyOf(earlier);
        }
    }

    /**
     * An epoch starts.
     *
     * @param epoch its number
     * @param lastEpoch number of the last one
     * @param steps steps it takes
     */
    record EpochStarted(int epoch, int lastEpoch, int steps) implements TrainingEvent {}

    /**
     * A training step is done.
     *
     * @param epoch number of the epoch
     * @param step number of the step in its epoch
     * @param steps steps of the epoch
     * @param running metrics of the epoch so far; to be read during the call
     */
    record StepFinished(int epoch, int step, int steps, Running running) implements TrainingEvent {}

    /**
     * A batch of an evaluation, or of the validation after an epoch, is done.
     *
     * @param step number of completed batches
     * @param steps number of batches
     * @param running metrics so far; to be read during the call
     */
    record EvaluationProgress(int step, int steps, Running running) implements TrainingEvent {}

    /**
     * An epoch and its validation are done.
     *
     * @param epoch its metrics
     * @param lastEpoch number of the last one
     */
    record EpochFinished(History.Epoch epoch, int lastEpoch) implements TrainingEvent {}

    /**
     * A message from a callback.
     *
     * @param text a line
     */
    record Notice(String text) implements TrainingEvent {}

    /**
     * A checkpoint was saved, or could not be.
     *
     * @param path the checkpoint, or the folder in which saving failed
     * @param problem why it could not be saved; null if it was
     */
    record Checkpoint(Path path, @Nullable String problem) implements TrainingEvent {}

    /**
     * Training is done.
     *
     * @param history all epochs of this run
     */
    record RunFinished(History history) implements TrainingEvent {}

    /** Metrics of a pass so far, computed when asked for. */
    interface Running {
        /** Mean loss over the samples so far. */
        double loss();

        /** Metrics of the samples so far, by name, in the order of the file, but for those that sort all samples. */
        Map<String, Double> metrics();
    }
}
