package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Op.NearestRows;
import dev.updraft.compiler.ops.Op.NearestRows.Metric;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestRowsTest extends OperationTest {
    private static final double NAN = Double.NaN;

    /** Small integers: so that the distances are the same in float32, and equal ones are. */
    private static Operand integers(Shape shape, int count, int seed) {
        var values = new double[count];
        Arrays.setAll(values, i -> (i * 7919 + seed * 104729) % 31 % 13 - 6);
        return fixed(shape, values);
    }

    /** More rows than are compared at once, with room behind them, and each of them several times. */
    @Override
    List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (var metric : List.of(Metric.EUCLIDEAN, Metric.MANHATTAN)) {
            cases.add(Case.of(
                    new NearestRows(3, metric),
                    integers(Shape.batch(5), 35, 1),
                    integers(Shape.of(600, 5), 3000, 2),
                    fixed(Shape.of(1), 570)));
            cases.add(Case.of(
                    new NearestRows(1, metric),
                    integers(Shape.batch(2), 10, 3),
                    integers(Shape.of(4, 2), 8, 4),
                    fixed(Shape.of(1), 4)));
            cases.add(Case.of(
                    "numbers of rows, where there are fewer than " + new NearestRows(4, metric),
                    (to, nodes) -> to.add(new Op.Slice(1, 4, 4), to.add(new NearestRows(4, metric), nodes)),
                    integers(Shape.batch(2), 10, 3),
                    integers(Shape.of(9, 2), 18, 4),
                    fixed(Shape.of(1), 2)));
        }
        cases.add(Case.of(
                new NearestRows(2, Metric.COSINE),
                fixed(Shape.batch(2), 1, 0.1, -2, 0.5, 0.3, 3, 7, 5, 0, 0),
                fixed(Shape.of(6, 2), 2, 0, 0, 1, -1, 0, 3, 3, 0, 0, 9, 9),
                fixed(Shape.of(1), 5)));
        return cases;
    }

    @Test
    void givesDistancesInAscendingOrderAndBehindThemTheRows() {
        var found = compute(
                1,
                new NearestRows(2, Metric.EUCLIDEAN),
                fixed(Shape.batch(2), 1, 1),
                fixed(Shape.of(3, 2), 4, 5, 1, 1, 1, 3),
                fixed(Shape.of(1), 3));
        assertThat(found).containsExactly(0, 2, 1, 2);
    }

    @Test
    void takesTheFirstOfRowsThatAreEquallyFar() {
        var found = compute(
                1,
                new NearestRows(3, Metric.MANHATTAN),
                fixed(Shape.batch(1), 0),
                fixed(Shape.of(5, 1), 2, -1, 1, 1, -1),
                fixed(Shape.of(1), 5));
        assertThat(found).containsExactly(1, 1, 1, 1, 2, 3);
    }

    @Test
    void aDistanceThatIsNotANumberIsNone() {
        var found = compute(
                2,
                new NearestRows(2, Metric.EUCLIDEAN),
                fixed(Shape.batch(1), 3, NAN),
                fixed(Shape.of(3, 1), NAN, 1, 9),
                fixed(Shape.of(1), 2));
        assertThat(found).containsExactly(2, NAN, 1, -1, NAN, NAN, -1, -1);
    }

    @Test
    void everyRowIsAsFarAsCanBeFromZeroByTheCosine() {
        var found = compute(
                1,
                new NearestRows(2, Metric.COSINE),
                fixed(Shape.batch(2), 0, 0),
                fixed(Shape.of(2, 2), 1, 2, 0, 0),
                fixed(Shape.of(1), 2));
        assertThat(found).containsExactly(1, 1, 0, 1);
    }

    @Test
    void refusesTablesOfOtherRows() {
        var op = new NearestRows(2, Metric.EUCLIDEAN);
        assertThat(shapeOf(op, Shape.batch(3), Shape.of(9, 3), Shape.of(1))).isEqualTo(Shape.batch(4));
        assertRefused("a batch of rows", op, Shape.of(2, 3), Shape.of(9, 3), Shape.of(1));
        assertRefused("rows of the same length", op, Shape.batch(3), Shape.of(9, 2), Shape.of(1));
        assertRefused("the number of filled rows", op, Shape.batch(3), Shape.of(9, 3), Shape.of(2));
        assertRefused("at most 16777216 rows", op, Shape.batch(3), Shape.of(1 << 25, 3), Shape.of(1));
    }
}
