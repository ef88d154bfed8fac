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

class Conv2dInputGradientTest extends OperationTest {

    @Override
    List<Case> cases() {
        return Geometry.all().stream()
                .map(geometry ->
                        Case.of(geometry.inputGradient(), spread(geometry.output()), spread(geometry.weights())))
                .toList();
    }

    @Provide
    Arbitrary<Geometry> geometries() {
        return Geometry.geometries();
    }

    @Test
    void spreadsEachPlaceOverItsWindow() {
        var gradient = fixed(Shape.batch(2, 2, 1), 1, 0, 0, 2);
        var weights = fixed(Shape.of(2, 2, 1, 1), 1, 10, 100, 1000);
        var window = new Window(2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(compute(1, new Op.Conv2dInputGradient(window, 1, Shape.batch(3, 3, 1)), gradient, weights))
                .containsExactly(1, 10, 0, 100, 1002, 20, 0, 200, 2000);
    }

    /** A pixel's gradient is what its unit image contributes to the output, weighed by the output's gradient. */
    @Property(tries = 15)
    void isTheTransposeOfTheConvolution(@ForAll("geometries") Geometry geometry) {
        var gradient = spread(geometry.output());
        var weights = spread(geometry.weights());
        var found = compute(1, geometry.inputGradient(), gradient, weights);
        for (var pixel = 0; pixel < found.length; pixel++) {
            var unit = new double[found.length];
            unit[pixel] = 1;
            var response = compute(1, geometry.convolution(), fixed(geometry.image(), unit), weights);
            assertThat(found[pixel]).isCloseTo(dot(response, gradient.values(1, 0)), within(1e-12));
        }
    }

    @Property(tries = 15)
    void hasTheShapeOfTheImage(@ForAll("geometries") Geometry geometry) {
        assertThat(shapeOf(geometry.inputGradient(), geometry.output(), geometry.weights()))
                .isEqualTo(geometry.image());
    }

    @Test
    void refusesAGradientOfAnotherShape() {
        var window = new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
        var op = new Op.Conv2dInputGradient(window, 1, Shape.batch(5, 5, 1));
        assertRefused("gradient does not fit", op, Shape.batch(2, 3, 1), Shape.of(3, 3, 1, 1));
    }
}
