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

class Conv2dWeightGradientTest extends OperationTest {

    @Override
    List<Case> cases() {
        return Geometry.all().stream()
                .map(geometry ->
                        Case.of(geometry.weightGradient(), spread(geometry.image()), spread(geometry.output())))
                .toList();
    }

    @Provide
    Arbitrary<Geometry> geometries() {
        return Geometry.geometries();
    }

    @Test
    void sumsOverPlacesAndSamples() {
        var image = fixed(Shape.batch(3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var gradient = fixed(Shape.batch(2, 2, 1), 1, 0, 0, 10, 100, 0, 0, 0);
        var window = new Window(2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(compute(2, new Op.Conv2dWeightGradient(window, 1, Shape.of(2, 2, 1, 1)), image, gradient))
                .containsExactly(151, 262, 484, 595);
    }

    /** A weight's gradient is what its unit weights make of the image, weighed by the output's gradient. */
    @Property(tries = 15)
    void isTheTransposeOfTheConvolution(@ForAll("geometries") Geometry geometry) {
        var image = spread(geometry.image());
        var gradient = spread(geometry.output());
        var found = compute(2, geometry.weightGradient(), image, gradient);
        for (var weight = 0; weight < found.length; weight++) {
            var unit = new double[found.length];
            unit[weight] = 1;
            var response = compute(2, geometry.convolution(), image, fixed(geometry.weights(), unit));
            assertThat(found[weight]).isCloseTo(dot(response, gradient.values(2, 1)), within(1e-12));
        }
    }

    @Property(tries = 15)
    void hasTheShapeOfTheWeights(@ForAll("geometries") Geometry geometry) {
        assertThat(shapeOf(geometry.weightGradient(), geometry.image(), geometry.output()))
                .isEqualTo(geometry.weights());
    }

    @Test
    void refusesAGradientOfAnotherShape() {
        var window = new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
        var op = new Op.Conv2dWeightGradient(window, 1, Shape.of(3, 3, 1, 1));
        assertRefused("gradient does not fit", op, Shape.batch(5, 5, 1), Shape.batch(2, 3, 1));
    }
}
