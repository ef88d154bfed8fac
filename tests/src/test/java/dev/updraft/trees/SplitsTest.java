package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.trees.TreeSettings.Categories;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The best split against all splits there are. */
class SplitsTest {
    private static final int SEEDS = 60;
    private static final Categories EXACT = new Categories(0, 0, 100, 100);

    private final Random random = new Random(1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thresholdIsTheBest(boolean missing) {
        for (var seed = 0; seed < SEEDS; seed++) {
            check(Table.numeric(2 + random.nextInt(50), 3, 12, missing, random), SettingsOf.STUMP, null);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void setOfCategoriesIsTheBest(boolean missing) {
        for (var seed = 0; seed < SEEDS; seed++) {
            // Without lambda some beginning of the order is the best of all sets.
            var settings = SettingsOf.categories(SettingsOf.leaves(SettingsOf.STUMP, 0, 1, 0, 0, 0), EXACT);
            check(Table.categorical(2 + random.nextInt(50), 2, 6, missing, random), settings, null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void thresholdIsTheBestForSeveralOutputs(int outputs) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var table = Table.numeric(2 + random.nextInt(50), 3, 12, true, random);
            check(table.withOutputs(outputs, random), SettingsOf.STUMP, null);
            check(table.withClasses(outputs, random), SettingsOf.leaves(SettingsOf.STUMP, 0, 3, 0, 0, 0), null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void monotoneThresholdIsTheBest(int direction) {
        for (var seed = 0; seed < SEEDS; seed++) {
            check(
                    Table.numeric(2 + random.nextInt(50), 2, 12, true, random).monotone(direction),
                    SettingsOf.STUMP,
                    null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 11})
    void leavesHaveEnoughRows(int samples) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var table = Table.numeric(2 + random.nextInt(50), 3, 12, true, random);
            var settings = SettingsOf.leaves(SettingsOf.STUMP, 0, samples, 1, 0, 0);
            check(table, settings, null);
            check(table, settings, bootstrap(table.rows()));
            check(table.withOutputs(2, random), settings, bootstrap(table.rows()));
            check(
                    Table.categorical(2 + random.nextInt(50), 2, 4, true, random),
                    SettingsOf.categories(SettingsOf.leaves(SettingsOf.STUMP, 0, 1, 0, 0, 0), EXACT),
                    null);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 2, 6})
    void penaltiesAndWeightsHold(double value) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var table = Table.numeric(2 + random.nextInt(50), 3, 12, true, random);
            check(table, SettingsOf.leaves(SettingsOf.STUMP, value, 1, 1, 0, 0), null);
            check(table, SettingsOf.leaves(SettingsOf.STUMP, 0.1, 1, value, 0, 0), null);
            check(table, SettingsOf.leaves(SettingsOf.STUMP, 0.1, 1, 0.5, value, 0), null);
            check(table, SettingsOf.leaves(SettingsOf.STUMP, 0.1, 1, 0.5, 0, value), null);
        }
    }

    private byte[] bootstrap(int rows) {
        var drawn = new byte[rows];
        RowSampling.bootstrap(random.nextLong(), 0, drawn);
        return drawn;
    }

    /** The tree's split gains as much as the best, and what it says it gains. */
    private static void check(Table table, TreeSettings settings, byte[] drawn) {
        var all = new BruteForce(table, settings, drawn);
        var grown = table.grow(settings, drawn);
        var best = all.bestGain();
        var tree = grown.tree();
        var tolerance = within(1e-4 * (1 + best));
        assertThat((double) tree.gain()[0]).as("gain").isCloseTo(best, tolerance);
        if (tree.nodes() == 1) {
            return;
        }
        var left = new BitSet();
        for (var row = 0; row < table.rows(); row++) {
            var leaf = tree.leafOf(table.values(), row * table.width());
            assertThat(grown.leafOf()[row]).as("leaf of row " + row).isEqualTo(leaf);
            left.set(row, leaf == 1);
        }
        assertThat(all.gain(left, 0)).as("gain of rows").isCloseTo(best, tolerance);
        checkValues(table, settings, drawn, grown);
    }

    private static void checkValues(Table table, TreeSettings settings, byte[] drawn, GrownTree grown) {
        var tree = grown.tree();
        for (var leaf = 1; leaf <= 2; leaf++) {
            for (var k = 0; k < tree.outputs(); k++) {
                var g = 0.0;
                var h = 0.0;
                var rows = 0;
                for (var row = 0; row < table.rows(); row++) {
                    if (grown.leafOf()[row] == leaf) {
                        var times = drawn == null ? 1 : drawn[row];
                        g += (double) times * table.gradients()[k][row];
                        h += (double) times * table.curvature()[row];
                        rows += times;
                    }
                }
                var shrunk = Math.max(0, Math.abs(g) - settings.alpha());
                assertThat((double) tree.values()[leaf * tree.outputs() + k])
                        .isCloseTo(-Math.signum(g) * shrunk / (h + settings.lambda()), within(1e-4));
                assertThat(tree.rows()[leaf]).isEqualTo(rows);
                assertThat((double) tree.curvature()[leaf]).isCloseTo(h, within(1e-4 * (1 + h)));
            }
        }
    }
}
