package dev.updraft.compiler.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Philox.Block;
import org.junit.jupiter.api.Test;

class PhiloxTest {

    /** The known answers of philox4x32-10 that Random123 is published with. */
    @Test
    void givesThePublishedKnownAnswers() {
        assertThat(Philox.encrypt(new Block(0, 0, 0, 0), 0, 0))
                .isEqualTo(new Block(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
        assertThat(Philox.encrypt(new Block(-1, -1, -1, -1), -1, -1))
                .isEqualTo(new Block(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
        assertThat(Philox.encrypt(new Block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), 0xa4093822, 0x299f31d0))
                .isEqualTo(new Block(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
    }

    @Test
    void keyAndCounterHoldSeedStepStreamAndBlock() {
        assertThat(Philox.block(0x299f31d0_a4093822L, 0x03707344_13198a2eL, 0x85a308d3, 0x243f6a88L))
                .isEqualTo(new Block(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
    }

    @Test
    void fourNeighbouringElementsShareABlock() {
        var block = Philox.block(7, 3, 2, 5);
        for (var i = 0; i < 4; i++) {
            assertThat(Philox.uniform(7, 3, 2, 20 + i)).isEqualTo(Philox.uniform(block.word(i)));
        }
    }

    @Test
    void uniformNumbersFillTheUnitIntervalEvenly() {
        assertThat(Philox.uniform(0)).isEqualTo(0);
        assertThat(Philox.uniform(-1)).isLessThan(1).isGreaterThan(0.9999999f);
        var counts = new int[10];
        for (var element = 0; element < 100_000; element++) {
            counts[(int) (10 * Philox.uniform(1, 0, 0, element))]++;
        }
        // Five standard deviations of a binomial count: 5 · sqrt(100,000 · 0.1 · 0.9).
        for (var count : counts) {
            assertThat(count).isBetween(10_000 - 475, 10_000 + 475);
        }
    }
}
