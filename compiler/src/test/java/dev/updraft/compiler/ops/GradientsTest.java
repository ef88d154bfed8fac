package dev.updraft.compiler.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.ops.Node.Origin;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not depend on an engine; the values of gradients are tested where engines are. */
class GradientsTest {
    private final GraphBuilder to = new GraphBuilder();
    private final Node x = to.add(new Op.Input("x", ElementType.REAL, Shape.batch(3)));

    @Test
    void reluPassesItsGradientThroughAGateOnItsOwnResult() {
        var relu = to.map(UnaryFunction.RELU, x);
        var gradient = Gradients.of(to, to.sumAll(relu), List.of(x)).getFirst();
        assertThat(gradient.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.RELU_GRAD));
        assertThat(gradient.operand(1)).isSameAs(relu);
    }

    @Test
    void isZeroWhereTheLossDoesNotDependOnANode() {
        var other = to.add(new Op.Input("other", ElementType.REAL, Shape.of(2, 5)));
        var gradient = Gradients.of(to, to.sumAll(x), List.of(other)).getFirst();
        assertThat(gradient.shape()).isEqualTo(other.shape());
        assertThat(gradient.op()).isEqualTo(new Op.Broadcast(other.shape()));
        assertThat(gradient.operand(0).op()).isEqualTo(new Op.Constant(0));
    }

    @Test
    void ofAScalarByItselfIsOne() {
        var loss = to.sumAll(x);
        assertThat(Gradients.of(to, loss, List.of(loss)).getFirst().op()).isEqualTo(new Op.Constant(1));
    }

    @Test
    void addsWhatComesFromSeveralUsersFromTheLastToTheFirst() {
        var first = to.map(UnaryFunction.RELU, x);
        var last = to.map(UnaryFunction.RELU, x);
        var gradient =
                Gradients.of(to, to.sumAll(to.add(first, last)), List.of(x)).getFirst();
        assertThat(gradient.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.ADD));
        assertThat(gradient.operand(0).operand(1)).isSameAs(last);
        assertThat(gradient.operand(1).operand(1)).isSameAs(first);
    }

    @Test
    void belongsToTheLayerOfTheOperationItPassesThrough() {
        var layer = new Origin("dense_1", null);
        var outside = new Origin("optimizer", null);
        to.origin(layer);
        var relu = to.map(UnaryFunction.RELU, x);
        to.origin(outside);
        var gradient = Gradients.of(to, to.sumAll(relu), List.of(x)).getFirst();
        assertThat(gradient.origin()).isEqualTo(layer);
        assertThat(to.origin()).isEqualTo(outside);
    }

    @Test
    void refusesALossThatIsNoScalar() {
        assertThatThrownBy(() -> Gradients.of(to, x, List.of(x)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[batch, 3]");
    }
}
