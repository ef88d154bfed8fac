package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.Shuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainValidationSplitTest {

    @Property(tries = 50)
    void anOrderIsAPermutation(@ForAll @IntRange(max = 300) int size, @ForAll long seed, @ForAll int epoch) {
        assertThat(Shuffle.order(size, seed, epoch)).containsExactlyInAnyOrder(Shuffle.none(size));
    }

    @Test
    void anOrderDependsOnSeedAndEpochAlone() {
        assertThat(Shuffle.order(100, 7, 3)).isEqualTo(Shuffle.order(100, 7, 3));
        assertThat(Shuffle.order(100, 7, 3)).isNotEqualTo(Shuffle.order(100, 7, 4));
        assertThat(Shuffle.order(100, 7, 3)).isNotEqualTo(Shuffle.order(100, 8, 3));
        assertThat(Shuffle.order(100, 7, 3)).isNotEqualTo(Shuffle.order(100, 8, 2));
    }

    @Test
    void allPermutationsAreAboutAsFrequent() {
        var counts = new int[6];
        for (var seed = 0; seed < 6000; seed++) {
            var order = Shuffle.order(3, seed, 0);
            counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
        }

        // 1000 expected of each; six standard deviations are 173.
        assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - 1000) < 173);
    }

    @Test
    void theSharesArePartsOfTheWholeThatDoNotOverlap() {
        var trainValidationSplit = TrainValidationSplit.of(numbers(50), 0.2, 1);

        assertThat(trainValidationSplit.train().size()).isEqualTo(40);
        assertThat(trainValidationSplit.validation().size()).isEqualTo(10);
        var all = new ArrayList<>(values(trainValidationSplit.train()));
        all.addAll(values(trainValidationSplit.validation()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(values(numbers(50)));
        assertThat(values(trainValidationSplit.validation()))
                .isNotEqualTo(values(numbers(50)).subList(40, 50));
    }

    @Test
    void theSameSeedGivesTheSameShares() {
        assertThat(values(TrainValidationSplit.of(numbers(50), 0.2, 1).train()))
                .isEqualTo(values(TrainValidationSplit.of(numbers(50), 0.2, 1).train()));
        assertThat(values(TrainValidationSplit.of(numbers(50), 0.2, 1).train()))
                .isNotEqualTo(
                        values(TrainValidationSplit.of(numbers(50), 0.2, 2).train()));
    }

    @Test
    void aShareOfFewSamplesIsAtLeastOne() {
        assertThat(TrainValidationSplit.of(numbers(3), 0.01, 1).validation().size())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, 1.5, Double.NaN})
    void whatIsNoShareIsRefused(double share) {
        assertThatThrownBy(() -> TrainValidationSplit.of(numbers(3), share, 1)).isInstanceOf(DataException.class);
    }

    @Test
    void someSamplesMustRemain() {
        assertThatThrownBy(() -> TrainValidationSplit.of(numbers(1), 0.1, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has 1 sample, and a validation split of 0.1 leaves none");
    }

    private static Dataset numbers(int size) {
        return new Numbers(size, Shape.of(1));
    }

    private static List<Float> values(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToObj(index -> Samples.input(data, index)[0])
                .toList();
    }
}
