package dev.updraft.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The history of a training.
 *
 * @param epochs one entry per epoch, in order
 * @param seconds total wall-clock time, including validation
 * @param stopped why it ended before its last epoch; null if it did not
 * @param resumed where it was resumed from a checkpoint; null if it was not. Earlier epochs and seconds are included
 * @param outOfBag of a forest with {@code out_of_bag: true} the metrics of trees that did not see a sample; else null
 */
public record History(
        List<Epoch> epochs,
        double seconds,
        @Nullable String stopped,
        @Nullable Resumption resumed,
        @Nullable OutOfBag outOfBag) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /** For a training that was not resumed. */
    public History(List<Epoch> epochs, double seconds, @Nullable String stopped) {
        this(epochs, seconds, stopped, null, null);
    }

    /** For a training without samples that were out of bag. */
    public History(List<Epoch> epochs, double seconds, @Nullable String stopped, @Nullable Resumption resumed) {
        this(epochs, seconds, stopped, resumed, null);
    }

    /**
     * How good the trees of a forest are on samples that they did not see: each sample is predicted by those trees alone that were
     * grown without it.
     *
     * @param samples how many samples there are that some tree did not see
     * @param loss their mean loss
     * @param metrics by name, in the order of the file
     */
    public record OutOfBag(long samples, double loss, Map<String, Double> metrics) {
        public OutOfBag {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    /**
     * The point at which a training was resumed.
     *
     * @param epoch number of the last completed epoch; 0 before the first
     * @param steps completed steps of the next epoch
     * @param seconds wall-clock time until then
     */
    public record Resumption(int epoch, int steps, double seconds) {}

    /** The learning curves: {@code history.plot().save(Path.of("curves.svg"))}. */
    public Plot plot() {
        return Plot.of(this);
    }

    /**
     * One pass over the training data.
     *
     * @param number from 1; a second {@code fit} of the same model continues counting
     * @param loss mean over the samples of the losses before each step, as in Keras
     * @param metrics metrics of the predictions before each step, by name, in the order of the file
     * @param validationLoss loss on the validation data after the epoch; null without validation
     * @param validationMetrics metrics on the validation data; empty without validation
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

        /** All metrics by their Keras names: {@code loss}, {@code accuracy}, {@code val_loss}, … */
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
