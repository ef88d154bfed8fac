package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows that leave little or nothing to learn, and arguments that are refused. */
class DegenerateRowsTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITE = Float.POSITIVE_INFINITY;

    private static final TreeSettings FREE = SettingsOf.leaves(TreeSettings.DEFAULT.withSize(0, 0), 0, 1, 0, 0, 0);

    private static Table table(float[] values, float... gradients) {
        var ones = new float[gradients.length];
        Arrays.fill(ones, 1);
        return new Table(values, List.of(Feature.numeric("x")), new float[][] {gradients}, ones);
    }

    private static Tree grow(Table table) {
        return table.grow(FREE, null).tree();
    }

    @Test
    void oneRowIsALeaf() {
        var tree = grow(table(new float[] {3}, -5));
        assertThat(tree.nodes()).isEqualTo(1);
        assertThat(tree.predict(new float[] {9})).containsExactly(5);
    }

    @Test
    void constantFeatureAndConstantTargetAreLeaves() {
        assertThat(grow(table(new float[] {3, 3, 3, 3}, 1, 2, 3, 4)).nodes()).isEqualTo(1);
        assertThat(grow(table(new float[] {NAN, NAN, NAN}, 1, 2, 3)).nodes()).isEqualTo(1);
        assertThat(grow(table(new float[] {1, 2, 3, 4}, 0.1f, 0.1f, 0.1f, 0.1f)).nodes())
                .isEqualTo(1);
        assertThat(grow(table(new float[] {1, 2, 3, 4}, 0, 0, 0, 0)).predict(new float[] {1}))
                .containsExactly(0);
    }

    @Test
    void constantTargetOfManyRowsIsALeaf() {
        var table = Table.numeric(20_000, 3, 100, true, new Random(1));
        Arrays.fill(table.gradients()[0], -0.1f);
        Arrays.fill(table.curvature(), 0.3f);
        assertThat(table.grow(FREE, null).tree().nodes()).isEqualTo(1);
        for (var row = 0; row < table.rows(); row++) {
            table.curvature()[row] = row % 7 + 0.1f;
            table.gradients()[0][row] = -3 * table.curvature()[row];
        }
        var tree = table.grow(FREE, null).tree();
        assertThat(tree.nodes()).isEqualTo(1);
        assertThat(tree.values()[0]).isCloseTo(3, within(1e-4f));
    }

    @Test
    void oneClassIsALeaf() {
        var table = Table.numeric(5000, 3, 100, true, new Random(1)).withClasses(1, new Random(2));
        var three = new Table(
                table.values(),
                table.features(),
                new float[][] {table.gradients()[0], new float[5000], new float[5000]},
                table.curvature());
        var tree = three.grow(FREE, null).tree();
        assertThat(tree.nodes()).isEqualTo(1);
        assertThat(tree.values()).containsExactly(1, 0, 0);
    }

    @Test
    void equalRowsAreNotSeparated() {
        var tree = grow(table(new float[] {1, 1, 2, 2}, 1, 3, -7, -9));
        assertThat(tree.leaves()).isEqualTo(2);
        assertThat(tree.threshold()[0]).isEqualTo(1.5f);
        assertThat(tree.values()).containsExactly(0, -2, 8);
    }

    @Test
    void missingValuesAreAHalfOfTheirOwn() {
        var tree = grow(table(new float[] {NAN, 1, NAN, 2}, 5, -3, 5, -3));
        assertThat(tree.leaves()).isEqualTo(2);
        assertThat(tree.predict(new float[] {NAN})).containsExactly(-5);
        assertThat(tree.predict(new float[] {INFINITE})).containsExactly(3);
    }

    @Test
    void missingValuesThatTrainingHadNoneOfFollowMostRows() {
        assertThat(grow(table(new float[] {1, 2, 2, 2}, 5, -3, -3, -3)).predict(new float[] {NAN}))
                .containsExactly(3);
        assertThat(grow(table(new float[] {1, 1, 1, 2}, 5, 5, 5, -3)).predict(new float[] {NAN}))
                .containsExactly(-5);
    }

    @Test
    void infiniteValuesAreExtremes() {
        var values = new float[] {-INFINITE, -Float.MAX_VALUE, -1, 0, Float.MIN_VALUE, 1, Float.MAX_VALUE, INFINITE};
        var gradients = new float[] {1, -2, 3, -4, 5, -6, 7, -8};
        var tree = grow(table(values, gradients));
        for (var i = 0; i < values.length; i++) {
            assertThat(tree.predict(new float[] {values[i]})).containsExactly(-gradients[i]);
        }
    }

    @Test
    void zeroesOfBothSignsAreEqual() {
        assertThat(grow(table(new float[] {0f, -0f, 0f, -0f}, 1, -1, 1, -1)).nodes())
                .isEqualTo(1);
    }

    @Test
    void rowsOfNoWeightDoNotCount() {
        var table = table(new float[] {1, 2, 3, 4}, 0, 2, -2, 0);
        table.curvature()[0] = 0;
        table.curvature()[3] = 0;
        var tree = grow(table);
        assertThat(tree.leaves()).isEqualTo(2);
        assertThat(tree.predict(new float[] {1})).containsExactly(-2);
        assertThat(tree.predict(new float[] {4})).containsExactly(2);
        Arrays.fill(table.curvature(), 0);
        assertThat(grow(table).values()).containsExactly(0);
    }

    @Test
    void aRowThatIsNotDrawnIsNotLookedAt() {
        var table = table(new float[] {1, 2, 3}, 1, -1, NAN);
        var tree = table.grow(FREE, new byte[] {1, 2, 0}).tree();
        assertThat(tree.rows()).containsExactly(3, 1, 2);
        assertThat(tree.values()).containsExactly(0, -1, 1);
        assertThat(table.grow(FREE, new byte[] {0, 0, 0}).tree().values()).containsExactly(0);
    }

    @Test
    void tenThousandCategories() {
        var random = new Random(1);
        var rows = 50_000;
        var values = new float[rows];
        var gradients = new float[rows];
        for (var row = 0; row < rows; row++) {
            var code = random.nextInt(10_000);
            values[row] = code;
            gradients[row] = code % 3 == 0 ? -1 : 1;
        }
        var table = table(values, gradients);
        var categorical =
                new Table(values, List.of(Feature.categorical("code", 10_000)), table.gradients(), table.curvature());
        var all = new TreeSettings.Categories(1, 0, 10_000, 4);
        var tree = categorical
                .grow(SettingsOf.categories(SettingsOf.STUMP, all), null)
                .tree();
        for (var row = 0; row < rows; row++) {
            assertThat(tree.predict(new float[] {values[row]})[0]).isCloseTo(-gradients[row], within(1e-3f));
        }
        var few = categorical.grow(SettingsOf.STUMP, null).tree();
        assertThat(Arrays.stream(few.setWords()).map(Integer::bitCount).sum()).isBetween(1, 32 + 24);
    }

    @Test
    void whatIsNoCategoryIsMissing() {
        var values = new float[] {0, 1, NAN, -1, 3, 30, INFINITE, 2};
        var table = table(values, 1, 1, -1, -1, -1, -1, -1, 1);
        var tree = new Table(values, List.of(Feature.categorical("c", 3)), table.gradients(), table.curvature())
                .grow(FREE, null)
                .tree();
        assertThat(tree.leaves()).isEqualTo(2);
        for (var i = 0; i < values.length; i++) {
            assertThat(tree.predict(new float[] {values[i]})).containsExactly(-table.gradients()[0][i]);
        }
    }

    @Test
    void gradientsThatAreNotFiniteAreRefused() {
        assertThatThrownBy(() -> grow(table(new float[] {1, 2}, 1, NAN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1 of 2 has gradient NaN; it must be finite");
        var table = table(new float[] {1, 2}, 1, 2);
        table.curvature()[0] = -1;
        assertThatThrownBy(() -> grow(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 0 of 2 has curvature -1.0; it must be finite and not negative");
        table.curvature()[0] = INFINITE;
        assertThatThrownBy(() -> grow(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 0 of 2 has curvature Infinity; it must be finite and not negative");
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> grow(table(new float[] {1, 2, 3}, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 gradients for 3 rows");
        assertThatThrownBy(() -> Table.numeric(9, 2, 5, true, new Random(1))
                        .monotone(1)
                        .withOutputs(2, new Random(1))
                        .grow(FREE, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature 'x0' is monotone; that needs a single output, not 2");
    }

    @Test
    void aFailureOfAWorkerReachesTheCaller() {
        try (var workers = new Workers(3)) {
            assertThatThrownBy(() -> workers.run(10, (task, thread) -> {
                        if (task == 7) {
                            throw new IllegalStateException("task 7");
                        }
                    }))
                    .hasMessage("task 7");
        }
    }
}
