package dev.updraft.data.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers are counted as if they were written. */
class NumberCountsTest {
    @ParameterizedTest
    @CsvSource({"10, 100", "1000, 100", "5000, 10000", "100000, 10000"})
    void theyAreThoseOfTheirTexts(int different, int limit) {
        var random = new Random(3);
        var numbers = new NumberCounts(limit);
        var texts = new ValueCounts(limit);
        for (var i = 0; i < 20_000; i++) {
            var number = (random.nextInt(different) - different / 2) / 4.0;
            numbers.add(number == 0 && random.nextBoolean() ? -0.0 : number);
            texts.add(NumberCounts.written(number));
        }
        var counted = new ValueCounts(limit);
        numbers.addTo(counted);
        assertThat(counted.texts()).containsExactlyElementsOf(texts.texts());
        assertThat(counted.isComplete()).isEqualTo(texts.isComplete());
        assertThat(counted.isRepeated()).isEqualTo(texts.isRepeated());
        assertThat(texts.texts())
                .allSatisfy(text -> assertThat(counted.count(text)).isEqualTo(texts.count(text)));
    }
}
