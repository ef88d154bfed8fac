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

class AveragePool2dTest extends OperationTest {

    @Override
    List<Case> cases() {
        return Pooled.all().stream()
                .map(pooled -> Case.of(new Op.AveragePool2d(pooled.window()), spread(pooled.image())))
                .toList();
    }

    @Provide
    Arbitrary<Pooled> pooled() {
        return Pooled.arbitrary();
    }

    @Test
    void isTheMeanOfEachWindow() {
        var image = fixed(Shape.batch(2, 4, 1), 1, 2, 3, 4, 8, 7, 6, 5);
        var window = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
        assertThat(compute(1, new Op.AveragePool2d(window), image)).containsExactly(4.5, 4.5);
    }

    @Test
    void leavesPaddingOutOfTheCount() {
        var image = fixed(Shape.batch(1, 3, 1), 3, 6, 9);
        var window = new Window(1, 3, 1, 1, 1, 1, 0, 0, 1, 1);
        assertThat(compute(1, new Op.AveragePool2d(window), image)).containsExactly(4.5, 6, 7.5);
    }

    @Property(tries = 20)
    void isTheMeanOfTheWindowsPixels(@ForAll("pooled") Pooled pooled) {
        var image = spread(pooled.image());
        var found = compute(1, new Op.AveragePool2d(pooled.window()), image);
        var expected =
                pooled.eachWindow(image.values(1, 0), values -> values.average().orElseThrow());
        assertThat(found).containsExactly(expected, within(1e-13));
    }

    @Property(tries = 20)
    void hasOnePlaceForEachPlaceOfTheWindow(@ForAll("pooled") Pooled pooled) {
        assertThat(shapeOf(new Op.AveragePool2d(pooled.window()), pooled.image()))
                .isEqualTo(pooled.pooled());
    }

    @Test
    void refusesWindowsOfPaddingAlone() {
        assertRefused(
                "only padding", new Op.AveragePool2d(new Window(2, 2, 1, 1, 1, 1, 0, 0, 0, 2)), Shape.batch(5, 5, 1));
    }
}
