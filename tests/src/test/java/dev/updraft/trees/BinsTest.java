package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bins of features. */
class BinsTest {
    private static BinnedFeatures bin(float[] values, int maxBins, int threads) {
        try (var workers = new Workers(threads)) {
            return BinnedFeatures.of(FeatureSource.of(values, 1), List.of(Feature.numeric("x")), maxBins, workers);
        }
    }

    @Test
    void oneBinPerValueWithThresholdsHalfway() {
        var data = bin(new float[] {4, 1, Float.NaN, 2, 1, -3, 4}, 255, 1);
        assertThat(data.bins(0).thresholds()).containsExactly(-1, 1.5f, 3);
        assertThat(data.column(0)).containsExactly(4, 2, 0, 3, 2, 1, 4);
    }

    @Test
    void aRareValueOfManyRowsHasItsBin() {
        var values = new float[1_000_000];
        Arrays.fill(values, 1);
        values[777_777] = 2;
        values[3] = Float.NEGATIVE_INFINITY;
        assertThat(bin(values, 3, 2).bins(0).thresholds()).containsExactly(Float.NEGATIVE_INFINITY, 1.5f);
    }

    @Test
    void thresholdsSeparateNeighbours() {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++) {
            var lower = Float.intBitsToFloat(random.nextInt());
            var upper = i % 2 == 0 ? Math.nextUp(lower) : Float.intBitsToFloat(random.nextInt());
            if (lower < upper) {
                var threshold = FeatureBins.between(lower, upper);
                assertThat(lower <= threshold && threshold < upper)
                        .as("%s between %s and %s", threshold, lower, upper)
                        .isTrue();
            }
        }
    }

    @Test
    void binsHoldAboutEquallyManyRows() {
        var random = new Random(2);
        var values = new float[500_000];
        for (var i = 0; i < values.length; i++) {
            values[i] = i % 3 == 0 ? 0 : (float) random.nextGaussian();
        }
        var data = bin(values, 64, 2);
        var counts = new int[data.bins(0).count()];
        for (var row = 0; row < values.length; row++) {
            counts[data.bin(0, row)]++;
        }
        assertThat(counts.length).isBetween(60, 65);
        assertThat(counts[FeatureBins.MISSING]).isZero();
        var ofZero = data.bin(0, 0);
        for (var bin = 1; bin < counts.length; bin++) {
            // Zeros have a bin, with less than half a bin of others; the rest is 2/3 of the rows in 63 bins.
            assertThat(counts[bin]).isBetween(bin == ofZero ? 166_666 : 4000, bin == ofZero ? 170_000 : 6600);
        }
    }

    @Test
    void binsAreWhereThresholdsSay() {
        var table = Table.numeric(40_000, 3, 100_000, true, new Random(3));
        try (var workers = new Workers(2)) {
            for (var maxBins : List.of(2, 3, 255, 256, 5000, 65_535)) {
                var data = table.binned(maxBins, workers);
                for (var row = 0; row < table.rows(); row++) {
                    for (var f = 0; f < 3; f++) {
                        var x = table.value(row, f);
                        var bin = data.bin(f, row);
                        var right = bin == FeatureBins.MISSING
                                ? Float.isNaN(x)
                                : x <= data.bins(f).above(bin)
                                        && (bin == 1 || x > data.bins(f).above(bin - 1));
                        if (!right) {
                            fail("%s is in bin %s of %s".formatted(x, bin, maxBins));
                        }
                    }
                }
                assertThat(data.bins(0).count()).isBetween(2, maxBins + 1);
            }
        }
    }

    @Test
    void sameForAnyNumberOfThreadsAndSizeOfBlocks() {
        var table = Table.numeric(600_000, 2, 1 << 20, true, new Random(4));
        try (var one = new Workers(1);
                var three = new Workers(3)) {
            var expected = table.binned(255, one);
            var actual = BinnedFeatures.of(inBlocksOf(999, table), table.features(), 255, three);
            for (var f = 0; f < 2; f++) {
                assertThat(actual.bins(f).thresholds())
                        .containsExactly(expected.bins(f).thresholds());
                assertThat(actual.column(f)).isEqualTo(expected.column(f));
            }
            assertThat(actual.rowMajor().mismatch(expected.rowMajor())).isEqualTo(-1);
        }
    }

    private static FeatureSource inBlocksOf(int rows, Table table) {
        return new FeatureSource() {
            @Override
            public int rows() {
                return table.rows();
            }

            @Override
            public int features() {
                return table.width();
            }

            @Override
            public void forEachBlock(BlockConsumer consumer) {
                for (var from = 0; from < rows(); from += rows) {
                    var count = Math.min(rows, rows() - from);
                    var start = from * features();
                    consumer.accept(Arrays.copyOfRange(table.values(), start, start + count * features()), from, count);
                }
            }
        };
    }

    @Test
    void numbersAreSorted() {
        var random = new Random(5);
        var values = new float[10_000];
        var expected = new ArrayList<Float>();
        for (var i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
            if (!Float.isNaN(values[i])) {
                expected.add(values[i] + 0f);
            }
        }
        expected.sort(null);
        var count = FloatSort.withoutMissing(values);
        assertThat(Arrays.copyOf(values, count)).containsExactly(expected.toArray(Float[]::new));
    }

    @Test
    void whatCannotBeBinnedIsRefused() {
        try (var workers = new Workers(1)) {
            var features = List.of(Feature.numeric("a"), Feature.numeric("b"));
            assertThatThrownBy(() -> BinnedFeatures.of(FeatureSource.of(new float[3], 1), features, 255, workers))
                    .hasMessage("2 features are described, rows have 1");
            assertThatThrownBy(() -> BinnedFeatures.of(FeatureSource.of(new float[0], 2), features, 255, workers))
                    .hasMessage("no rows to grow trees on");
            assertThatThrownBy(() -> BinnedFeatures.of(FeatureSource.of(new float[2], 2), features, 1, workers))
                    .hasMessage("maxBins is from 2 to 65535, not 1");
            assertThatThrownBy(() -> FeatureSource.of(new float[3], 2))
                    .hasMessage("3 values are not whole rows of 2 features");
            assertThatThrownBy(() -> BinnedFeatures.of(
                            FeatureSource.of(new float[1], 1),
                            List.of(Feature.categorical("id", 70_000)),
                            255,
                            workers))
                    .hasMessage("feature 'id' has 70000 categories; at most 65535 are possible");
        }
    }
}
