package dev.updraft.compiler.layers;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes part in training, as a file asks for it. A {@code monitor} is a metric of an epoch, such as
 * {@code val_accuracy}; null for {@code val_loss}, or {@code loss} where there is no validation data.
 */
public sealed interface CallbackSettings {

    /** Whether it writes files, which several trainings side by side or in turn would write over one another. */
    default boolean writesFiles() {
        return switch (this) {
            case SaveBest _, SaveEvery _, CsvLog _, JsonLog _, TensorBoard _ -> true;
            case EarlyStopping _, ReduceOnPlateau _, TimeLimit _ -> false;
        };
    }

    /** Which values of a monitored metric are better. */
    enum Mode {
        /** Small ones, but large ones of metrics that are better when larger. */
        AUTO,
        MIN,
        MAX
    }

    /**
     * Ends training when a metric no longer improves.
     *
     * @param patience after so many epochs without improvement
     * @param minDelta how much better than the best so far is an improvement
     * @param restoreBest whether the model ends with the weights of the best epoch
     */
    record EarlyStopping(@Nullable String monitor, Mode mode, int patience, double minDelta, boolean restoreBest)
            implements CallbackSettings {
        public EarlyStopping {
            require(patience >= 0, "patience", patience, "at least 0");
            require(minDelta >= 0, "minDelta", minDelta, "at least 0");
        }
    }

    /**
     * Lowers the learning rate when a metric no longer improves.
     *
     * @param factor what the learning rate is multiplied with
     * @param patience after so many epochs without improvement
     * @param minDelta how much better than the best so far is an improvement
     * @param cooldown epochs after a reduction that are not counted
     * @param minLearningRate the learning rate goes no lower
     */
    record ReduceOnPlateau(
            @Nullable String monitor,
            Mode mode,
            double factor,
            int patience,
            double minDelta,
            int cooldown,
            double minLearningRate)
            implements CallbackSettings {
        public ReduceOnPlateau {
            require(factor > 0 && factor < 1, "factor", factor, "above 0 and below 1");
            require(patience >= 0, "patience", patience, "at least 0");
            require(minDelta >= 0, "minDelta", minDelta, "at least 0");
            require(cooldown >= 0, "cooldown", cooldown, "at least 0");
            require(minLearningRate >= 0, "minLearningRate", minLearningRate, "at least 0");
        }
    }

    /** Stops after a time, in the midst of an epoch if need be. */
    record TimeLimit(Duration limit) implements CallbackSettings {
        public TimeLimit {
            require(limit.isPositive(), "limit", limit, "above 0");
        }
    }

    /** Saves the model whenever a metric is better than ever. */
    record SaveBest(String file, @Nullable String monitor, Mode mode) implements CallbackSettings {}

    /**
     * Saves the model again and again.
     *
     * @param file {@code {epoch}} and {@code {step}} in it stand for their numbers
     * @param epochs epochs between saves; null for never
     * @param steps optimizer steps between saves; null for never
     */
    record SaveEvery(
            String file, @Nullable Integer epochs, @Nullable Integer steps) implements CallbackSettings {
        public SaveEvery {
            require(epochs == null || epochs >= 1, "epochs", String.valueOf(epochs), "at least 1");
            require(steps == null || steps >= 1, "steps", String.valueOf(steps), "at least 1");
        }
    }

    /** A table of the epochs' metrics. */
    record CsvLog(String file) implements CallbackSettings {}

    /** The epochs' metrics, a JSON object a line. */
    record JsonLog(String file) implements CallbackSettings {}

    /** Metrics of epochs and steps for TensorBoard. */
    record TensorBoard(String folder) implements CallbackSettings {}

    /** What it writes: a file or folder; null if nothing. */
    default @Nullable String output() {
        return switch (this) {
            case EarlyStopping _, ReduceOnPlateau _, TimeLimit _ -> null;
            case SaveBest(var file, var _, var _) -> file;
            case SaveEvery(var file, var _, var _) -> file;
            case CsvLog(var file) -> file;
            case JsonLog(var file) -> file;
            case TensorBoard(var folder) -> folder;
        };
    }

    /** How the name of what it writes ends. */
    default String ending() {
        return switch (this) {
            case EarlyStopping _, ReduceOnPlateau _, TimeLimit _, TensorBoard _ -> "";
            case SaveBest _, SaveEvery _ -> ".safetensors";
            case CsvLog _ -> ".csv";
            case JsonLog _ -> ".jsonl";
        };
    }

    private static void require(boolean holds, String what, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + expected + ", but is " + found);
        }
    }
}
