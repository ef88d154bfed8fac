package dev.updraft.trees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.engine.Engine;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.DoubleEngine;
import dev.updraft.engine.gpu.RealDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees whose rows a device parts and adds up: all bits are those of the processor's trees. */
class DeviceGrowthTest {
    private static final int ROWS = 3_000;
    private static final int FEATURES = 6;
    private static final TreeSettings BY_LEVELS = TreeSettings.DEFAULT.withSize(0, 6);
    private static final TreeSettings BY_GAIN = TreeSettings.DEFAULT.withSize(31, 0);

    private static final Criterion SQUARES = new Criterion.Squares();

    /** A session needs some program. */
    private static final String ANY = """
            model Any {
                input x: float[2]
                target y: float[1]
                network { x -> dense(1) -> output }
                loss mean_squared_error(output, y)
            }
            """;

    record Case(String name, Table table, int bins, TreeSettings settings, byte @Nullable [] drawn, int atLeast) {
        Case(String name, Table table, TreeSettings settings, byte @Nullable [] drawn, int atLeast) {
            this(name, table, 255, settings, drawn, atLeast);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Table numbers() {
        return Table.numeric(ROWS, FEATURES, 1000, true, new Random(1)).withSignal();
    }

    private static Table equalCurvature(Table table) {
        var ones = new float[table.rows()];
        Arrays.fill(ones, 1);
        return new Table(table.values(), table.features(), table.gradients(), ones);
    }

    private static Table mixed() {
        return mixed(255, 1);
    }

    private static Table mixed(int categories, int direction) {
        var random = new Random(2);
        var table = numbers();
        var features = new ArrayList<>(table.features());
        features.set(3, Feature.categorical("few", 10));
        features.set(4, Feature.categorical("many", categories));
        features.set(5, new Feature("rising", new Feature.Numeric(), direction));
        for (var row = 0; row < ROWS; row++) {
            table.values()[row * FEATURES + 3] = random.nextInt(10);
            table.values()[row * FEATURES + 4] = random.nextInt(categories + 45) - 20;
        }
        return new Table(table.values(), features, table.gradients(), table.curvature());
    }

    private static TreeSettings shrunk(TreeSettings settings) {
        return SettingsOf.leaves(settings, 0.5, 1, 0.7, 1.3, 0.2);
    }

    private static List<Case> cases() {
        var share = new byte[ROWS];
        try (var workers = new Workers(1)) {
            RowSampling.share(0.7, 3, 0, share, workers);
        }
        var bootstrap = new byte[ROWS];
        RowSampling.bootstrap(3, 0, bootstrap);
        var random = new Random(4);
        var manyLeaves = SettingsOf.leaves(TreeSettings.DEFAULT.withSize(0, 0), 0.01, 1, 0, 0, 0);
        return List.of(
                new Case("by levels", numbers(), BY_LEVELS, null, 30),
                new Case("by gain", numbers(), BY_GAIN, null, 31),
                new Case("by gain, with leaves for all levels", numbers(), BY_LEVELS.withSize(64, 6), null, 30),
                new Case("by gain, with a leaf too few", numbers(), BY_LEVELS.withSize(31, 5), null, 30),
                new Case("curvatures that count", equalCurvature(numbers()), BY_LEVELS, null, 30),
                new Case("some rows", numbers(), BY_GAIN, share, 31),
                new Case("rows drawn twice", numbers(), BY_LEVELS, bootstrap, 30),
                new Case("some features", numbers(), SettingsOf.drawing(BY_LEVELS, 0.5, 0, false), null, 20),
                new Case("categories and a direction", mixed(), BY_GAIN, null, 31),
                new Case(
                        "rows enough",
                        mixed(),
                        SettingsOf.leaves(TreeSettings.DEFAULT.withSize(0, 12), 0.1, 40, 1, 0, 0),
                        bootstrap,
                        20),
                new Case("random thresholds", mixed(), SettingsOf.drawing(BY_GAIN, 0.7, 0, true), null, 31),
                new Case("more nodes than a call takes", numbers(), manyLeaves, null, 300),
                new Case("nothing to split", constant(), BY_LEVELS, null, 1),
                new Case("bounds, and gradients that are shrunk", mixed(), shrunk(BY_GAIN), null, 25),
                new Case("several outputs", mixed(255, 0).withOutputs(3, random), shrunk(BY_LEVELS), null, 20),
                new Case(
                        "several outputs with rows enough",
                        mixed(255, 0).withOutputs(3, random),
                        SettingsOf.leaves(BY_GAIN, 0.1, 40, 1, 0, 0),
                        share,
                        20),
                new Case("classes", mixed(255, 0).withClasses(4, random), BY_GAIN.ofForest(SQUARES), bootstrap, 31),
                new Case("features drawn", mixed(), SettingsOf.drawing(BY_LEVELS, 1, 2, false), null, 30),
                new Case(
                        "a forest whose nodes draw of some features",
                        mixed(255, 0).withClasses(3, random),
                        SettingsOf.drawing(BY_GAIN, 0.7, 2, false).ofForest(SQUARES),
                        bootstrap,
                        31),
                new Case(
                        "a forest with random thresholds",
                        mixed(255, 0).withClasses(3, random),
                        SettingsOf.drawing(BY_LEVELS, 1, 1, true).ofForest(SQUARES),
                        null,
                        20),
                new Case("few bins", numbers(), 20, BY_LEVELS, null, 30),
                new Case("more bins than a byte numbers", mixed(700, -1), 2000, BY_GAIN, null, 31),
                new Case(
                        "more bins, and random thresholds between them",
                        mixed(700, 0).withOutputs(2, random),
                        2000,
                        SettingsOf.drawing(BY_LEVELS, 1, 3, true),
                        share,
                        20));
    }

    private static Table constant() {
        return new Table(
                new float[ROWS * FEATURES],
                numbers().features(),
                numbers().gradients(),
                numbers().curvature());
    }

    private static Stream<Arguments> casesOfEngines() {
        return Stream.concat(
                        Stream.of(DoubleEngine.processor(), DoubleEngine.gpu()),
                        RealDevice.all().stream().map(Engine.class::cast))
                .flatMap(engine -> cases().stream().map(each -> Arguments.of(engine.description(), each, engine)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("casesOfEngines")
    void sameTreesAsWithoutIt(String name, Case given, Engine engine) {
        var table = given.table();
        try (var workers = new Workers(2);
                var session = engine.open(TestPrograms.program(ANY), new Engine.Options(1, 0))) {
            var binned = table.binned(given.bins(), workers);
            assertThat(TreeGrower.unfitForDevice(given.settings(), 1)).isNull();
            var expected = grow(new TreeGrower(binned, given.settings(), workers), given);
            assertThat(expected.getFirst().tree().leaves()).isGreaterThanOrEqualTo(given.atLeast());
            try (var rows =
                    session.binnedRows(binned.forDevice(), given.settings().shape(table.gradients().length))) {
                var grower = new TreeGrower(binned, given.settings(), workers, rows);
                assertThat(grow(grower, given).stream()
                                .map(DeviceGrowthTest::bits)
                                .toList())
                        .isEqualTo(expected.stream().map(DeviceGrowthTest::bits).toList());
            }
        }
    }

    /** All of a tree and where rows fell, to the last bit. */
    private static List<List<?>> bits(GrownTree grown) {
        var tree = grown.tree();
        return Stream.of(
                        ints(grown.leafOf()),
                        ints(tree.feature()),
                        ints(tree.left()),
                        ints(tree.setStart()),
                        ints(tree.setWords()),
                        ints(tree.rows()),
                        List.of(Arrays.toString(tree.missingLeft())),
                        floats(tree.threshold()),
                        floats(tree.gain()),
                        floats(tree.curvature()),
                        floats(tree.values()))
                .<List<?>>map(list -> list)
                .toList();
    }

    private static List<Integer> ints(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static List<Integer> floats(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Float.floatToRawIntBits(values[i]))
                .toList();
    }

    private static List<GrownTree> grow(TreeGrower grower, Case given) {
        return IntStream.range(0, 2)
                .mapToObj(i -> grower.grow(
                        given.table().gradients(), new float[][] {given.table().curvature()}, given.drawn(), 5, i))
                .map(grown -> new GrownTree(grown.tree(), grown.leafOf().clone()))
                .toList();
    }
}
