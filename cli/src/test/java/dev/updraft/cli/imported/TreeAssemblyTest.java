package dev.updraft.cli.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.NodeTable;
import dev.updraft.foreign.trees.NodeTable.Missing;
import dev.updraft.foreign.trees.TreeAssembly;
import dev.updraft.trees.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes in any order, where what is missing may be a zero too. */
class TreeAssemblyTest {
    private static final float ZERO = 1e-35f;
    private static final float[] NUMBERS = {
        Float.NEGATIVE_INFINITY,
        -3,
        Math.nextDown(-ZERO),
        -ZERO,
        -1e-40f,
        -0f,
        0,
        1e-40f,
        ZERO,
        Math.nextUp(ZERO),
        2,
        Float.POSITIVE_INFINITY,
        Float.NaN
    };

    private static Tree assembled(NodeTable table) {
        return TreeAssembly.of(table, problem -> ForeignException.damaged(Path.of("a.txt"), "tree 0", problem));
    }

    @ParameterizedTest
    @ValueSource(floats = {-3, -2.5f, -1e-35f, -1e-36f, 0, 1e-36f, 1e-35f, 2})
    void zerosGoWhereGapsGo(float threshold) {
        for (var missing : Missing.values()) {
            var table = new NodeTable(5);
            table.question(0, 0, threshold, missing, 3, 1);
            table.question(1, 1, 5, Missing.LEFT, 2, 4);
            table.leaf(2, 2);
            table.leaf(3, 3);
            table.leaf(4, 4);
            var tree = assembled(table);

            for (var x : NUMBERS) {
                var isZero = x >= -ZERO && x <= ZERO;
                var isLeft = switch (missing) {
                    case LEFT -> Float.isNaN(x) || x <= threshold;
                    case RIGHT -> x <= threshold;
                    case ZERO_LEFT -> Float.isNaN(x) || isZero || x <= threshold;
                    case ZERO_RIGHT -> !isZero && x <= threshold;
                };
                assertThat(tree.predict(new float[] {x, 9}))
                        .describedAs("%s of %s", missing, x)
                        .containsExactly(isLeft ? 3 : 4);
                assertThat(tree.predict(new float[] {x, 1})).containsExactly(isLeft ? 3 : 2);
            }
        }
    }

    @Test
    void aNodeBehindItselfIsRefused() {
        var table = new NodeTable(3);
        table.question(0, 0, 1, Missing.LEFT, 1, 2);
        table.question(2, 0, 1, Missing.LEFT, 0, 1);

        assertThatThrownBy(() -> assembled(table))
                .isInstanceOf(ForeignException.class)
                .hasMessage(
                        "a.txt: tree 0: node 0 has two parents; the file is damaged, or was not written by the program it"
                                + " seems to be from: save the model again");
    }

    @Test
    void soIsOneThatIsNotThere() {
        var table = new NodeTable(2);
        table.question(0, 0, 1, Missing.LEFT, 1, 2);

        assertThatThrownBy(() -> assembled(table))
                .hasMessageStartingWith("a.txt: tree 0: leads to node 2, but there are 2;");
    }
}
