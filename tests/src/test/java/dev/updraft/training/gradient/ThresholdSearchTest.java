package dev.updraft.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.DecisionThreshold.Measure;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdSearchTest {

    /** As the definitions say. */
    private static double value(
            Measure measure, float[] probabilities, boolean[] seconds, double[] weights, double threshold) {
        var counts = new double[2][2];
        for (var i = 0; i < probabilities.length; i++) {
            counts[seconds[i] ? 1 : 0][probabilities[i] >= threshold ? 1 : 0] += weights[i];
        }
        var sensitivity = counts[1][1] / (counts[1][0] + counts[1][1]);
        var specificity = counts[0][0] / (counts[0][0] + counts[0][1]);
        var precision = counts[1][1] / (counts[0][1] + counts[1][1]);
        return switch (measure) {
            case ACCURACY ->
                (counts[0][0] + counts[1][1]) / DoubleStream.of(weights).sum();
            case BALANCED_ACCURACY -> (sensitivity + specificity) / 2;
            case F1 -> counts[1][1] == 0 ? 0 : 2 * precision * sensitivity / (precision + sensitivity);
            case YOUDEN -> sensitivity + specificity - 1;
        };
    }

    @ParameterizedTest
    @EnumSource
    void noThresholdIsBetter(Measure measure) {
        for (var seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var count = 4 + random.nextInt(30);
            var probabilities = new float[count];
            var seconds = new boolean[count];
            var weights = new double[count];
            var search = new ThresholdSearch();
            for (var i = 0; i < count; i++) {
                // With ties, and the ends of the range.
                probabilities[i] = random.nextInt(11) / 10f;
                seconds[i] = i == 0 || (i != 1 && random.nextFloat() < probabilities[i]);
                weights[i] = seed % 2 == 0 ? 1 : random.nextInt(3) + (i < 2 ? 1 : 0);
                search.add(probabilities[i], seconds[i], weights[i]);
            }
            var found = search.best(measure);
            assertThat(found.threshold()).isGreaterThan(0).isLessThan(1);
            assertThat(value(measure, probabilities, seconds, weights, found.threshold()))
                    .isCloseTo(found.value(), within(1e-12));
            for (var threshold = 0.001; threshold < 1; threshold += 0.001) {
                assertThat(value(measure, probabilities, seconds, weights, threshold))
                        .isLessThanOrEqualTo(found.value() + 1e-12);
            }
        }
    }

    @Test
    void ofEquallyGoodOnesTheNearestToOneHalfIsTaken() {
        var search = new ThresholdSearch();
        search.add(0.1f, false, 1);
        search.add(0.4f, true, 1);
        search.add(0.5f, false, 1);
        search.add(0.9f, true, 1);
        // 0.25 and 0.7 are right about three of four.
        assertThat(search.best(Measure.ACCURACY).threshold()).isCloseTo(0.7, within(1e-6));
    }

    @Test
    void ofOneClassThereIsNone() {
        var search = new ThresholdSearch();
        search.add(0.1f, true, 1);
        search.add(0.9f, true, 1);
        search.add(0.9f, false, 0);
        assertThat(search.best(Measure.F1).threshold()).isNaN();
    }
}
