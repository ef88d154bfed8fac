package dev.updraft.engine.cpu.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import org.junit.jupiter.api.Test;

class SignsOfZeroTest {
    private static final Window HALVES = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);

    private final GraphBuilder to = new GraphBuilder();
    private final Node image = input("image", Shape.batch(4, 4, 2));
    private final Node relu = to.map(UnaryFunction.RELU, image);
    private final Node weights = input("weights", Shape.of(8, 3));

    private Node input(String name, Shape shape) {
        return to.add(new Op.Input(name, ElementType.REAL, shape));
    }

    private boolean matterWith(Node output) {
        to.output("prediction", output);
        return new SignsOfZero(to.build()).matter(relu);
    }

    @Test
    void anOutputShowsThem() {
        assertThat(matterWith(relu)).isTrue();
    }

    @Test
    void aProductAddsThemUpBehindPoolingToo() {
        var pooled = to.add(new Op.MaxPool2d(HALVES), relu);
        assertThat(matterWith(to.matMul(to.reshape(pooled, Shape.batch(8)), false, weights, false)))
                .isFalse();
    }

    @Test
    void poolingPassesThemOn() {
        assertThat(matterWith(to.add(new Op.MaxPool2d(HALVES), relu))).isTrue();
    }

    @Test
    void aReciprocalIsInfiniteToOneSide() {
        var reciprocal =
                to.reshape(to.add(new Op.MaxPool2d(HALVES), to.map(UnaryFunction.RECIPROCAL, relu)), Shape.batch(8));
        assertThat(matterWith(to.matMul(reciprocal, false, weights, false))).isTrue();
    }
}
