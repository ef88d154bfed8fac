package dev.updraft.explain.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.trees.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapley values, against their definition and against another implementation. */
class TreeShapTest {
    private static final int FEATURES = 6;
    private static final int CODES = 30;
    /** Features 0 and 1 belong to one player, as parts of a date do. */
    private static final int[] PLAYER_OF = {0, 0, 1, 2, 3, 4};

    private static final int PLAYERS = 5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void areThoseOfTheDefinition(int outputs) {
        var random = new Random(7);
        for (var trial = 0; trial < 300; trial++) {
            var tree = new RandomTree(random, outputs).grow(trial % 12);
            var row = row(random);
            var found = new double[outputs][PLAYERS];
            new TreeShap(tree, PLAYER_OF, PLAYERS).rows().add(row, found);
            for (var output = 0; output < outputs; output++) {
                assertThat(found[output])
                        .as("trial %s", trial)
                        .containsExactly(defined(tree, row, output), within(1e-9));
            }
        }
    }

    /** Rows one after the other, whose patterns are remembered, are each as if it were alone. */
    @Test
    void doNotDependOnTheRowsBefore() {
        var random = new Random(9);
        for (var trial = 0; trial < 40; trial++) {
            var shap = new TreeShap(new RandomTree(random, 2).grow(trial), PLAYER_OF, PLAYERS);
            var rows = shap.rows();
            for (var i = 0; i < 50; i++) {
                var row = row(random);
                var found = new double[2][PLAYERS];
                rows.add(row, found);
                var alone = new double[2][PLAYERS];
                shap.rows().add(row, alone);
                assertThat(found).isDeepEqualTo(alone);
                var walked = new double[2][PLAYERS];
                shap.walk().add(row, walked);
                assertThat(found[0]).containsExactly(walked[0], within(1e-12));
                assertThat(found[1]).containsExactly(walked[1], within(1e-12));
            }
        }
    }

    @Test
    void addUpToThePrediction() {
        var random = new Random(8);
        for (var trial = 0; trial < 100; trial++) {
            var tree = new RandomTree(random, 1).grow(40);
            var row = row(random);
            var shap = new TreeShap(tree, PLAYER_OF, PLAYERS);
            var found = new double[1][PLAYERS];
            shap.rows().add(row, found);
            assertThat(shap.expectation()[0] + Arrays.stream(found[0]).sum())
                    .isCloseTo(tree.predict(row)[0], within(1e-6));
        }
    }

    @Test
    void treesThatSayNothingOfTheirRowsGoByTheirCurvature() {
        var random = new Random(9);
        var tree = new RandomTree(random, 1).grow(8);
        var row = row(random);
        var found = new double[1][PLAYERS];
        new TreeShap(tree, PLAYER_OF, PLAYERS).rows().add(row, found);
        var curvature = new float[tree.nodes()];
        IntStream.range(0, curvature.length).forEach(node -> curvature[node] = tree.rows()[node] / 4f);
        var other = new Tree(
                1,
                tree.feature(),
                tree.threshold(),
                tree.left(),
                tree.missingLeft(),
                tree.setStart(),
                tree.setWords(),
                tree.gain(),
                curvature,
                new int[tree.nodes()],
                tree.values());
        var again = new double[1][PLAYERS];
        new TreeShap(other, PLAYER_OF, PLAYERS).rows().add(row, again);
        assertThat(again[0]).containsExactly(found[0], within(1e-9));
    }

    /** A node without rows, as pruning elsewhere may leave it, has no part in what is expected, and gives finite numbers. */
    @Test
    void waysThatNoRowTookCountNothing() {
        var tree = new Tree(
                1,
                new int[] {0, -1, 1, -1, -1},
                new float[] {0.5f, 0, 0.5f, 0, 0},
                new int[] {1, -1, 3, -1, -1},
                new boolean[5],
                new int[6],
                new int[0],
                new float[5],
                new float[5],
                new int[] {10, 10, 0, 0, 0},
                new float[] {0, 1, 0, 2, 4});
        for (var row : List.of(new float[] {0, 1}, new float[] {1, 0}, new float[] {1, 1})) {
            var padded = Arrays.copyOf(row, FEATURES);
            var found = new double[1][2];
            new TreeShap(tree, new int[] {0, 1}, 2).rows().add(padded, found);
            assertThat(1 + found[0][0] + found[0][1]).isCloseTo(tree.predict(padded)[0], within(1e-12));
        }
    }

