package dev.updraft.checkpoints;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where a training saves all that it takes to go on, and whether it goes on from there.
 *
 * {@snippet :
 * model.fit(train, FitOptions.NONE.withCheckpoints(Checkpoints.in(folder).keep(5)));
 * model.fit(train, FitOptions.NONE.withCheckpoints(Checkpoints.resume(folder)));
 * }
 *
 * A checkpoint is saved when training begins and when it ends, at the end of an epoch and within long ones, but so seldom
 * that saving takes at most 2 % of the time in between.
 *
 * @param folder holds the checkpoints of one run; made if it is not there
 * @param keep how many of the newest stay, at least 1; the best stays too
 * @param interval how long to wait within an epoch, whatever saving costs; null for at least half a minute
 * @param best the metric by which the best is told, such as {@code val_accuracy}; null for {@code val_loss}, or {@code loss}
 *     where nothing is validated
 * @param resumes whether the run in the folder goes on; else there must be none
 */
public record Checkpoints(
        Path folder,
        int keep,
        @Nullable Duration interval,
        @Nullable String best,
        boolean resumes) {
    /** How many of the newest stay where nobody says otherwise. */
    public static final int KEPT = 3;

    public Checkpoints {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, but it is " + keep);
        }
        if (interval != null && interval.isNegative()) {
            throw new IllegalArgumentException("checkpoints cannot be " + interval + " apart");
        }
    }

    /** A new run, which saves into a folder without checkpoints. */
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder, KEPT, null, null, false);
    }

    /** The run in a folder goes on from its newest checkpoint, and goes on saving there. */
    public static Checkpoints resume(Path folder) {
        return new Checkpoints(folder, KEPT, null, null, true);
    }

    /** The same, of which so many of the newest stay. */
    public Checkpoints keep(int newest) {
        return new Checkpoints(folder, newest, interval, best, resumes);
    }

    /** The same, so far apart within an epoch. */
    public Checkpoints every(Duration apart) {
        return new Checkpoints(folder, keep, apart, best, resumes);
    }

    /** The same, the best of which is told by a metric such as {@code val_accuracy}; larger or smaller as that metric is. */
    public Checkpoints best(String metric) {
        return new Checkpoints(folder, keep, interval, metric, resumes);
    }
}
