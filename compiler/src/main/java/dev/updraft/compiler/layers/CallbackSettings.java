package dev.updraft.compiler.layers;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A callback as declared in a file. A {@code monitor} is a metric of an epoch, such as
 * {@code val_accuracy}; null for {@code val_loss}, or {@code loss} where there is no validation data.
 */
public sealed interface CallbackSettings {

    /** Whether it writes files, which several trainings would overwrite. */
    default boolean writesFiles() {
        return switch (this) {
            case SaveBest _, SaveEvery _, CsvLog _, JsonLog _, TensorBoard _ -> true;
            case EarlyStopping _, ReduceOnPlateau _, TimeLimit _ -> false;
        };
    }

    /** Which values of a monitored metric are better. */
    enum Mode {
        /** Chosen by the metric. */
        AUTO,
        MIN,
        MAX
    }

    /**
     * Ends training when a metric no longer improves.
     *
     * @param patience epochs without improvement before it acts
     * @param minDelta smallest change that counts as an improvement
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
     * @param factor factor for the learning rate
     * @param patience epochs without improvement before it acts
     * @param minDelta smallest change that counts as an improvement
     * @param cooldown epochs after a reduction that are not counted
     * @param minLearningRate lower bound of the learning rate
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

    /** Stops after the given time, in the middle of an epoch if necessary. */
    record TimeLimit(Duration limit) implements CallbackSettings {
        public TimeLimit {
            require(limit.isPositive(), "limit", limit, "above 0");
        }
    }

    /** Saves the model whenever a metric reaches a new best. */
    record SaveBest(String file, @Nullable String monitor, Mode mode) implements CallbackSettings {}

    /**
     * Saves the model at a fixed interval.
     *
     * @param file a file name, in which {@code {epoch}} and {@code {step}} are replaced by their numbers
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

    /** A CSV table with one row of metrics per epoch. */
    record CsvLog(String file) implements CallbackSettings {}

    /** The metrics of each epoch, one JSON object per line. */
    record JsonLog(String file) implements CallbackSettings {}

    /** Metrics of epochs and steps for TensorBoard. */
    record TensorBoard(String folder) implements CallbackSettings {}

    /** The file or folder that it writes; null if none. */
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

    /** The suffix of the file that it writes. */
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
