package dev.updraft.data.internal.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpilledFloatsTest {
    private static final int COUNT = 150_000;

    private static float[] random(int kind) {
        var random = new Random(kind);
        var values = new float[COUNT];
        for (var i = 0; i < COUNT; i++) {
            values[i] = switch (kind) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> random.nextInt(300) - 150;
                case 2 -> (float) random.nextGaussian();
                default -> 3;
            };
            values[i] = Float.isNaN(values[i]) || values[i] == 0 ? 0 : values[i];
        }
        return values;
    }

    private static SpilledFloats spilled(float[] values) {
        var spilled = new SpilledFloats(SpillFile.create("test"));
        spilled.add(Arrays.copyOf(values, 1000), 700);
        spilled.add(Arrays.copyOfRange(values, 700, COUNT), COUNT - 700);
        return spilled;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void placesAreThoseOfTheSortedNumbers(int kind) {
        var values = random(kind);
        var spilled = spilled(values);
        Arrays.sort(values);
        var ranks = LongStream.concat(LongStream.of(0, 0, COUNT - 1), new Random(1).longs(500, 0, COUNT))
                .sorted()
                .toArray();
        var expected = new float[ranks.length];
        for (var i = 0; i < ranks.length; i++) {
            expected[i] = values[(int) ranks[i]];
        }
        assertThat(spilled.size()).isEqualTo(COUNT);
        assertThat(spilled.at(ranks)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void allAreCountedInOrder(int kind) {
        var values = random(kind);
        var spilled = spilled(values);
        Arrays.sort(values);
        var found = new ArrayList<Float>();
        spilled.forEach((value, before, count) -> {
            assertThat(before).isEqualTo(found.size());
            for (var i = 0; i < count; i++) {
                found.add(value);
            }
        });
        List<Float> expected = new ArrayList<>();
        for (var value : values) {
            expected.add(value);
        }
        assertThat(found).isEqualTo(expected);
    }
}