    @Test
    void areThoseOfTheShapPackage() throws IOException {
        var lines = lines();
        var checked = 0;
        for (var at = 0; at < lines.size(); ) {
            var head = lines.get(at).split(" ");
            assertThat(head[0]).isEqualTo("tree");
            var features = Integer.parseInt(head[2]);
            var outputs = Integer.parseInt(head[3]);
            var nodes = Integer.parseInt(head[4]);
            var tree = tree(lines.subList(at + 1, at + 1 + nodes), outputs);
            at += 1 + nodes;
            var shap = new TreeShap(tree, IntStream.range(0, features).toArray(), features);
            assertThat(shap.expectation()).containsExactly(numbers(lines.get(at++)), within(1e-4));
            while (at < lines.size() && lines.get(at).startsWith("row")) {
                var wide = numbers(lines.get(at++));
                var row = new float[features];
                IntStream.range(0, features).forEach(feature -> row[feature] = (float) wide[feature]);
                var found = new double[outputs][features];
                shap.rows().add(row, found);
                for (var output = 0; output < outputs; output++) {
                    assertThat(found[output]).containsExactly(numbers(lines.get(at++)), within(2e-5));
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(4 + 4 * 3);
    }

    private static List<String> lines() throws IOException {
        try (var in = Objects.requireNonNull(TreeShapTest.class.getResourceAsStream("shap_values.txt"));
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" "))
                .skip(1)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static Tree tree(List<String> lines, int outputs) {
        var grown = new RandomTree(new Random(0), outputs);
        for (var line : lines) {
            var numbers = numbers(line);
            var node = grown.add((int) numbers[3]);
            grown.nodes.get(node).feature = (int) numbers[0];
            grown.nodes.get(node).threshold = (float) numbers[1];
            grown.nodes.get(node).left = (int) numbers[2];
            for (var output = 0; output < outputs; output++) {
                grown.nodes.get(node).values[output] = (float) numbers[4 + output];
            }
        }
        return grown.tree();
    }

    private static float[] row(Random random) {
        var row = new float[FEATURES];
        for (var feature = 0; feature < FEATURES; feature++) {
            row[feature] = random.nextInt(5) == 0 ? Float.NaN : random.nextInt(isCategory(feature) ? CODES : 10);
        }
        return row;
    }

    private static boolean isCategory(int feature) {
        return feature >= 4;
    }

    /** The mean, over all orders of the players, of what the value of those before a player rises by it. */
    private static double[] defined(Tree tree, float[] row, int output) {
        var values = new double[PLAYERS];
        for (var player = 0; player < PLAYERS; player++) {
            for (var others = 0; others < 1 << PLAYERS; others++) {
                if ((others >> player & 1) == 0) {
                    var size = Integer.bitCount(others);
                    var weight = factorial(size) * factorial(PLAYERS - size - 1) / factorial(PLAYERS);
                    values[player] += weight
                            * (value(tree, row, 0, others | 1 << player, output) - value(tree, row, 0, others, output));
                }
            }
        }
        return values;
    }

    private static double factorial(int number) {
        return IntStream.rangeClosed(2, number).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    /** What is expected of a row of which only some players are known. */
    private static double value(Tree tree, float[] row, int node, int known, int output) {
        var left = tree.left()[node];
        if (left < 0) {
            return tree.values()[node * tree.outputs() + output];
        }
        var feature = tree.feature()[node];
        if ((known >> PLAYER_OF[feature] & 1) != 0) {
            return value(tree, row, tree.goesLeft(node, row[feature]) ? left : left + 1, known, output);
        }
        var ofLeft = (double) tree.rows()[left] / tree.rows()[node];
        return ofLeft * value(tree, row, left, known, output)
                + (1 - ofLeft) * value(tree, row, left + 1, known, output);
    }

    /** Grows trees of random questions. */
    private static final class RandomTree {
        private final Random random;
        private final int outputs;
        private final List<Node> nodes = new ArrayList<>();

        private static final class Node {
            private int feature = -1;
            private float threshold;
            private int left = -1;
            private boolean missingLeft;
            private int @Nullable [] words;
            private final int rows;
            private final float[] values;

            Node(int rows, int outputs) {
                this.rows = rows;
                values = new float[outputs];
            }
        }

        RandomTree(Random random, int outputs) {
            this.random = random;
            this.outputs = outputs;
        }

        int add(int rows) {
            nodes.add(new Node(rows, outputs));
            return nodes.size() - 1;
        }

        Tree grow(int splits) {
            add(1000);
            for (var split = 0; split < splits; split++) {
                var node = nodes.get(random.nextInt(nodes.size()));
                if (node.feature < 0 && node.rows > 1) {
                    ask(node);
                }
            }
            for (var node : nodes) {
                for (var output = 0; output < outputs; output++) {
                    node.values[output] = node.feature < 0 ? random.nextInt(-50, 50) : 0;
                }
            }
            return tree();
        }

        private void ask(Node node) {
            node.feature = random.nextInt(FEATURES);
            node.missingLeft = random.nextBoolean();
            if (isCategory(node.feature)) {
                node.words = new int[] {random.nextInt(1 << 24), random.nextInt(1 << (CODES - 24))};
            } else {
                node.threshold = random.nextInt(9) + 0.5f;
            }
            var rows = 1 + random.nextInt(node.rows - 1);
            node.left = add(rows);
            add(node.rows - rows);
        }

        Tree tree() {
            var count = nodes.size();
            var setStart = new int[count + 1];
            var words = new ArrayList<Integer>();
            var values = new float[count * outputs];
            var missingLeft = new boolean[count];
            for (var i = 0; i < count; i++) {
                var node = nodes.get(i);
                if (node.words != null) {
                    Arrays.stream(node.words).forEach(words::add);
                }
                setStart[i + 1] = words.size();
                missingLeft[i] = node.missingLeft;
                System.arraycopy(node.values, 0, values, i * outputs, outputs);
            }
            var threshold = new float[count];
            IntStream.range(0, count).forEach(i -> threshold[i] = nodes.get(i).threshold);
            return new Tree(
                    outputs,
                    nodes.stream().mapToInt(node -> node.feature).toArray(),
                    threshold,
                    nodes.stream().mapToInt(node -> node.left).toArray(),
                    missingLeft,
                    setStart,
                    words.stream().mapToInt(Integer::intValue).toArray(),
                    new float[count],
                    new float[count],
                    nodes.stream().mapToInt(node -> node.rows).toArray(),
                    values);
        }
    }
}
