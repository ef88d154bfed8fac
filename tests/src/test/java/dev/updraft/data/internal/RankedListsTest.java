package dev.updraft.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Lists in the order of scores, and how good that order is. */
class RankedListsTest {
    private static final double SECOND = 1 / (Math.log(3) / Math.log(2));

    @Test
    void putTheHighestScoreFirstAndEqualOnesInTheOrderOfTheData() {
        var lists = new RankedLists(new byte[6], new int[] {0, 1, 0, 0, 1, 0});
        var scores = new float[] {-1, 5, 0f, -0f, 7, Float.POSITIVE_INFINITY};
        assertThat(lists.lists()).isEqualTo(2);
        assertThat(lists.ordered(0, scores)).containsExactly(5, 2, 3, 0);
        assertThat(lists.ordered(1, scores)).containsExactly(4, 1);
        scores[5] = Float.NEGATIVE_INFINITY;
        assertThat(lists.ordered(0, scores)).containsExactly(2, 3, 0, 5);
    }

    @Test
    void compareTheirOrderWithTheBest() {
        // A relevance of 2 is worth 3, of 1 it is worth 1, in the second place 1 / log2(3) of it.
        var lists = new RankedLists(new byte[] {1, 2, 0}, new int[] {0, 0, 0});
        var found = new float[] {3, 2, 1};
        assertThat(lists.ndcg(0, found, 10)).isCloseTo((1 + 3 * SECOND) / (3 + SECOND), within(1e-12));
        assertThat(lists.ndcg(0, found, 1)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(lists.ndcg(0, new float[] {2, 3, 1}, 10)).isEqualTo(1);
        assertThat(lists.best(0, 1)).isEqualTo(3);
    }

    @Test
    void areWellOrderedWhereNothingIsRelevantOrNothingElseIsThere() {
        var lists = new RankedLists(new byte[] {0, 0, 3, 2, 2}, new int[] {0, 0, 1, 2, 2});
        var scores = new float[] {1, 2, -5, 1, 1};
        assertThat(lists.ndcg(0, scores, 10)).isEqualTo(1);
        assertThat(lists.ndcg(1, scores, 10)).isEqualTo(1);
        assertThat(lists.ndcg(2, scores, 10)).isEqualTo(1);
        assertThat(lists.loss(scores, 10)).isZero();
    }

    @Test
    void haveNoLossWhereAScoreIsNoNumber() {
        assertThat(new RankedLists(new byte[2], new int[2]).loss(new float[] {1, Float.NaN}, 10))
                .isNaN();
    }

    @Test
    void knowTheHighestRelevance() {
        assertThat(new RankedLists(new byte[] {31}, new int[] {0}).gain(0)).isEqualTo(2147483647.0);
    }
}
