package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static dev.updraft.engine.operations.Operand.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.TestEngines;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GatherTest extends OperationTest {
    private static final Op GATHER = new Op.Gather();

    @Override
    List<Case> cases() {
        return List.of(
                Case.of(GATHER, spread(Shape.of(7, 3)), whole(Shape.batch(5), 6, 0, 3, 3, 1, 2)),
                Case.of(GATHER, spread(Shape.of(7, 1)), whole(Shape.batch(1), 6, 0, 3, 3, 1)),
                Case.of(GATHER, spread(Shape.of(4)), whole(Shape.batch(2, 3), 3, 0, 1, 1, 2)),
                Case.of(GATHER, spread(Shape.of(1, 5)), whole(Shape.batch(3), 0)),
                Case.of(GATHER, spread(Shape.of(3, 2, 4)), whole(Shape.batch(2, 2), 2, 0, 2, 1, 1)),
                Case.of(GATHER, spread(Shape.of(9, 300)), whole(Shape.batch(11), 8, 0, 8, 8, 1)),
                Case.of(
                        "of rows that are learnt",
                        (to, nodes) -> to.gather(to.multiply(nodes.get(0), nodes.get(0)), nodes.get(1)),
                        spread(Shape.of(5, 2)),
                        whole(Shape.batch(3), 4, 0, 4)));
    }

    @Test
    void looksRowsUp() {
        var table = fixed(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        assertThat(compute(2, GATHER, table, whole(Shape.batch(2), 2, 0, 0, 1)))
                .containsExactly(5, 6, 1, 2, 1, 2, 3, 4);
    }

    /** Even the largest int32, which a float32 cannot hold. */
    @TestFactory
    Stream<DynamicTest> anIndexOutsideOfTheTableGivesARowOfNaN() {
        var table = fixed(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        var indices = whole(Shape.batch(7), -1, 3, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 16_777_217, 2);
        var subject = new CaseProgram(Case.of(GATHER, table, indices), CaseProgram.NONE);
        return TestEngines.all().stream()
                .map(engine -> dynamicTest(engine.description(), () -> {
                    try (var session = new CaseSession(engine, subject)) {
                        for (var batch : List.of(1, 33)) {
                            var found =
                                    Objects.requireNonNull(session.run(batch).get("prediction"));
                            for (var i = 0; i < found.length; i += 14) {
                                var nan = Double.NaN;
                                assertThat(java.util.Arrays.copyOfRange(found, i, i + 14))
                                        .containsExactly(nan, nan, nan, nan, 1, 2, nan, nan, nan, nan, nan, nan, 5, 6);
                            }
                        }
                    }
                }));
    }

    @Test
    void hasTheAxesOfTheIndicesAndThoseOfARow() {
        assertThat(gathered(Shape.of(9, 4, 5), Shape.batch(2, 3))).isEqualTo(Shape.batch(2, 3, 4, 5));
        assertThat(gathered(Shape.of(9), Shape.batch())).isEqualTo(Shape.batch());
        assertThat(gathered(Shape.of(9, 4), Shape.of(2))).isEqualTo(Shape.of(2, 4));
    }

    @Test
    void refusesATableWithABatchOrTooManyRows() {
        assertThatThrownBy(() -> gathered(Shape.batch(9), Shape.batch(2))).hasMessageContaining("without a batch");
        assertThatThrownBy(() -> gathered(Shape.of(Op.Gather.MOST_ROWS + 1), Shape.batch(2)))
                .hasMessageContaining("at most 16777216 rows");
        assertThat(gathered(Shape.of(Op.Gather.MOST_ROWS), Shape.batch(2))).isEqualTo(Shape.batch(2));
        assertRefused("takes INT32, not REAL", GATHER, Shape.of(9, 4), Shape.batch(2));
    }

    private static Shape gathered(Shape table, Shape indices) {
        var to = new GraphBuilder();
        return to.gather(
                        to.add(new Op.Input("table", ElementType.REAL, table)),
                        to.add(new Op.Input("indices", ElementType.INT32, indices)))
                .shape();
    }
}
