package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TransposeTest extends OperationTest {

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(new Op.Transpose(List.of(1, 0)), spread(Shape.of(3, 5))),
                Case.of(new Op.Transpose(List.of(0, 2, 1)), spread(Shape.batch(3, 5))),
                Case.of(new Op.Transpose(List.of(0, 3, 1, 2)), spread(Shape.batch(2, 3, 5))),
                Case.of(new Op.Transpose(List.of(2, 0, 1)), spread(Shape.of(2, 3, 4))));
    }

    @Test
    void rowsBecomeColumns() {
        assertThat(compute(1, new Op.Transpose(List.of(1, 0)), fixed(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)))
                .containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(compute(2, new Op.Transpose(List.of(0, 2, 1)), fixed(Shape.batch(2, 2), 1, 2, 3, 4, 5, 6, 7, 8)))
                .containsExactly(1, 3, 2, 4, 5, 7, 6, 8);
    }

    @Property(tries = 20)
    void axesTakeTheExtentsOfThoseTheyComeFrom(@ForAll("shapes") Shape shape, @ForAll Random random) {
        var sampleAxes = new ArrayList<Integer>();
        for (var axis = shape.batched() ? 1 : 0; axis < shape.rank(); axis++) {
            sampleAxes.add(axis);
        }
        Collections.shuffle(sampleAxes, random);
        if (shape.batched()) {
            sampleAxes.addFirst(0);
        }
        var transposed = shapeOf(new Op.Transpose(sampleAxes), shape);
        for (var axis = 0; axis < shape.rank(); axis++) {
            assertThat(transposed.dim(axis)).isEqualTo(shape.dim(sampleAxes.get(axis)));
        }
    }

    @Test
    void refusesRepeatedAxesAndAMovedBatch() {
        assertRefused("each axis once", new Op.Transpose(List.of(0, 0)), Shape.of(3, 5));
        assertRefused("each axis once", new Op.Transpose(List.of(0, 2)), Shape.of(3, 5));
        assertRefused("batch axis first", new Op.Transpose(List.of(1, 0)), Shape.batch(5));
    }
}
