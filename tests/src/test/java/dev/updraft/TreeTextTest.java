package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.explain.DecisionTree;
import dev.updraft.explain.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees as text, as JSON and as drawings. */
class TreeTextTest {
    @TempDir
    private Path folder;

    @Test
    void treesAreWrittenWithNames() throws IOException {
        try (var model = new Shop(folder).trained("sold: number", "decision_tree(max_depth: 3)", "mse(score, sold)")) {
            var trees = model.trees();
            assertThat(trees).hasToString("decision_tree of model Shop: 1 tree");
            assertThat(trees.toText()).isEqualTo("""
                    decision_tree of model Shop: 1 tree
                    a score is the mean of the leaves

                    tree 1 of 1, for sold, 8 leaves
                    size ≤ small?  (300 rows, gain 88.188)
                      yes: date ≤ 2024-11-30?  (118 rows, gain 39.275)
                        yes: remarks[nothing] ≤ 0.5?  (109 rows, gain 27.219)
                          yes: 85.8529  (34 rows)
                          no: 126.560  (75 rows)
                        no: remarks[nothing] ≤ 0.5?  (9 rows, gain 3.9199)
                          yes: 160.667  (3 rows)
                          no: 213.500  (6 rows)
                      no, or missing: remarks[nothing] ≤ 0.5?  (182 rows, gain 37.208)
                        yes: date ≤ 2024-11-27?  (68 rows, gain 12.177)
                          yes: 135.413  (63 rows)
                          no: 196.600  (5 rows)
                        no: date ≤ 2024-11-30?  (114 rows, gain 25.673)
                          yes: 170.963  (108 rows)
                          no: 251.167  (6 rows)
                    """);
            var tree = trees.tree(1);
            assertThat(tree.leaves()).isEqualTo(8);
            assertThat(tree.outputs()).containsExactly("sold");
            assertThatThrownBy(() -> trees.tree(2)).hasMessage("there is no tree 2: model Shop has 1, numbered from 1");
            for (var i = 0; i < tree.nodes().size(); i++) {
                if (tree.nodes().get(i) instanceof TreeNode.Question question) {
                    assertThat(rows(tree, question.left()) + rows(tree, question.right()))
                            .isEqualTo(rows(tree, i));
                }
            }
        }
    }

    private static long rows(DecisionTree tree, int node) {
        return tree.nodes().get(node).rows();
    }

    @Test
    void treesAreWrittenAsJson() throws IOException {
        try (var model = new Shop(folder)
                .trained(
                        "much: class[\"no\", \"yes\"]",
                        "boosted_trees(trees: 1, max_depth: 2, learning_rate: 0.5)",
                        "binary_crossentropy(score, much)")) {
            assertThat(model.trees().toJson().replace(",\"", ",\n\"")).endsWith("""
                    "outputs":["yes"],
                    "base":[-0.7384949922561646],
                    "trees":[{"number":1,
                    "outputs":["yes"],
                    "nodes":[{"feature":"size",
                    "threshold":3.5,
                    "text":"medium",
                    "missing":"left",
                    "left":1,
                    "right":2,
                    "gain":61.315575,
                    "rows":300},{"feature":"date",
                    "threshold":20048.0,
                    "text":"2024-11-21",
                    "missing":"left",
                    "left":3,
                    "right":4,
                    "gain":30.560314,
                    "rows":207},{"feature":"remarks[nothing]",
                    "threshold":0.5,
                    "text":"0.5",
                    "missing":"right",
                    "left":5,
                    "right":6,
                    "gain":59.16325,
                    "rows":93},{"values":[-0.46794197],
                    "rows":185},{"values":[0.76433206],
                    "rows":22},{"values":[-0.32782903],
                    "rows":37},{"values":[1.354243],
                    "rows":56}]}]}""");
        }
    }

    @Test
    void drawingsSayWhatIsLeftOut() throws IOException {
        try (var model = new Shop(folder).trained("sold: number", "decision_tree(max_depth: 5)", "mse(score, sold)")) {
            var trees = model.trees();
            var drawing = trees.drawing(1, 2);
            assertThat(drawing.title()).isEqualTo("tree 1 of 1, for sold");
            assertThat(drawing.boxes()).hasSize(7);
            var nodes = trees.tree(1).nodes().size();
            assertThat(drawing.note())
                    .isEqualTo(
                            "the first 2 questions of each way; " + (nodes - 7) + " nodes further down are not drawn");
            assertThat(drawing.svg())
                    .contains("<svg xmlns=", drawing.title(), drawing.note())
                    .doesNotContain("NaN");
            assertThat(trees.drawing(1, 30).note()).isEmpty();
            assertThat(trees.drawing(1, 30).boxes()).hasSize(nodes);
            assertThatThrownBy(() -> trees.drawing(1, 0)).hasMessage("a drawing is at least 1 question deep, not 0");
        }
    }
}
