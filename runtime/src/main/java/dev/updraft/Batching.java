package dev.updraft;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a predictor puts calls of several threads together into batches. A call waits until a batch is full or the first of it
 * has waited long enough; the thread that fills it, or the first, computes for all. This pays where one batch is computed
 * faster than its samples one by one: on a GPU, and for wide dense layers. Choose no more samples than there are callers at a
 * time: otherwise each batch waits to the end.
 *
 * @param most samples of a batch; a call with as many or more goes alone
 * @param patience how long the first call of a batch waits for others; with {@link Duration#ZERO} only calls come together that
 *     arrive while all of the engine's threads are busy
 */
public record Batching(int most, Duration patience) {
    private static final int LIMIT = 256;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** @throws IllegalArgumentException if {@code most} is not from 1 to 256, or {@code patience} not from 0 to a minute */
    public Batching {
        if (most < 1 || most > LIMIT) {
            throw new IllegalArgumentException("a batch of up to " + most + " samples: expected from 1 to " + LIMIT);
        }
        if (requireNonNull(patience, "patience must not be null").isNegative() || patience.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("calls that wait for " + patience + ": expected from 0 to a minute");
        }
    }

    /** As the constructor: {@code Batching.upTo(64, Duration.ofMillis(2))}. */
    public static Batching upTo(int most, Duration patience) {
        return new Batching(most, patience);
    }
}
