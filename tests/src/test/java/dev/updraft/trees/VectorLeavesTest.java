package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.trees.TreeSettings.Categories;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of several outputs, each with curvatures of its own, against every split there is. */
class VectorLeavesTest {
    private static final int SEEDS = 60;
    private static final int OUTPUTS = 3;
    private static final TreeSettings STUMP = SettingsOf.leaves(SettingsOf.STUMP, 0, 1, 0.5, 0, 0);

    private final Random random = new Random(11);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thresholdIsTheBest(boolean isMissing) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var table = Table.numeric(2 + random.nextInt(40), 2, 12, isMissing, random);
            check(table.withOutputs(OUTPUTS, random), curvatures(table.rows()), STUMP);
        }
    }

    @Test
    void setOfCategoriesIsTheBest() {
        for (var seed = 0; seed < SEEDS; seed++) {
            // Of two categories every set is the beginning of an order.
            var settings = SettingsOf.categories(STUMP, new Categories(0, 0, 100, 100));
            var table = Table.categorical(2 + random.nextInt(40), 3, 2, false, random);
            check(table.withOutputs(OUTPUTS, random), curvatures(table.rows()), settings);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void leavesHaveEnoughRowsAndWeight(int rows) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var table = Table.numeric(2 + random.nextInt(40), 2, 12, true, random);
            check(
                    table.withOutputs(OUTPUTS, random),
                    curvatures(table.rows()),
                    SettingsOf.leaves(SettingsOf.STUMP, 2.5, rows, 1, 0, 0));
        }
    }

    @Test
    void equalCurvaturesAreAsOneForAll() {
        var table = Table.numeric(500, 4, 40, true, random).withOutputs(OUTPUTS, random);
        var equal = new float[table.rows()];
        Arrays.fill(equal, 0.25f);
        var settings = TreeSettings.DEFAULT;
        assertThat(grow(table, new float[][] {equal, equal, equal}, settings)
                        .tree()
                        .values())
                .isEqualTo(grow(table, new float[][] {equal}, settings).tree().values());
    }

    @Test
    void threadsDoNotMatter() {
        var table = Table.numeric(60_000, 4, 40, true, random).withOutputs(OUTPUTS, random);
        var curvatures = curvatures(table.rows());
        var expected = grow(table, curvatures, TreeSettings.DEFAULT).tree();
        try (var workers = new Workers(3)) {
            var tree = new TreeGrower(table.binned(255, workers), TreeSettings.DEFAULT, workers)
                    .grow(table.gradients(), curvatures, null, 7, 0)
                    .tree();
            assertThat(tree.nodes()).isGreaterThan(60);
            assertThat(tree.values()).isEqualTo(expected.values());
            assertThat(tree.threshold()).isEqualTo(expected.threshold());
        }
    }

    @Test
    void curvaturesAreOneOrOneForEach() {
        var table = Table.numeric(10, 1, 5, false, random).withOutputs(OUTPUTS, random);
        assertThatThrownBy(() -> grow(table, new float[2][10], STUMP))
                .hasMessage("2 arrays of curvatures for 3 outputs; there is one, or one for each");
    }

    private float[][] curvatures(int rows) {
        var curvatures = new float[OUTPUTS][rows];
        for (var ofOutput : curvatures) {
            var scale = random.nextFloat(0.2f, 2);
            for (var row = 0; row < rows; row++) {
                ofOutput[row] = scale * (0.05f + random.nextFloat());
            }
        }
        return curvatures;
    }

    private static GrownTree grow(Table table, float[][] curvatures, TreeSettings settings) {
        try (var workers = new Workers(1)) {
            return new TreeGrower(table.binned(255, workers), settings, workers)
                    .grow(table.gradients(), curvatures, null, 7, 0);
        }
    }

    private static void check(Table table, float[][] curvatures, TreeSettings settings) {
        var best = 0.0;
        for (var feature = 0; feature < table.width(); feature++) {
            for (var row = 0; row < table.rows(); row++) {
                var threshold = table.value(row, feature);
                for (var missingLeft = 0; missingLeft < 2 && !Float.isNaN(threshold); missingLeft++) {
                    best = Math.max(
                            best, gain(table, curvatures, settings, left(table, feature, threshold, missingLeft)));
                }
            }
        }
        var grown = grow(table, curvatures, settings);
        var tree = grown.tree();
        assertThat((double) tree.gain()[0]).isCloseTo(best, within(1e-4 * (1 + best)));
        if (tree.nodes() > 1) {
            var left = new BitSet();
            for (var row = 0; row < table.rows(); row++) {
                left.set(row, grown.leafOf()[row] == 1);
            }
            assertThat(gain(table, curvatures, settings, left)).isCloseTo(best, within(1e-4 * (1 + best)));
            checkLeaf(table, curvatures, settings, tree, left, 1);
            left.flip(0, table.rows());
            checkLeaf(table, curvatures, settings, tree, left, 2);
        }
    }

    private static BitSet left(Table table, int feature, float threshold, int missingLeft) {
        var left = new BitSet();
        for (var row = 0; row < table.rows(); row++) {
            var x = table.value(row, feature);
            left.set(row, Float.isNaN(x) ? missingLeft == 1 : x <= threshold);
        }
        return left;
    }

    private static double gain(Table table, float[][] curvatures, TreeSettings settings, BitSet left) {
        var all = new BitSet();
        all.set(0, table.rows());
        var right = (BitSet) all.clone();
        right.andNot(left);
        for (var side : new BitSet[] {left, right}) {
            var weight = 0.0;
            for (var k = 0; k < OUTPUTS; k++) {
                weight += sum(curvatures[k], side) / OUTPUTS;
            }
            if (side.cardinality() < settings.minSamplesLeaf() || weight < settings.minChildWeight()) {
                return 0;
            }
        }
        var gain = 0.0;
        for (var k = 0; k < OUTPUTS; k++) {
            gain += score(table, curvatures, settings, left, k)
                    + score(table, curvatures, settings, right, k)
                    - score(table, curvatures, settings, all, k);
        }
        return gain;
    }

    private static double score(Table table, float[][] curvatures, TreeSettings settings, BitSet rows, int output) {
        var g = sum(table.gradients()[output], rows);
        return g * g / (sum(curvatures[output], rows) + settings.lambda());
    }

    private static double sum(float[] values, BitSet rows) {
        return rows.stream().mapToDouble(row -> values[row]).sum();
    }

    private static void checkLeaf(
            Table table, float[][] curvatures, TreeSettings settings, Tree tree, BitSet rows, int leaf) {
        var weight = 0.0;
        for (var k = 0; k < OUTPUTS; k++) {
            var h = sum(curvatures[k], rows);
            weight += h / OUTPUTS;
            assertThat((double) tree.values()[leaf * OUTPUTS + k])
                    .isCloseTo(-sum(table.gradients()[k], rows) / (h + settings.lambda()), within(1e-4));
        }
        assertThat((double) tree.curvature()[leaf]).isCloseTo(weight, within(1e-4 * (1 + weight)));
        assertThat(tree.rows()[leaf]).isEqualTo(rows.cardinality());
    }
}
