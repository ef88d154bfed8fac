package dev.updraft;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a predictor batches calls of several threads. A call waits until the batch is full or its first call has waited long
 * enough; the thread that fills it, or the first, computes for all. This pays off if a batch is computed faster than its
 * samples one by one: on a GPU, and for wide dense layers. Do not use more samples than there are concurrent callers:
 * otherwise every batch waits for the full time.
 *
 * @param most maximum number of samples in a batch; a call with as many or more is computed alone
 * @param patience how long the first call of a batch waits for others; with {@link Duration#ZERO} only calls that arrive
 *     while all of the engine's threads are busy are batched
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

    /** Same as the constructor: {@code Batching.upTo(64, Duration.ofMillis(2))}. */
    public static Batching upTo(int most, Duration patience) {
        return new Batching(most, patience);
    }
}
