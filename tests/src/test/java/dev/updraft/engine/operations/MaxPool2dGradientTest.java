package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MaxPool2dGradientTest extends OperationTest {

    /** Nothing is derived here: the gradient of this gradient is not known. */
    @Override
    List<Case> cases() {
        return Pooled.all().stream()
                .map(pooled -> Case.of(
                        new Op.MaxPool2dGradient(pooled.window()),
                        fixed(pooled.image(), 3, 1, 4, 1.5, 9, 2, 6, 5, 3.5, 8, -9, 7, 9.5),
                        fixed(pooled.pooled(), 2, -7, 1, 8, 2.5)))
                .toList();
    }

    @Provide
    Arbitrary<Pooled> pooled() {
        return Pooled.arbitrary();
    }

    @Test
    void goesToTheFirstLargestOfEachWindow() {
        var image = fixed(Shape.batch(2, 4, 1), 1, 2, 6, 4, 2, 1, 6, 5);
        var gradient = fixed(Shape.batch(1, 2, 1), 10, 20);
        var window = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
        assertThat(compute(1, new Op.MaxPool2dGradient(window), image, gradient))
                .containsExactly(0, 10, 20, 0, 0, 0, 0, 0);
    }

    @Test
    void windowsThatOverlapAddUp() {
        var image = fixed(Shape.batch(1, 3, 1), 1, 9, 2);
        var gradient = fixed(Shape.batch(1, 2, 1), 10, 20);
        var window = new Window(1, 2, 1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(compute(1, new Op.MaxPool2dGradient(window), image, gradient))
                .containsExactly(0, 30, 0);
    }

    @Test
    void hasNoGradientItself() {
        var to = new GraphBuilder();
        var image = to.add(new Op.Input("image", ElementType.REAL, Shape.batch(4, 4, 1)));
        var pooled = to.add(new Op.MaxPool2d(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0)), image);
        var gradient = Gradients.of(to, to.sumAll(to.multiply(pooled, pooled)), List.of(image))
                .getFirst();
        var second = to.sumAll(gradient);
        assertThatThrownBy(() -> Gradients.of(to, second, List.of(image)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("MaxPool2dGradient");
    }

    @Property(tries = 20)
    void hasTheShapeOfTheImage(@ForAll("pooled") Pooled pooled) {
        assertThat(shapeOf(new Op.MaxPool2dGradient(pooled.window()), pooled.image(), pooled.pooled()))
                .isEqualTo(pooled.image());
    }

    @Test
    void refusesAGradientOfAnotherShape() {
        var op = new Op.MaxPool2dGradient(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0));
        assertRefused("gradient does not fit", op, Shape.batch(4, 4, 1), Shape.batch(2, 1, 1));
    }
}
