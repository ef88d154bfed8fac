package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AveragePool2dGradientTest extends OperationTest {

    @Override
    List<Case> cases() {
        return Pooled.all().stream()
                .map(pooled ->
                        Case.of(new Op.AveragePool2dGradient(pooled.window(), pooled.image()), spread(pooled.pooled())))
                .toList();
    }

    @Provide
    Arbitrary<Pooled> pooled() {
        return Pooled.arbitrary();
    }

    @Test
    void goesInEqualPartsToThePixelsOfEachWindow() {
        var gradient = fixed(Shape.batch(1, 3, 1), 6, 12, 8);
        var window = new Window(1, 3, 1, 1, 1, 1, 0, 0, 1, 1);
        assertThat(compute(1, new Op.AveragePool2dGradient(window, Shape.batch(1, 3, 1)), gradient))
                .containsExactly(3 + 4, 3 + 4 + 4, 4 + 4);
    }

    /** A pixel's gradient is what its unit image contributes to the pooled, weighed by the pooled's gradient. */
    @Property(tries = 15)
    void isTheTransposeOfThePooling(@ForAll("pooled") Pooled pooled) {
        var gradient = spread(pooled.pooled());
        var found = compute(1, new Op.AveragePool2dGradient(pooled.window(), pooled.image()), gradient);
        for (var pixel = 0; pixel < found.length; pixel++) {
            var unit = new double[found.length];
            unit[pixel] = 1;
            var response = compute(1, new Op.AveragePool2d(pooled.window()), fixed(pooled.image(), unit));
            assertThat(found[pixel]).isCloseTo(dot(response, gradient.values(1, 0)), within(1e-12));
        }
    }

    @Property(tries = 20)
    void hasTheShapeOfTheImage(@ForAll("pooled") Pooled pooled) {
        var op = new Op.AveragePool2dGradient(pooled.window(), pooled.image());
        assertThat(shapeOf(op, pooled.pooled())).isEqualTo(pooled.image());
    }

    @Test
    void refusesAGradientOfAnotherShape() {
        var window = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
        var op = new Op.AveragePool2dGradient(window, Shape.batch(4, 4, 1));
        assertRefused("gradient does not fit", op, Shape.batch(2, 1, 1));
    }
}
