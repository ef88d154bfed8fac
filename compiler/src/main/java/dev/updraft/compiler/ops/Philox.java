package dev.updraft.compiler.ops;

/**
 * The counter-based random number generator Philox4x32-10: a pure function of key and counter, so that any element of any
 * tensor can be computed alone, in any order, on any engine. Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011.
 *
 * <p>The key is the seed; the counter holds, from its first word on, the number of the block, the stream, and the step in
 * two words. A block gives four words: element {@code i} of a tensor takes word {@code i % 4} of block {@code i / 4}.
 */
public final class Philox {
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Philox() {}

    /** Four words: a counter, or what comes of it. */
    public record Block(int word0, int word1, int word2, int word3) {
        /** Word 0, 1, 2 or 3. */
        public int word(int index) {
            return switch (index & 3) {
                case 0 -> word0;
                case 1 -> word1;
                case 2 -> word2;
                default -> word3;
            };
        }
    }

    /**
     * Four random words.
     *
     * @param block element divided by 4, below 2^32
     */
    public static Block block(long seed, long step, int stream, long block) {
        return encrypt(
                new Block((int) block, stream, (int) step, (int) (step >>> 32)), (int) seed, (int) (seed >>> 32));
    }

    /**
     * The random number of one element, uniform on [0, 1).
     *
     * @param element the element's place in the whole tensor, all samples of the batch counted, below 2^34
     */
    public static float uniform(long seed, long step, int stream, long element) {
        return uniform(block(seed, step, stream, element >>> 2).word((int) element));
    }

    /** A word as a number on [0, 1): its upper 24 bits, as many as a float holds exactly. */
    public static float uniform(int word) {
        return (word >>> 8) * 0x1p-24f;
    }

    static Block encrypt(Block counter, int key0, int key1) {
        var word0 = counter.word0;
        var word1 = counter.word1;
        var word2 = counter.word2;
        var word3 = counter.word3;
        for (var round = 0; round < ROUNDS; round++) {
            var product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(word0);
            var product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(word2);
            word0 = (int) (product1 >>> 32) ^ word1 ^ (key0 + round * WEYL_0);
            word1 = (int) product1;
            word2 = (int) (product0 >>> 32) ^ word3 ^ (key1 + round * WEYL_1);
            word3 = (int) product0;
        }
        return new Block(word0, word1, word2, word3);
    }
}
