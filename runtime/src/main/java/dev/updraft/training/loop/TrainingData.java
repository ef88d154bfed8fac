package dev.updraft.training.loop;

import dev.updraft.data.Dataset;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a run learns from.
 *
 * @param validation what each epoch is validated on; null for nothing
 */
public record TrainingData(Dataset train, @Nullable Dataset validation) {

    /** What ends a pass over a data set whose thread was interrupted. */
    public static CancellationException interruption(int done, int batches, Dataset data) {
        return new CancellationException(
                "interrupted after " + done + " of " + batches + " batches of " + data.description());
    }
}
