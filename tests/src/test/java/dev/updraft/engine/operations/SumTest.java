package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SumTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Sum(List.of(0)), spread(Shape.batch(7))),
                Case.of(new Op.Sum(List.of(1)), spread(Shape.batch(7))),
                Case.of(new Op.Sum(List.of(0, 1)), spread(Shape.batch(7))),
                Case.of(new Op.Sum(List.of(0, 1, 2)), spread(Shape.batch(3, 2, 5))),
                Case.of(new Op.Sum(List.of(1, 2)), spread(Shape.batch(3, 2, 5))),
                Case.of(new Op.Sum(List.of(3)), spread(Shape.batch(3, 2, 17))),
                Case.of(new Op.Sum(List.of(0)), spread(Shape.batch())),
                Case.of(new Op.Sum(List.of(0)), spread(Shape.of(3, 5))),
                Case.of(new Op.Sum(List.of(0, 1)), spread(Shape.of(19, 5))),
                Case.of("sum and sum of squares", SumTest::moments, spread(Shape.batch(9, 2))),
                Case.of(new Op.Sum(List.of(1)), many(Shape.batch(100, 9))),
                Case.of(new Op.Sum(List.of(2)), many(Shape.batch(5, 300))),
                Case.of(new Op.Sum(List.of(2)), many(Shape.batch(3, 1100))),
                Case.of(new Op.Sum(List.of(0)), many(Shape.batch(2, 1100))),
                Case.of(new Op.Sum(List.of(0, 2)), many(Shape.batch(2, 700))),
                Case.of(new Op.Sum(List.of(0, 1)), many(Shape.batch(1000, 3))),
                Case.of(new Op.Sum(List.of(0, 2)), many(Shape.batch(7, 300))),
                Case.of(new Op.Sum(List.of(0, 1)), many(Shape.batch(1500))));
    }

    /** More than one work-item adds up. */
    private static Operand many(Shape shape) {
        return fixed(shape, 0.1, -0.2, 0.7, 1.3, -0.4, 2.9, 0.6);
    }

    /** Two sums over the same elements. */
    private static Node moments(GraphBuilder to, List<Node> operands) {
        var x = operands.getFirst();
        var sum = to.add(new Op.Sum(List.of(0, 1)), x);
        var squares = to.add(new Op.Sum(List.of(0, 1)), to.multiply(x, x));
        return to.add(new Op.Concat(2), sum, squares);
    }

    @Test
    void addsUpAlongTheAxes() {
        var x = fixed(Shape.batch(2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(compute(2, new Op.Sum(List.of(0)), x)).containsExactly(6, 8, 10, 12);
        assertThat(compute(2, new Op.Sum(List.of(1)), x)).containsExactly(4, 6, 12, 14);
        assertThat(compute(2, new Op.Sum(List.of(1, 2)), x)).containsExactly(10, 26);
        assertThat(compute(2, new Op.Sum(List.of(0, 1, 2)), x)).containsExactly(36);
    }

    @Property(tries = 20)
    void theAxesHaveExtent1(@ForAll("shapes") Shape shape, @ForAll Set<@IntRange(max = 3) Integer> chosen) {
        var axes = chosen.stream().filter(axis -> axis < shape.rank()).sorted().toList();
        var expected = shape;
        for (var axis : axes) {
            expected = expected.with(axis, 1);
        }
        assertThat(shapeOf(new Op.Sum(axes), shape)).isEqualTo(expected);
    }

    @Test
    void refusesAxesOutOfOrder() {
        assertRefused("ascending order", new Op.Sum(List.of(1, 0)), Shape.of(3, 5));
        assertRefused("ascending order", new Op.Sum(List.of(2)), Shape.of(3, 5));
    }
}
