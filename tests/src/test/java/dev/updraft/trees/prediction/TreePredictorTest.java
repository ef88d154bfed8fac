package dev.updraft.trees.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of trees against those of a plain walk: the same bits, whatever the trees and however many rows. */
class TreePredictorTest {
    private static final List<Integer> ROWS = List.of(1, 2, 7, 8, 9, 63, 64, 65, 127, 500, 1024);

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "3, 3"})
    void sumsAreThoseOfAWalk(int outputs, int leafSize) {
        for (var seed = 0; seed < 6; seed++) {
            for (var withSets : List.of(false, true)) {
                var random = new Random(seed);
                var trees = new RandomTrees(random, 5, outputs, leafSize, withSets);
                for (var leaves : List.of(1, 2, 3, 31, 32, 33, 64, 65, 96, 97, 128, 129, 300)) {
                    trees.add(leaves, false);
                }
                trees.add(40, true);
                trees.add(200, true);
                trees.repeat(3);
                check(trees, 5, outputs, random);
            }
        }
    }

    @Test
    void manyTreesOfFewFeatures() {
        var random = new Random(1);
        var trees = new RandomTrees(random, 1, 1, 1, false);
        for (var i = 0; i < 50; i++) {
            trees.add(1 + random.nextInt(64), false);
        }
        check(trees, 1, 1, random);
    }

    @Test
    void noTrees() {
        var random = new Random(1);
        check(new RandomTrees(random, 2, 2, 1, false), 2, 2, random);
    }

    private static void check(RandomTrees trees, int features, int outputs, Random random) {
        var predictor = new TreePredictor(trees.arrays());
        for (var most : ROWS) {
            var block = predictor.block(most);
            var rows = Math.min(most, block.capacity());
            // What was there before does not matter.
            for (var round = 0; round < 2; round++) {
                var count = rows - round * (rows / 3);
                var expected = new float[count * outputs];
                for (var row = 0; row < count; row++) {
                    var values = new float[features];
                    var sums = new float[outputs];
                    for (var i = 0; i < features; i++) {
                        values[i] = trees.value();
                        block.bits()[row * features + i] = Float.floatToRawIntBits(values[i]);
                    }
                    for (var i = 0; i < outputs; i++) {
                        sums[i] = random.nextFloat();
                        block.sums()[row * outputs + i] = sums[i];
                    }
                    trees.addTo(values, sums);
                    System.arraycopy(sums, 0, expected, row * outputs, outputs);
                }
                predictor.add(block, count);
                assertThat(block.sums()).startsWith(expected);
            }
        }
    }

    @Test
    void nothingIsAllocated() {
        var random = new Random(1);
        var trees = new RandomTrees(random, 5, 1, 1, true);
        for (var i = 0; i < 20; i++) {
            trees.add(40, false);
        }
        var predictor = new TreePredictor(trees.arrays());
        var block = predictor.block(256);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        thread.getCurrentThreadAllocatedBytes();
        predictor.add(block, 1);
        predictor.add(block, 256);
        var before = thread.getCurrentThreadAllocatedBytes();
        for (var i = 0; i < 100; i++) {
            predictor.add(block, 1);
            predictor.add(block, 256);
        }
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(100);
    }

    @Test
    void treesThatNodesShareDoNotGrow() {
        // Each of 60 nodes leads to the next pair by both ways: 2^60 ways, 122 nodes.
        var pairs = 60;
        var nodes = new float[(2 * pairs + 3) * 4];
        for (var node = 0; node < 2 * pairs + 1; node++) {
            nodes[node * 4] = node % 2;
            nodes[node * 4 + 1] = 0.5f;
            nodes[node * 4 + 2] = (node + 1) / 2 * 2 + 1;
        }
        for (var leaf = 0; leaf < 2; leaf++) {
            nodes[(2 * pairs + 1 + leaf) * 4] = -1;
            nodes[(2 * pairs + 1 + leaf) * 4 + 2] = leaf;
        }
        var predictor = new TreePredictor(arrays(new float[] {0}, nodes, new float[] {1, 10}));
        var block = predictor.block(2);
        block.bits()[0] = Float.floatToRawIntBits(0);
        block.bits()[1] = Float.floatToRawIntBits(0);
        block.bits()[2] = Float.floatToRawIntBits(1);
        block.bits()[3] = Float.floatToRawIntBits(1);
        predictor.add(block, 2);
        assertThat(block.sums()).containsExactly(1, 10);
    }

    @Test
    void arraysThatAreNoTreesAreRefused() {
        var leaf = new float[] {0, 0.5f, 1, 0, -1, 0, 0, 0, -1, 0, 1, 0};
        assertThatThrownBy(() -> new TreePredictor(arrays(new float[] {7}, leaf, new float[] {1, 2})))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new TreePredictor(arrays(new float[] {0}, leaf, new float[] {1})))
                .isInstanceOf(IndexOutOfBoundsException.class);
        var loop = new float[] {0, 0.5f, 0, 0, -1, 0, 0, 0};
        assertThatThrownBy(() -> new TreePredictor(arrays(new float[] {0}, loop, new float[] {1})))
                .hasMessage("these are no trees: node 0 asks about feature 0 of 2, and leads to node 0");
        var beyond = new float[] {2, 0.5f, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0};
        assertThatThrownBy(() -> new TreePredictor(arrays(new float[] {0}, beyond, new float[] {1})))
                .hasMessage("these are no trees: node 0 asks about feature 2 of 2, and leads to node 1");
        var set = new float[] {0, 0, 1, 2, -1, 0, 0, 0, -1, 0, 0, 0};
        assertThatThrownBy(() -> new TreePredictor(arrays(new float[] {0}, set, new float[] {1})))
                .hasMessage("a node asks about a set, and there are none");
    }

    private static TreeArrays arrays(float[] roots, float[] nodes, float[] leaves) {
        return new TreeArrays(
                MemorySegment.ofArray(roots),
                MemorySegment.ofArray(nodes),
                MemorySegment.ofArray(leaves),
                null,
                2,
                1,
                1);
    }
}
