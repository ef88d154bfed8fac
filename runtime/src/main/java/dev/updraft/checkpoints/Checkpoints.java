package dev.updraft.checkpoints;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where a training saves checkpoints, and whether it resumes from them.
 *
 * {@snippet :
 * model.fit(train, FitOptions.NONE.withCheckpoints(Checkpoints.in(folder).keep(5)));
 * model.fit(train, FitOptions.NONE.withCheckpoints(Checkpoints.resume(folder)));
 * }
 *
 * A checkpoint is saved when training starts and ends, at the end of an epoch and during long ones, but only as often as
 * saving takes at most 2 % of the time.
 *
 * @param folder the folder for the checkpoints of one run; created if it does not exist
 * @param keep number of newest checkpoints to keep, at least 1, in addition to the best
 * @param interval time between checkpoints within an epoch, whatever saving costs; null for at least 30 seconds
 * @param best the metric that decides the best checkpoint, such as {@code val_accuracy}; null for {@code val_loss}, or
 *     {@code loss} without validation
 * @param resumes whether to resume the run in the folder; otherwise there must be none
 */
public record Checkpoints(
        Path folder,
        int keep,
        @Nullable Duration interval,
        @Nullable String best,
        boolean resumes) {
    /** The default number of newest checkpoints to keep. */
    public static final int KEPT = 3;

    public Checkpoints {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, but it is " + keep);
        }
        if (interval != null && interval.isNegative()) {
            throw new IllegalArgumentException("checkpoints cannot be " + interval + " apart");
        }
    }

    /** A new run, which saves to a folder without checkpoints. */
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder, KEPT, null, null, false);
    }

    /** Resumes the run in a folder from its newest checkpoint, and keeps saving there. */
    public static Checkpoints resume(Path folder) {
        return new Checkpoints(folder, KEPT, null, null, true);
    }

    /** A copy that keeps the given number of newest checkpoints. */
    public Checkpoints keep(int newest) {
        return new Checkpoints(folder, newest, interval, best, resumes);
    }

    /** A copy with the given interval within an epoch. */
    public Checkpoints every(Duration apart) {
        return new Checkpoints(folder, keep, apart, best, resumes);
    }

    /** A copy that decides the best checkpoint by a metric such as {@code val_accuracy}. */
    public Checkpoints best(String metric) {
        return new Checkpoints(folder, keep, interval, metric, resumes);
    }
}
