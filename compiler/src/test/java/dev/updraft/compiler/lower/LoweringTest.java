package dev.updraft.compiler.lower;

import static dev.updraft.compiler.lower.Network.LINEAR;
import static dev.updraft.compiler.lower.Network.conv2d;
import static dev.updraft.compiler.lower.Network.dense;
import static dev.updraft.compiler.lower.Network.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.Padding;
import dev.updraft.compiler.layers.RegularizationLayer;
import dev.updraft.compiler.layers.ReshapingLayer;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepScalars;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoweringTest {

    @Test
    void theTutorialNetworkHasItsParametersThenItsSlots() {
        var program = Lowering.of(Network.cifar10());
        var trainable = withRole(program, Role.TRAINABLE);
        assertThat(trainable)
                .extracting(variable -> variable.shape().elementsPerSample())
                .containsExactly(864L, 32L, 18432L, 64L, 36864L, 64L, 65536L, 64L, 640L, 10L);
        assertThat(trainable.getFirst().name()).isEqualTo("conv2d_2/kernel");
        assertThat(withRole(program, Role.SLOT))
                .extracting(Variable::name)
                .hasSize(20)
                .startsWith("adam/m/conv2d_2/kernel", "adam/v/conv2d_2/kernel", "adam/m/conv2d_2/bias");
        assertThat(program.variables().subList(0, 10)).isEqualTo(trainable);
    }

    @Test
    void trainingUpdatesEveryVariableAndEvaluatingNone() {
        var program = Lowering.of(Network.cifar10());
        assertThat(train(program).updates().keySet()).containsExactlyInAnyOrderElementsOf(program.variables());
        assertThat(evaluate(program).updates()).isEmpty();
        assertThat(train(program).outputs().keySet()).containsExactly(Program.LOSS, Program.PREDICTION);
        assertThat(program.predict().outputs().keySet()).containsExactly(Program.PREDICTION);
    }

    @Test
    void aBiasAndItsActivationFollowTheirConvolution() {
        var relu = only(
                Lowering.of(Network.cifar10()).predict(),
                node -> node.shape().equals(Shape.batch(30, 30, 32)) && node.op() instanceof Op.UnaryOp);
        assertThat(relu.op()).isEqualTo(new Op.UnaryOp(UnaryFunction.RELU));
        var sum = relu.operand(0);
        assertThat(sum.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.ADD));
        assertThat(sum.operand(0).op()).isInstanceOf(Op.Conv2d.class);
        assertThat(sum.operand(1).op()).isInstanceOf(Op.Broadcast.class);
        assertThat(sum.operand(1).operand(0).op()).isEqualTo(new Op.Reshape(Shape.of(1, 1, 1, 32)));
        assertThat(sum.operand(1).operand(0).operand(0).op()).isInstanceOf(Op.ReadVariable.class);
        assertThat(relu.origin().name()).isEqualTo("conv2d_2");
        assertThat(relu.origin().span()).isNotNull();
    }

    @Test
    void withoutLossOrOptimizerThereIsNothingToTrain() {
        var network = new Network(4);
        network.chain(network.input, dense(3, LINEAR));
        var predictOnly = Lowering.of(network.graph());
        assertThat(predictOnly.targets()).isEmpty();
        assertThat(predictOnly.evaluate()).isNull();
        assertThat(predictOnly.train()).isNull();
        assertThat(predictOnly.scalars()).isEqualTo(StepScalars.NONE);

        var evaluateOnly =
                Lowering.of(network.reals(3).loss(new Loss.MeanSquaredError()).graph());
        assertThat(evaluateOnly.evaluate()).isNotNull();
        assertThat(evaluateOnly.train()).isNull();
    }

    @Test
    void logitsArePredictedAsProbabilities() {
        assertThat(prediction(new Loss.SparseCategoricalCrossentropy(true), LINEAR)
                        .op())
                .isEqualTo(new Op.Softmax());
        assertThat(prediction(new Loss.BinaryCrossentropy(true, 0), LINEAR).op())
                .isEqualTo(new Op.UnaryOp(UnaryFunction.SIGMOID));
        assertThat(prediction(new Loss.MeanSquaredError(), LINEAR).op()).isEqualTo(new Op.BinaryOp(BinaryFunction.ADD));
        var softmax = prediction(new Loss.CategoricalCrossentropy(false, 0), new Activation.Softmax());
        assertThat(softmax.op()).isEqualTo(new Op.Softmax());
        assertThat(softmax.operand(0).op()).isNotEqualTo(new Op.Softmax());
    }

    @Test
    void theLossOfASoftmaxIsTakenFromItsLogits() {
        var network = new Network(4);
        network.chain(network.input, dense(2, new Activation.Softmax()));
        var graph = Lowering.of(network.classes(2)
                        .loss(new Loss.SparseCategoricalCrossentropy(false))
                        .graph())
                .evaluate();
        assertThat(graph).isNotNull();
        assertThat(graph.nodes()).noneMatch(node -> node.op().equals(new Op.UnaryOp(UnaryFunction.LOG)));
        assertThat(only(graph, node -> node.op() instanceof Op.LogSoftmax).operand(0))
                .isEqualTo(only(graph, node -> node.op() instanceof Op.Softmax).operand(0));
    }

    @Test
    void dropoutWorksInTrainingAloneAndEachFromAStreamOfItsOwn() {
        var network = new Network(4);
        network.chain(
                network.input,
                new RegularizationLayer.Dropout(0.5),
                dense(3, LINEAR),
                new RegularizationLayer.Dropout(0.25),
                new RegularizationLayer.Dropout(0));
        var program = Lowering.of(network.reals(3)
                .loss(new Loss.MeanSquaredError())
                .optimizer(sgd(0.1))
                .graph());
        assertThat(train(program).nodes().stream()
                        .map(Node::op)
                        .filter(Op.RandomUniform.class::isInstance)
                        .toList())
                .containsExactly(new Op.RandomUniform(0, Shape.batch(4)), new Op.RandomUniform(1, Shape.batch(3)));
        assertThat(evaluate(program).nodes()).noneMatch(node -> node.op() instanceof Op.RandomUniform);
    }

    @Test
    void runningStatisticsAreReadToEvaluateAndUpdatedInTraining() {
        var network = new Network(4, 4, 3);
        network.chain(
                network.input, new NormalizationLayer.BatchNorm(0.99, 1e-3, true, true), new ReshapingLayer.Flatten());
        var program = Lowering.of(network.reals(48)
                .loss(new Loss.MeanSquaredError())
                .optimizer(sgd(0.1))
                .graph());
        var running = withRole(program, Role.STATE);
        assertThat(running)
                .extracting(Variable::name)
                .containsExactly("batchnorm_1/moving_mean", "batchnorm_1/moving_variance");
        assertThat(train(program).updates().keySet()).containsAll(running);
        assertThat(evaluate(program).nodes())
                .extracting(Node::op)
                .contains(new Op.ReadVariable(running.getFirst()), new Op.ReadVariable(running.getLast()));
    }

    @ParameterizedTest
    @CsvSource({
        // extent, kernel, stride, before, after: as TensorFlow pads
        "32, 3, 1, 1, 1",
        "32, 3, 2, 0, 1",
        "33, 3, 2, 1, 1",
        "5, 2, 1, 0, 1",
        "7, 1, 2, 0, 0",
        "28, 5, 3, 2, 2",
    })
    void samePaddingPutsTheOddPlaceLast(int extent, int kernel, int stride, int before, int after) {
        var network = new Network(extent, extent, 1);
        network.chain(network.input, conv2d(2, kernel, stride, Padding.SAME, LINEAR));
        var conv = only(Lowering.of(network.graph()).predict(), node -> node.op() instanceof Op.Conv2d);
        var window = ((Op.Conv2d) conv.op()).window();
        assertThat(List.of(window.padTop(), window.padBottom(), window.padLeft(), window.padRight()))
                .containsExactly(before, after, before, after);
        assertThat(conv.shape().dim(1)).isEqualTo(Math.ceilDiv(extent, stride));
    }

    private static Node prediction(Loss loss, Activation activation) {
        var network = new Network(4);
        network.chain(network.input, dense(3, activation));
        var graph = network.reals(3).loss(loss).graph();
        var prediction = Lowering.of(graph).predict().outputs().get(Program.PREDICTION);
        assertThat(prediction).isNotNull();
        return prediction;
    }

    private static List<Variable> withRole(Program program, Role role) {
        return program.variables().stream()
                .filter(variable -> variable.role() == role)
                .toList();
    }

    private static Graph train(Program program) {
        assertThat(program.train()).isNotNull();
        return program.train();
    }

    private static Graph evaluate(Program program) {
        assertThat(program.evaluate()).isNotNull();
        return program.evaluate();
    }

    private static Node only(Graph graph, Predicate<Node> wanted) {
        var found = graph.nodes().stream().filter(wanted).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
