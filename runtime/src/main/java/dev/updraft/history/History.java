package dev.updraft.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a training went.
 *
 * @param epochs one entry an epoch, in order
 * @param seconds wall-clock time of the whole, validation included
 * @param stopped why it ended before its last epoch, in words; null if it did not
 * @param resumed where it went on from a checkpoint; null if it did not. Epochs and seconds before that are counted too
 */
public record History(
        List<Epoch> epochs,
        double seconds,
        @Nullable String stopped,
        @Nullable Resumption resumed) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /** Of a training in one go. */
    public History(List<Epoch> epochs, double seconds, @Nullable String stopped) {
        this(epochs, seconds, stopped, null);
    }

    /**
     * Where a training went on.
     *
     * @param epoch number of the last epoch that was done; 0 before the first
     * @param steps of the next epoch that were done
     * @param seconds wall-clock time until then
     */
    public record Resumption(int epoch, int steps, double seconds) {}

    /** The learning curves, to look at: {@code history.plot().save(Path.of("curves.svg"))}. */
    public Plot plot() {
        return Plot.of(this);
    }

    /**
     * One pass over the training data.
     *
     * @param number from 1; a second {@code fit} of the same model counts on
     * @param loss mean over the samples of the losses before each step, as in Keras
     * @param metrics of the predictions before each step, by name, in the order of the file
     * @param validationLoss of the validation data after the epoch; null without
     * @param validationMetrics likewise; empty without
     * @param seconds wall-clock time of the training steps, without validation
     * @param stepsPerSecond training steps by {@code seconds}
     * @param learningRate of the last step
     */
    public record Epoch(
            int number,
            double loss,
            Map<String, Double> metrics,
            @Nullable Double validationLoss,
            Map<String, Double> validationMetrics,
            double seconds,
            double stepsPerSecond,
            double learningRate) {
        public Epoch {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            validationMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(validationMetrics));
        }

        /** All metrics by the names Keras gives them: {@code loss}, {@code accuracy}, {@code val_loss}, … */
        public Map<String, Double> allMetrics() {
            var metricValues = new LinkedHashMap<String, Double>();
            metricValues.put("loss", loss);
            metricValues.putAll(metrics);
            if (validationLoss != null) {
                metricValues.put("val_loss", validationLoss);
            }
            validationMetrics.forEach((name, value) -> metricValues.put("val_" + name, value));
            return metricValues;
        }
    }
}
