package dev.updraft.data.batches;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Flowers;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.TrainValidationSplit;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private static List<TrainValidationSplit> folds(Dataset data, int count, long seed) {
        return Folds.of(data, DataSplit.none(), new DataSpec(List.of(), List.of(), List.of()), count, seed);
    }

    @Property(tries = 50)
    void everySampleIsSetAsideOnceAndClassesAreSpreadEvenly(
            @ForAll @IntRange(min = 2, max = 9) int count,
            @ForAll @IntRange(min = 9, max = 120) int size,
            @ForAll long seed) {
        var data = new Flowers(size);
        var all = new ArrayList<Float>();
        var perFold = new ArrayList<int[]>();
        for (var trainValidationSplit : folds(data, count, seed)) {
            assertThat(trainValidationSplit.train().size()
                            + trainValidationSplit.validation().size())
                    .isEqualTo(size);
            assertThat(trainValidationSplit.train().size()).isBetween(size - size / count - 1, size - size / count);
            var aside = samples(trainValidationSplit.validation());
            assertThat(samples(trainValidationSplit.train())).doesNotContainAnyElementsOf(aside);
            all.addAll(aside);
            perFold.add(classes(trainValidationSplit.validation()));
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(samples(data));
        for (var kind = 0; kind < 3; kind++) {
            var label = kind;
            var most = perFold.stream().mapToInt(counts -> counts[label]).max().orElseThrow();
            assertThat(perFold).allMatch(counts -> counts[label] >= most - 1);
        }
    }

    @Test
    void theSameSeedMakesTheSameParts() {
        var data = new Flowers(50);
        var first = folds(data, 5, 3).getFirst().validation();
        assertThat(samples(folds(data, 5, 3).getFirst().validation())).isEqualTo(samples(first));
        assertThat(samples(folds(data, 5, 4).getFirst().validation())).isNotEqualTo(samples(first));
    }

    @Test
    void aPartKnowsWhatItsSamplesAreCalled() {
        var trainValidationSplit = folds(new Flowers(10), 2, 1).getFirst();
        var names = new ArrayList<String>();
        for (var i = 0; i < trainValidationSplit.validation().size(); i++) {
            names.add(trainValidationSplit.validation().sampleName(i));
        }
        assertThat(names).doesNotHaveDuplicates().hasSize(5);
        assertThat(names).isNotEqualTo(List.of("#1", "#2", "#3", "#4", "#5"));
        assertThat(trainValidationSplit.validation().description()).isEqualTo("flowers (fold 1 of 2)");
    }

    @Test
    void tooFewFoldsOrSamplesAreRefused() {
        assertThatThrownBy(() -> folds(new Flowers(10), 1, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at least 2 folds");
        assertThatThrownBy(() -> folds(new Flowers(3), 4, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3 samples, too few for 4 folds");
    }

    private static List<Float> samples(Dataset data) {
        var samples = new ArrayList<Float>();
        try (var arena = Arena.ofConfined()) {
            var input = arena.allocate(JAVA_FLOAT, 2);
            for (var i = 0; i < data.size(); i++) {
                data.copyInput(0, i, input, 0);
                samples.add(input.get(JAVA_FLOAT, 0));
            }
        }
        return samples;
    }

    private static int[] classes(Dataset data) {
        var counts = new int[3];
        try (var arena = Arena.ofConfined()) {
            var target = arena.allocate(JAVA_INT);
            for (var i = 0; i < data.size(); i++) {
                data.copyTarget(0, i, target, 0);
                counts[target.get(JAVA_INT, 0)]++;
            }
        }
        return counts;
    }
}
