package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeSumTest extends OperationTest {
    private static final double NAN = Double.NaN;

    /** Two trees: one of two questions, the second about a set; and a leaf alone. A third is not there yet. */
    private static final Operand ROOTS = fixed(Shape.of(3), 0, 5, -1);

    private static final Operand NODES = fixed(
            Shape.of(6, 4),
            List.of(
                            List.of(0.0, 0.5, 1.0, 1.0), // x[0] <= 0.5, or missing? Then 1, else 2.
                            List.of(-1.0, 0.0, 0.0, 0.0), // Leaf 0.
                            List.of(1.0, 0.0, 3.0, 2.0), // x[1] in {1, 25}? Then 3, else or missing 4.
                            List.of(-1.0, 0.0, 1.0, 0.0), // Leaf 1.
                            List.of(-1.0, 0.0, 2.0, 0.0), // Leaf 2.
                            List.of(-1.0, 0.0, 3.0, 0.0)) // Leaf 3.
                    .stream()
                    .flatMap(List::stream)
                    .mapToDouble(value -> value)
                    .toArray());

    private static final Operand SETS = fixed(Shape.of(3), 2, 2, 2);

    private static final Operand NUMBERS =
            fixed(Shape.of(5, 4), 0, 0.25, 1, 0, -1, 0, 0, 0, 1, -0.75, 3, 1, -1, 0, 1, 0, -1, 0, 0, 0);

    @Override
    List<Case> cases() {
        var rows = fixed(Shape.batch(2), 0.5, 3, 0.6, 1, 2, 25, 9, 24, NAN, 1, 0.7, NAN, 7, 48, 7, 1000, 7, -1, 0, 0);
        return List.of(
                Case.of(
                        new Op.TreeSum(1),
                        rows,
                        fixed(Shape.of(1), 0.1),
                        ROOTS,
                        NODES,
                        fixed(Shape.of(4, 1), 1, 10, 100, 1000),
                        SETS),
                Case.of(
                        new Op.TreeSum(2),
                        rows,
                        fixed(Shape.of(2), 0.1, 0.2),
                        ROOTS,
                        NODES,
                        fixed(Shape.of(4, 1), 1, 10, 100, 1000),
                        SETS),
                Case.of(
                        new Op.TreeSum(3),
                        rows,
                        fixed(Shape.of(3), 0.1, 0.2, 0.3),
                        ROOTS,
                        NODES,
                        fixed(Shape.of(4, 3), 1, 2, 3, 10, 20, 30, 100, 200, 300, 1000, 2000, 3000),
                        SETS),
                Case.of(
                        new Op.TreeSum(2),
                        spread(Shape.batch(3)),
                        fixed(Shape.of(2), 0),
                        fixed(Shape.of(4), 0, 3, 1, 2),
                        NUMBERS,
                        fixed(Shape.of(2, 1), 1, -3)),
                Case.of(
                        new Op.TreeSum(2),
                        spread(Shape.batch(3)),
                        fixed(Shape.of(2), 0),
                        fixed(Shape.of(4), -1),
                        NUMBERS,
                        fixed(Shape.of(2, 2), 1, -3)));
    }

    @Test
    void asksAboutNumbersAndSetsAndSendsWhatIsMissingWhereItWentInTraining() {
        var rows = fixed(Shape.batch(2), 0.5, 3, 0.6, 1, 2, 25, 9, 24, NAN, 1, 0.7, NAN, 7, 48, 7, 1000);
        var found = compute(
                8,
                new Op.TreeSum(1),
                rows,
                fixed(Shape.of(1), 0.5),
                ROOTS,
                NODES,
                fixed(Shape.of(4, 1), 1, 10, 100, 1000),
                SETS);
        assertThat(found).containsExactly(1001.5, 1010.5, 1010.5, 1100.5, 1001.5, 1100.5, 1100.5, 1100.5);
    }

    @Test
    void treesOfOneNumberTakeTurnsAtTheOutputs() {
        var found = compute(
                2,
                new Op.TreeSum(2),
                fixed(Shape.batch(2), 0, 0, 1, 1),
                fixed(Shape.of(2), 0.25, 0.5),
                ROOTS,
                NODES,
                fixed(Shape.of(4, 1), 1, 10, 100, 1000),
                SETS);
        assertThat(found).containsExactly(1.25, 1000.5, 10.25, 1000.5);
    }

    @Test
    void refusesArraysThatAreNoTrees() {
        var op = new Op.TreeSum(2);
        var x = Shape.batch(3);
        var base = Shape.of(2);
        var roots = Shape.of(5);
        var nodes = Shape.of(9, 4);
        var leaves = Shape.of(5, 1);
        assertThat(shapeOf(op, x, base, roots, nodes, leaves)).isEqualTo(Shape.batch(2));
        assertRefused("a batch of features", op, Shape.of(3), base, roots, nodes, leaves);
        assertRefused("a number for each output", op, x, Shape.of(3), roots, nodes, leaves);
        assertRefused("the nodes of the roots", op, x, base, Shape.of(5, 1), nodes, leaves);
        assertRefused("nodes of 4 numbers", op, x, base, roots, Shape.of(9, 5), leaves);
        assertRefused("at most 16777216 nodes", op, x, base, roots, Shape.of((1 << 24) + 1, 4), leaves);
        assertRefused("one for each output", op, x, base, roots, nodes, Shape.of(5, 3));
        assertRefused("takes sets", op, x, base, roots, nodes, leaves, Shape.of(5, 3));
        assertRefused("takes 5 operands", op, x, base, roots, nodes);
    }
}
