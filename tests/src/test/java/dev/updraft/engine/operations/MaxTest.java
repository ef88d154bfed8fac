package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaxTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Max(List.of(1)), spread(Shape.batch(7))),
                Case.of(new Op.Max(List.of(1, 2)), spread(Shape.batch(3, 2, 5))),
                Case.of(new Op.Max(List.of(3)), spread(Shape.batch(3, 2, 17))),
                Case.of(new Op.Max(List.of(1)), spread(Shape.batch(1))),
                Case.of(new Op.Max(List.of(1)), fixed(Shape.batch(100, 3), -3, -1, -4, -1, -5, -9, -2)),
                Case.of(new Op.Max(List.of(2)), fixed(Shape.batch(2, 100), -3, -1, -4, -1, -5, -9, -2)),
                Case.of(new Op.Max(List.of(0, 1)), spread(Shape.of(3, 5))),
                Case.of(new Op.Max(List.of(0)), spread(Shape.of(3, 5))));
    }

    @Test
    void isTheLargestAlongTheAxes() {
        var x = fixed(Shape.batch(2, 2), -1, -2, -3, -4, 8, 7, 6, 5);
        assertThat(compute(2, new Op.Max(List.of(1)), x)).containsExactly(-1, -2, 8, 7);
        assertThat(compute(2, new Op.Max(List.of(1, 2)), x)).containsExactly(-1, 8);
    }

    @Test
    void equalElementsShareTheGradient() {
        var gradient = Case.of(
                "gradient",
                (to, nodes) -> {
                    var loss = to.sumAll(to.add(new Op.Max(List.of(1)), nodes));
                    return Gradients.of(to, loss, nodes).getFirst();
                },
                fixed(Shape.batch(4), 1, 3, 2, 3));
        assertThat(compute(1, gradient)).containsExactly(0, 0.5, 0, 0.5);
    }

    @Property(tries = 20)
    void theAxesHaveExtent1(@ForAll("shapes") Shape shape, @ForAll Set<@IntRange(max = 3) Integer> chosen) {
        var axes = chosen.stream()
                .filter(axis -> axis < shape.rank() && shape.dim(axis) != Shape.BATCH)
                .sorted()
                .toList();
        var expected = shape;
        for (var axis : axes) {
            expected = expected.with(axis, 1);
        }
        assertThat(shapeOf(new Op.Max(axes), shape)).isEqualTo(expected);
    }

    @Test
    void refusesTheBatch() {
        assertRefused("reduce the batch", new Op.Max(List.of(0)), Shape.batch(5));
    }
}
