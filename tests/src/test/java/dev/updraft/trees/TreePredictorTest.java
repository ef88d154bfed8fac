package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions of many trees against those of each tree. */
class TreePredictorTest {
    private static final int ROWS = 1003;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 30})
    void sumsAreThoseOfTheTrees(int depth) {
        var random = new Random(1);
        var table = Table.numeric(ROWS, 4, 50, true, random).withSignal();
        table.values()[0] = Float.POSITIVE_INFINITY;
        table.values()[5] = Float.NEGATIVE_INFINITY;
        var settings = TreeSettings.DEFAULT.withSize(0, depth);
        check(
                table,
                1,
                List.of(
                        table.grow(settings, null).tree(),
                        table.withOutputs(1, random).grow(settings, null).tree()));
        var several = table.withOutputs(3, random);
        check(
                table,
                3,
                List.of(
                        several.grow(settings, null).tree(),
                        table.grow(settings, null).tree()));
        var categories = Table.categorical(ROWS, 4, 40, true, random);
        check(categories, 1, List.of(categories.grow(settings, null).tree()));
    }

    @Test
    void aTreeOfUnevenDepth() {
        var rows = 300;
        var values = new float[rows];
        var gradient = new float[rows];
        var ones = new float[rows];
        for (var row = 0; row < rows; row++) {
            values[row] = row;
            gradient[row] = row < 40 ? (float) -Math.pow(2, row) : 0;
            ones[row] = 1;
        }
        var table = new Table(values, List.of(Feature.numeric("x")), new float[][] {gradient}, ones);
        var tree = table.grow(SettingsOf.leaves(TreeSettings.DEFAULT.withSize(60, 0), 0, 1, 0, 0, 0), null)
                .tree();
        assertThat(tree.leaves()).isGreaterThan(20);
        check(table, 1, List.of(tree));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var random = new Random(1);
        var table = Table.numeric(ROWS, 4, 50, true, random);
        var tree = table.withOutputs(2, random).grow(TreeSettings.DEFAULT, null).tree();
        assertThatThrownBy(() -> new TreePredictor(List.of(tree), 4, 3)).hasMessage("tree 0 has 2 outputs, not 1 or 3");
        try (var workers = new Workers(1)) {
            assertThatThrownBy(() ->
                            new TreePredictor(List.of(tree), 4, 2).addTo(table.values(), new float[ROWS], 1, workers))
                    .hasMessage("4012 values and 1003 sums are not rows of 4 features and 2 outputs");
        }
    }

    private static void check(Table table, int outputs, List<Tree> trees) {
        var expected = new float[table.rows() * outputs];
        for (var row = 0; row < table.rows(); row++) {
            for (var i = 0; i < trees.size(); i++) {
                var tree = trees.get(i);
                var leaf = tree.leafOf(table.values(), row * table.width());
                for (var k = 0; k < tree.outputs(); k++) {
                    expected[row * outputs + (tree.outputs() == 1 ? i % outputs : k)] +=
                            0.5f * tree.values()[leaf * tree.outputs() + k];
                }
            }
        }
        for (var threads : List.of(1, 3)) {
            try (var workers = new Workers(threads)) {
                var actual = new float[expected.length];
                new TreePredictor(trees, table.width(), outputs).addTo(table.values(), actual, 0.5f, workers);
                assertThat(actual).isEqualTo(expected);
            }
        }
    }
}
