package dev.updraft.compiler.layers;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes part in training, as a file asks for it. A {@code monitor} is a figure of an epoch, such as
 * {@code val_accuracy}; null for {@code val_loss}, or {@code loss} where there is no validation data.
 */
public sealed interface CallbackSettings {

    /** Which values of a monitored figure are better. */
    enum Mode {
        /** Small ones, but large ones of metrics that are better when larger. */
        AUTO,
        MIN,
        MAX
    }

    /**
     * Ends training when a figure no longer improves.
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
     * Lowers the learning rate when a figure no longer improves.
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

    private static void require(boolean holds, String what, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + expected + ", but is " + found);
        }
    }
}
