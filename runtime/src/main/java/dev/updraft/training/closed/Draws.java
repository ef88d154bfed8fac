package dev.updraft.training.closed;

import dev.updraft.compiler.ops.Philox;

/** Random numbers one behind the other, which follow from a seed, a purpose and a number for what is done with them. */
final class Draws {
    private final long seed;
    private final long step;
    private final int stream;
    private long drawn;

    /**
     * @param stream what they are for
     * @param step of several such uses which one
     */
    Draws(long seed, int stream, long step) {
        this.seed = seed;
        this.stream = stream;
        this.step = step;
    }

    /** Uniform on [0, 1), of 53 bits. */
    double next() {
        var block = Philox.block(seed, step, stream, drawn++);
        return ((long) (block.word0() >>> 5) * (1L << 26) + (block.word1() >>> 6)) * 0x1p-53;
    }

    /** Uniform below a number. */
    int below(int bound) {
        return (int) (next() * bound);
    }

    /** So many of the first {@code all} numbers, in ascending order; all if there are no more. */
    int[] some(int count, int all) {
        var chosen = new int[Math.min(count, all)];
        var taken = 0;
        // Each is taken with the probability that leaves just enough behind it: Knuth, volume 2, algorithm S.
        for (var i = 0; taken < chosen.length; i++) {
            if (next() * (all - i) < chosen.length - taken) {
                chosen[taken++] = i;
            }
        }
        return chosen;
    }
}
