package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.trees.TreeSettings.Categories;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits by entropy and Poisson deviance, against their definitions and against scikit-learn's trees. */
class CriterionTest {
    private static final int SEEDS = 40;
    private static final TreeSettings STUMP =
            SettingsOf.categories(SettingsOf.leaves(SettingsOf.STUMP, 0, 1, 0, 0, 0), new Categories(0, 0, 100, 100));

    private final Random random = new Random(2);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6})
    void entropyOfClassesIsLeast(int classes) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var table =
                    Table.numeric(2 + random.nextInt(50), 3, 12, true, random).withClasses(classes, random);
            check(table, new Criterion.Entropy(false), null, counts -> entropy(counts.sums));
            check(table, new Criterion.Entropy(false), bootstrap(table.rows()), counts -> entropy(counts.sums));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void entropyOfEachOutputIsLeast(int outputs) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var table = withLabels(Table.numeric(2 + random.nextInt(50), 3, 12, true, random), outputs);
            check(table, new Criterion.Entropy(true), bootstrap(table.rows()), CriterionTest::entropyOfEach);
        }
    }

    @Test
    void setOfCategoriesIsTheBest() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var categories = Table.categorical(2 + random.nextInt(50), 2, 6, true, random);
            check(withLabels(categories, 1), new Criterion.Entropy(true), null, CriterionTest::entropyOfEach);
            check(withCounts(categories, 0, 1), new Criterion.Poisson(1, 0), null, counts -> poisson(counts, 0, 1));
        }
    }

    /** As targets of a table are standardised. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 2.5})
    void poissonDevianceIsLeast(double mean) {
        var deviation = mean == 0 ? 1 : 1.5;
        for (var seed = 0; seed < SEEDS; seed++) {
            var table = withCounts(Table.numeric(2 + random.nextInt(50), 3, 12, true, random), mean, deviation);
            var criterion = new Criterion.Poisson(deviation, mean);
            check(table, criterion, null, counts -> poisson(counts, mean, deviation));
            check(table, criterion, bootstrap(table.rows()), counts -> poisson(counts, mean, deviation));
        }
    }

    /** Weights are rounded: a node of one class must not be split by what rounding has left. */
    @Test
    void pureNodesOfWeightedRowsAreLeaves() {
        var table = withLabels(Table.numeric(400, 3, 12, true, random), 1);
        for (var row = 0; row < table.rows(); row++) {
            var weight = 0.1f + random.nextFloat();
            table.curvature()[row] = weight;
            table.gradients()[0][row] = table.value(row, 0) > 1 ? -weight : 0;
        }
        var grown = table.grow(STUMP.withSize(0, 10).ofForest(new Criterion.Entropy(true)), null);
        assertThat(grown.tree().nodes()).isEqualTo(3);
    }

    /** scikit-learn 1.9.1, max_depth=3, whose trees are the same for any random_state. */
    @Test
    void treesAreThoseOfScikitLearn() {
        var rows = new Rows();
        var two = new float[][] {rows.two()};
        var count = new float[][] {rows.count()};
        rows.check(
                two,
                new Criterion.Entropy(true),
                "x1<=33.5 x0<=25.5 x1<=29.5 43 4 x1<=29.5 26 4 x0<=35 x2<=36 26 7 x2<=19 2 8");
        rows.check(rows.three(), new Criterion.Entropy(false), "x0<=13.5 x0<=10.5 29 x2<=1 2 8 x1<=20.5 35 46");
        rows.check(rows.three(), new Criterion.Squares(), "x0<=13.5 x0<=10.5 29 x1<=37.5 7 3 x1<=20.5 35 46");
        rows.check(
                count,
                new Criterion.Squares(),
                "x0<=29.5 x2<=25.5 x2<=10.5 23 19 x2<=39.5 27 9 x2<=24 x2<=14 10 8 x2<=39.5 12 12");
        rows.check(
                count,
                new Criterion.Poisson(1, 0),
                "x2<=17.5 x2<=7.5 x1<=10 6 21 x0<=25.5 13 3 x0<=29.5 x2<=32 23 22 x2<=32 14 18");
    }

    /** The same rows as those of scikit-learn's trees, from a linear congruential generator. */
    private static final class Rows {
        private static final int COUNT = 120;
        private final int[][] x = new int[COUNT][3];
        private final int[] noise = new int[COUNT];
        private long state = 12345;

        Rows() {
            for (var row : x) {
                for (var f = 0; f < row.length; f++) {
                    row[f] = next(50);
                }
            }
            for (var i = 0; i < COUNT; i++) {
                noise[i] = next(100);
            }
        }

        private int next(int below) {
            state = (state * 1103515245 + 12345) & 0x7fffffff;
            return (int) (state >> 8) % below;
        }

        private float[] two() {
            var y = new float[COUNT];
            for (var i = 0; i < COUNT; i++) {
                y[i] = x[i][0] > 25 == (x[i][1] > 30 && noise[i] < 80) ? 0 : -1;
            }
            return y;
        }

        private float[][] three() {
            var y = new float[3][COUNT];
            for (var i = 0; i < COUNT; i++) {
                y[x[i][0] + noise[i] / 10 < 18 ? 0 : x[i][1] > 20 ? 1 : 2][i] = -1;
            }
            return y;
        }

        private float[] count() {
            var y = new float[COUNT];
            for (var i = 0; i < COUNT; i++) {
                y[i] = -(x[i][2] / 8 * (x[i][0] < 30 ? 1 : 3) + noise[i] % 3);
            }
            return y;
        }

        /**
         * Compares a tree.
         *
         * @param expected from its root on, left before right: questions, and how many rows are in leaves
         */
        void check(float[][] gradients, Criterion criterion, String expected) {
            var found = tree(gradients, criterion);
            var words = List.of(expected.split(" "));
            assertThat(found.stream().map(Rows::withoutThreshold))
                    .containsExactlyElementsOf(
                            words.stream().map(Rows::withoutThreshold).toList());
            for (var i = 0; i < found.size(); i++) {
                if (found.get(i).contains("<=")) {
                    // Between two values that a node has, there may be no end of a bin just in the middle.
                    assertThat(threshold(found.get(i))).isCloseTo(threshold(words.get(i)), within(0.5));
                }
            }
        }

        private static String withoutThreshold(String word) {
            return word.replaceAll("<=.*", "");
        }

        private static double threshold(String word) {
            return Double.parseDouble(word.substring(word.indexOf("<=") + 2));
        }

        private List<String> tree(float[][] gradients, Criterion criterion) {
            var values = new float[COUNT * 3];
            var ones = new float[COUNT];
            for (var i = 0; i < COUNT; i++) {
                ones[i] = 1;
                for (var f = 0; f < 3; f++) {
                    values[i * 3 + f] = x[i][f];
                }
            }
            var features = List.of(Feature.numeric("x0"), Feature.numeric("x1"), Feature.numeric("x2"));
            var settings = STUMP.withSize(0, 3).ofForest(criterion);
            var tree = new Table(values, features, gradients, ones)
                    .grow(settings, null)
                    .tree();
            var words = new ArrayList<String>();
            write(tree, 0, words);
            return words;
        }

        private static void write(Tree tree, int node, List<String> words) {
            if (tree.feature()[node] < 0) {
                words.add(Integer.toString(tree.rows()[node]));
                return;
            }
            words.add("x" + tree.feature()[node] + "<=" + tree.threshold()[node]);
            write(tree, tree.left()[node], words);
            write(tree, tree.left()[node] + 1, words);
        }
    }

    /** What is on one side of a split. */
    private record Side(double[] sums, double all) {}

    private static double entropy(double[] counts) {
        var all = 0.0;
        for (var count : counts) {
            all += count;
        }
        var sum = 0.0;
        for (var count : counts) {
            var share = count / all;
            sum -= share > 0 ? share * Math.log(share) / Math.log(2) : 0;
        }
        return sum * all;
    }

    private static double entropyOfEach(Side side) {
        var sum = 0.0;
        for (var count : side.sums) {
            sum += entropy(new double[] {count, side.all - count});
        }
        return sum;
    }

    /** Infinite where there are zeros alone. */
    private static double poisson(Side side, double mean, double deviation) {
        var sum = side.sums[0] * deviation + mean * side.all;
        return sum < 1e-3 ? Double.POSITIVE_INFINITY : -sum * Math.log(sum / side.all);
    }

    private Table withLabels(Table table, int outputs) {
        var gradients = new float[outputs][table.rows()];
        var ones = new float[table.rows()];
        for (var row = 0; row < table.rows(); row++) {
            ones[row] = 1;
            for (var output = 0; output < outputs; output++) {
                gradients[output][row] = -random.nextInt(2);
            }
        }
        return new Table(table.values(), table.features(), gradients, ones);
    }

    private Table withCounts(Table table, double mean, double deviation) {
        var gradients = new float[1][table.rows()];
        var ones = new float[table.rows()];
        for (var row = 0; row < table.rows(); row++) {
            ones[row] = 1;
            gradients[0][row] = (float) ((mean - random.nextInt(5)) / deviation);
        }
        return new Table(table.values(), table.features(), gradients, ones);
    }

    private byte[] bootstrap(int rows) {
        var drawn = new byte[rows];
        RowSampling.bootstrap(random.nextLong(), 0, drawn);
        return drawn;
    }

    /** The tree's split leaves as little impurity as the best of all. */
    private static void check(
            Table table, Criterion criterion, byte @Nullable [] drawn, ToDoubleFunction<Side> impurity) {
        var tree = table.grow(STUMP.ofForest(criterion), drawn).tree();
        var whole = new BitSet();
        whole.set(0, table.rows());
        var parent = impurity.applyAsDouble(side(table, drawn, whole, true));
        var best = Math.max(0, parent - leastImpurity(table, drawn, impurity));
        if (Double.isNaN(best)) {
            best = 0;
        }
        assertThat((double) tree.gain()[0]).isCloseTo(best, within(1e-4 * (1 + best)));
        assertThat(tree.nodes()).isEqualTo(best > 1e-4 ? 3 : 1);
        if (tree.nodes() > 1) {
            var left = new BitSet();
            for (var row = 0; row < table.rows(); row++) {
                left.set(row, tree.leafOf(table.values(), row * table.width()) == 1);
            }
            assertThat(parent - impurity(table, drawn, left, impurity)).isCloseTo(best, within(1e-4 * (1 + best)));
        }
    }

    private static double leastImpurity(Table table, byte @Nullable [] drawn, ToDoubleFunction<Side> impurity) {
        var least = Double.POSITIVE_INFINITY;
        for (var feature = 0; feature < table.width(); feature++) {
            var categories = table.features().get(feature).kind() instanceof Feature.Categorical(var count) ? count : 0;
            for (var number = 0; number < (categories > 0 ? 2 << categories : 2 * table.rows()); number++) {
                var left = new BitSet();
                for (var row = 0; row < table.rows(); row++) {
                    var x = table.value(row, feature);
                    left.set(
                            row,
                            categories > 0
                                    ? (number >> (Float.isNaN(x) ? categories : (int) x) & 1) != 0
                                    : Float.isNaN(x) ? number % 2 == 1 : x <= table.value(number / 2, feature));
                }
                least = Math.min(least, impurity(table, drawn, left, impurity));
            }
        }
        return least;
    }

    /** Infinite if a side is empty. */
    private static double impurity(Table table, byte @Nullable [] drawn, BitSet left, ToDoubleFunction<Side> impurity) {
        var sides = List.of(side(table, drawn, left, true), side(table, drawn, left, false));
        return sides.stream().anyMatch(side -> side.all == 0)
                ? Double.POSITIVE_INFINITY
                : sides.stream().mapToDouble(impurity).sum();
    }

    private static Side side(Table table, byte @Nullable [] drawn, BitSet left, boolean isLeft) {
        var sums = new double[table.gradients().length];
        var all = 0.0;
        for (var row = 0; row < table.rows(); row++) {
            var times = drawn == null ? 1 : drawn[row];
            if (left.get(row) == isLeft) {
                all += times;
                for (var output = 0; output < sums.length; output++) {
                    sums[output] -= (double) times * table.gradients()[output][row];
                }
            }
        }
        return new Side(sums, all);
    }
}
