package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trees: the same for all numbers of threads, rows where the tree sends them, and limits that hold. */
class GrowthTest {
    private static final int ROWS = 30_000;
    private static final TreeSettings BY_LEVELS = TreeSettings.DEFAULT.withSize(0, 6);
    private static final TreeSettings BY_GAIN = TreeSettings.DEFAULT.withSize(31, 0);

    private static Table numbers() {
        return Table.numeric(ROWS, 7, 1000, true, new Random(1)).withSignal();
    }

    private static Table mixed() {
        var random = new Random(2);
        var table = numbers();
        var features = new ArrayList<>(table.features());
        features.set(3, Feature.categorical("few", 10));
        features.set(4, Feature.categorical("many", 1000));
        features.set(5, new Feature("rising", new Feature.Numeric(), 1));
        for (var row = 0; row < ROWS; row++) {
            table.values()[row * 7 + 3] = random.nextInt(10);
            table.values()[row * 7 + 4] = random.nextInt(1100) - 50;
        }
        return new Table(table.values(), features, table.gradients(), table.curvature());
    }

    private static Stream<Arguments> cases() {
        var drawn = new byte[ROWS];
        RowSampling.bootstrap(3, 0, drawn);
        Supplier<Table> classes = () -> numbers().withClasses(3, new Random(4));
        Supplier<Table> outputs = () -> numbers().withOutputs(3, new Random(4));
        return Stream.of(
                Arguments.of("by levels", (Supplier<Table>) GrowthTest::numbers, BY_LEVELS, null),
                Arguments.of("by gain", (Supplier<Table>) GrowthTest::numbers, BY_GAIN, null),
                Arguments.of("categories", (Supplier<Table>) GrowthTest::mixed, BY_GAIN, null),
                Arguments.of(
                        "rows enough",
                        (Supplier<Table>) GrowthTest::mixed,
                        SettingsOf.leaves(TreeSettings.DEFAULT.withSize(0, 12), 0.1, 40, 1, 0, 0),
                        drawn),
                Arguments.of("several outputs", outputs, BY_GAIN, null),
                Arguments.of("classes", classes, BY_LEVELS, drawn),
                Arguments.of(
                        "forest",
                        classes,
                        SettingsOf.drawing(TreeSettings.DEFAULT.withSize(0, 10), 1, 2, false),
                        drawn),
                Arguments.of(
                        "random thresholds",
                        (Supplier<Table>) GrowthTest::mixed,
                        SettingsOf.drawing(BY_GAIN, 0.7, 0, true),
                        drawn));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void sameForAnyNumberOfThreads(
            String name, Supplier<Table> source, TreeSettings settings, byte @Nullable [] drawn) {
        var table = source.get();
        var expected = grow(table, settings, drawn, 1);
        assertThat(expected.getFirst().tree().leaves()).isGreaterThan(10);
        for (var threads : List.of(2, 3, 8)) {
            var actual = grow(table, settings, drawn, threads);
            for (var i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i))
                        .as("tree %s with %s threads", i, threads)
                        .usingRecursiveComparison()
                        .isEqualTo(expected.get(i));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void rowsAreInTheLeafThatTheTreeSendsThemTo(
            String name, Supplier<Table> source, TreeSettings settings, byte @Nullable [] drawn) {
        var table = source.get();
        for (var grown : grow(table, settings, drawn, 2)) {
            var expected = IntStream.range(0, ROWS)
                    .map(row -> grown.tree().leafOf(table.values(), row * table.width()))
                    .toArray();
            assertThat(grown.leafOf()).isEqualTo(expected);
            checkLimits(grown.tree(), settings);
        }
    }

    private static List<GrownTree> grow(Table table, TreeSettings settings, byte @Nullable [] drawn, int threads) {
        try (var workers = new Workers(threads)) {
            var grower = new TreeGrower(table.binned(255, workers), settings, workers);
            return IntStream.range(0, 2)
                    .mapToObj(i -> grower.grow(table.gradients(), new float[][] {table.curvature()}, drawn, 5, i))
                    .map(grown -> new GrownTree(grown.tree(), grown.leafOf().clone()))
                    .toList();
        }
    }

    private static void checkLimits(Tree tree, TreeSettings settings) {
        var depth = new int[tree.nodes()];
        for (var node = 0; node < tree.nodes(); node++) {
            var left = tree.left()[node];
            if (left < 0) {
                assertThat(tree.rows()[node]).isGreaterThanOrEqualTo(settings.minSamplesLeaf());
                assertThat((double) tree.curvature()[node]).isGreaterThanOrEqualTo(settings.minChildWeight() - 1e-3);
            } else {
                assertThat(left).isGreaterThan(node);
                assertThat(tree.rows()[left] + tree.rows()[left + 1]).isEqualTo(tree.rows()[node]);
                assertThat((double) tree.curvature()[left] + tree.curvature()[left + 1])
                        .isCloseTo(tree.curvature()[node], within(1e-3 * tree.curvature()[node]));
                assertThat((double) tree.gain()[node]).isPositive();
                depth[left] = depth[node] + 1;
                depth[left + 1] = depth[node] + 1;
            }
        }
        if (settings.maxDepth() > 0) {
            assertThat(Arrays.stream(depth).max().orElseThrow()).isLessThanOrEqualTo(settings.maxDepth());
        }
        if (settings.maxLeaves() > 0) {
            assertThat(tree.leaves()).isLessThanOrEqualTo(settings.maxLeaves());
        }
    }

    @Test
    void predictionsFollowMonotoneFeatures() {
        var table = numbers();
        var features = new ArrayList<>(table.features());
        features.set(0, new Feature("x0", new Feature.Numeric(), -1));
        features.set(1, new Feature("x1", new Feature.Numeric(), 1));
        var tree = new Table(table.values(), features, table.gradients(), table.curvature())
                .grow(BY_LEVELS.withSize(0, 8), null)
                .tree();
        assertThat(Arrays.stream(tree.feature()).filter(f -> f == 0).count()).isGreaterThan(3);
        var random = new Random(5);
        for (var i = 0; i < 2000; i++) {
            var row = new float[7];
            for (var f = 0; f < 7; f++) {
                row[f] = random.nextInt(1000) - 500;
            }
            var before = tree.predict(row)[0];
            row[0] -= random.nextInt(400);
            row[1] += random.nextInt(400);
            assertThat(tree.predict(row)[0]).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void aTreeUsesTheFeaturesDrawnForIt() {
        var table = numbers().withOutputs(1, new Random(6));
        try (var workers = new Workers(2)) {
            var settings = SettingsOf.drawing(TreeSettings.DEFAULT.withSize(0, 8), 0.4, 0, false);
            var grower = new TreeGrower(table.binned(255, workers), settings, workers);
            var used = new ArrayList<List<Integer>>();
            for (var i = 0; i < 8; i++) {
                var tree = grower.grow(table.gradients(), new float[][] {table.curvature()}, null, 5, i)
                        .tree();
                used.add(Arrays.stream(tree.feature())
                        .filter(f -> f >= 0)
                        .distinct()
                        .sorted()
                        .boxed()
                        .toList());
            }
            assertThat(used).allSatisfy(features -> assertThat(features).hasSize(3));
            assertThat(used.stream().distinct().count()).isGreaterThan(4);
        }
    }

    @Test
    void aNodeWithoutSplitAmongItsFeaturesDrawsMore() {
        var table = numbers();
        for (var row = 0; row < ROWS; row++) {
            for (var f = 1; f < 7; f++) {
                table.values()[row * 7 + f] = 1;
            }
        }
        var expected = table.grow(BY_LEVELS, null).tree();
        assertThat(expected.leaves()).isGreaterThan(40);
        assertThat(table.grow(SettingsOf.drawing(BY_LEVELS, 1, 1, false), null).tree())
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @Test
    void randomThresholdsDifferBetweenTrees() {
        var table = numbers();
        try (var workers = new Workers(1)) {
            var grower = new TreeGrower(
                    table.binned(255, workers), SettingsOf.drawing(SettingsOf.STUMP, 1, 0, true), workers);
            var thresholds = IntStream.range(0, 20)
                    .mapToObj(i -> grower.grow(table.gradients(), new float[][] {table.curvature()}, null, 5, i)
                            .tree()
                            .threshold()[0])
                    .distinct();
            assertThat(thresholds.count()).isGreaterThan(15);
        }
    }
}
