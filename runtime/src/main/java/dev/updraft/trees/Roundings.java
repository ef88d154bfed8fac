package dev.updraft.trees;

import dev.updraft.compiler.ops.Philox;

/**
 * Where rows round up. Each row has a random number, drawn once; trees and outputs shift all of them by steps of the golden ratio.
 * So roundings are independent between rows, which makes errors cancel out in sums, and spread evenly over the trees of a row.
 *
 * @param numbers per row a number from 0 to 65,535
 */
record Roundings(long seed, char[] numbers) {
    private static final int STREAM = 0x7267_0004;
    private static final int GOLDEN = 0x9E3779B1;
    private static final int NUMBERS_OF_BLOCK = 8;

    static Roundings of(long seed, int rows, Workers workers) {
        var numbers = new char[rows];
        workers.forRanges(rows, (from, to) -> {
            for (var row = from; row < to; row += NUMBERS_OF_BLOCK) {
                var block = Philox.block(seed, 0, STREAM, row / NUMBERS_OF_BLOCK);
                for (var i = 0; i < NUMBERS_OF_BLOCK && row + i < to; i++) {
                    numbers[row + i] = (char) (block.word(i >> 1) >>> (i & 1) * Character.SIZE);
                }
            }
        });
        return new Roundings(seed, numbers);
    }

    /** The shift of a tree's output. */
    int shift(int tree, int output) {
        return (tree * 31 + output) * GOLDEN >>> Character.SIZE;
    }

    /** What is added to a row's value before the fraction is cut off: above 0, below 1. */
    double of(int row, int shift) {
        return ((numbers[row] + shift & 0xffff) + 0.5) * 0x1p-16;
    }
}
