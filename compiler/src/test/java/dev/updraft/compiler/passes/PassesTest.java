package dev.updraft.compiler.passes;

import static dev.updraft.compiler.lower.Network.LINEAR;
import static dev.updraft.compiler.lower.Network.RELU;
import static dev.updraft.compiler.lower.Network.adam;
import static dev.updraft.compiler.lower.Network.conv2d;
import static dev.updraft.compiler.lower.Network.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.Padding;
import dev.updraft.compiler.layers.RegularizationLayer;
import dev.updraft.compiler.lower.Lowering;
import dev.updraft.compiler.lower.Network;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassesTest {
    private static final Shape SHAPE = Shape.batch(4, 6);

    @ParameterizedTest
    @MethodSource("networks")
    void everyPassLeavesASoundGraphThatIsNotLarger(LayerGraph layers) {
        var program = Lowering.of(layers);
        for (var graph : graphs(program)) {
            Verifier.verify(graph);
            var simplified = Compiler.SIMPLIFICATION.run(graph, (pass, result) -> {
                var after = (Graph) result;
                assertThat(after.outputs().keySet())
                        .as(pass)
                        .isEqualTo(graph.outputs().keySet());
                assertThat(after.updates().keySet())
                        .as(pass)
                        .isEqualTo(graph.updates().keySet());
                Verifier.verify(after);
            });
            assertThat(simplified.nodes())
                    .hasSizeLessThanOrEqualTo(graph.nodes().size());
            assertThat(Compiler.SIMPLIFICATION.run(simplified).nodes()).hasSameSizeAs(simplified.nodes());
        }
    }

    static List<LayerGraph> networks() {
        var residual = new Network(8, 8, 2);
        var trunk = residual.chain(
                residual.input,
                conv2d(4, 3, 1, Padding.SAME, LINEAR),
                new NormalizationLayer.BatchNorm(0.9, 1e-3, true, true),
                new Layer.Activate(RELU),
                new RegularizationLayer.Dropout(0.3));
        var branch = residual.chain(
                trunk, conv2d(4, 3, 1, Padding.SAME, RELU), new NormalizationLayer.LayerNorm(1e-3, true, true));
        residual.chain(
                residual.layer(new Layer.Add(), trunk, branch), new Layer.GlobalAveragePool2d(), dense(1, LINEAR));
        residual.reals(1).loss(new Loss.Huber(1)).optimizer(adam(0.01));
        return List.of(Network.cifar10(), residual.graph());
    }

    @ParameterizedTest
    @MethodSource("identities")
    void identitiesVanish(BiFunction<GraphBuilder, Node, Node> expression) {
        assertThat(simplified(expression).op()).isInstanceOf(Op.Input.class);
    }

    static Stream<BiFunction<GraphBuilder, Node, Node>> identities() {
        return Stream.of(
                (to, x) -> to.add(x, to.full(0, SHAPE)),
                (to, x) -> to.add(to.full(0, SHAPE), x),
                (to, x) -> to.subtract(x, to.full(0, SHAPE)),
                (to, x) -> to.multiply(x, to.full(1, SHAPE)),
                (to, x) -> to.multiply(to.constant(1), x),
                (to, x) -> to.divide(x, to.constant(1)),
                (to, x) -> to.map(UnaryFunction.NEGATE, to.map(UnaryFunction.NEGATE, x)),
                (to, x) -> to.subtract(to.constant(0), to.map(UnaryFunction.NEGATE, x)),
                (to, x) -> to.reshape(to.reshape(x, Shape.batch(24)), SHAPE),
                (to, x) -> to.add(new Op.Reshape(SHAPE), x),
                (to, x) -> to.add(new Op.Broadcast(SHAPE), x),
                (to, x) -> to.add(new Op.Transpose(List.of(0, 1, 2)), x),
                (to, x) -> to.add(new Op.Transpose(List.of(0, 2, 1)), to.add(new Op.Transpose(List.of(0, 2, 1)), x)),
                (to, x) -> to.add(new Op.Slice(1, 0, 4), x),
                (to, x) -> to.add(new Op.Pad(1, 0, 0), x),
                (to, x) -> to.add(new Op.Concat(1), x),
                (to, x) -> to.add(new Op.Sum(List.of()), x),
                (to, x) -> to.select(to.full(2, SHAPE), x, to.map(UnaryFunction.EXP, x)),
                (to, x) -> to.multiply(to.multiply(x, 4), 0.25));
    }

    @Test
    void evenFunctionsOfTheNegativeAreThoseOfTheValue() {
        for (var function : List.of(UnaryFunction.ABS, UnaryFunction.SQUARE, UnaryFunction.COS)) {
            var root = simplified((to, x) -> to.map(function, to.map(UnaryFunction.NEGATE, x)));
            assertThat(root.op()).isEqualTo(new Op.UnaryOp(function));
            assertThat(root.operand(0).op()).isInstanceOf(Op.Input.class);
        }
    }

    @Test
    void constantsAreFolded() {
        var folded = simplified((to, x) -> to.map(UnaryFunction.SQRT, to.add(to.multiply(to.full(2, SHAPE), 6), 4)));
        assertThat(folded.op()).isEqualTo(new Op.Broadcast(SHAPE));
        assertThat(folded.operand(0).op()).isEqualTo(new Op.Constant(4));
    }

    @Test
    void zeroTimesWhatMayBeInfiniteStays() {
        assertThat(simplified((to, x) -> to.multiply(x, 0)).op()).isEqualTo(new Op.BinaryOp(BinaryFunction.MULTIPLY));
    }

    @Test
    void whatIsRepeatedIsComputedBeforeItIsRepeated() {
        var root = simplified((to, x) -> {
            var rows = to.broadcast(to.sum(x, List.of(2)), SHAPE);
            return to.map(UnaryFunction.SQRT, to.multiply(rows, 3));
        });
        assertThat(root.op()).isEqualTo(new Op.Broadcast(SHAPE));
        assertThat(root.operand(0).op()).isEqualTo(new Op.UnaryOp(UnaryFunction.SQRT));
        assertThat(root.operand(0).shape()).isEqualTo(Shape.batch(4, 1));
    }

    @Test
    void sumsOfSumsAreOneSum() {
        assertThat(simplified((to, x) -> to.sum(to.sum(x, List.of(2)), List.of(0, 1)))
                        .op())
                .isEqualTo(new Op.Sum(List.of(0, 1, 2)));
    }

    @Test
    void whatIsTheSameForAllSamplesIsMultipliedWithTheirSum() {
        var channels = Shape.of(1, 1, 6);
        var root = simplified((to, x) -> {
            var factor = to.broadcast(to.add(new Op.ReadVariable(variable(channels))), SHAPE);
            return to.sum(
                    to.map(UnaryFunction.NEGATE, to.multiply(to.map(UnaryFunction.EXP, x), factor)), List.of(0, 1));
        });
        assertThat(root.op()).isEqualTo(new Op.UnaryOp(UnaryFunction.NEGATE));
        var product = root.operand(0);
        assertThat(product.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.MULTIPLY));
        assertThat(product.shape()).isEqualTo(channels);
        assertThat(product.operands())
                .anyMatch(operand -> operand.op().equals(new Op.Sum(List.of(0, 1)))
                        && operand.operand(0).op().equals(new Op.UnaryOp(UnaryFunction.EXP)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void differencesFromTheMeanHaveNoSum(int places) {
        var axes = List.of(0, 1);
        var root = simplified((to, x) -> {
            var count = to.multiply(to.add(new Op.BatchSize()), places);
            var deviation = to.subtract(x, to.broadcast(to.divide(to.sum(x, axes), count), SHAPE));
            var weighted = to.multiply(
                    deviation, to.broadcast(to.add(new Op.ReadVariable(variable(Shape.of(1, 1, 6)))), SHAPE));
            return to.sum(to.add(to.map(UnaryFunction.EXP, x), weighted), axes);
        });
        assertThat(root.op()).isEqualTo(new Op.Sum(axes));
        var exp = new Op.UnaryOp(UnaryFunction.EXP);
        assertThat(root.operand(0).op()).isEqualTo(places == 4 ? exp : new Op.BinaryOp(BinaryFunction.ADD));
    }

    @Test
    void constantsGoWhereTheyAreMultipliedOnce() {
        var root = simplified((to, x) -> {
            var rows = to.broadcast(to.sum(x, List.of(2)), SHAPE);
            return to.multiply(to.multiply(x, 2), rows);
        });
        assertThat(root.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.MULTIPLY));
        assertThat(root.operand(0).op()).isInstanceOf(Op.Input.class);
        assertThat(root.operand(1).op()).isEqualTo(new Op.Broadcast(SHAPE));
    }

    @Test
    void aProductIsScaledInItsSmallerOperand() {
        var product = new Op.BatchMatMul(true, false);
        var multiply = new Op.BinaryOp(BinaryFunction.MULTIPLY);

        var larger = simplified((to, x) -> to.multiply(to.add(product, x, x), 2));
        assertThat(larger.op()).isEqualTo(product);
        assertThat(larger.operand(0).op()).isEqualTo(multiply);
        assertThat(larger.operand(1).op()).isInstanceOf(Op.Input.class);

        var smaller = simplified((to, x) -> to.multiply(to.add(new Op.BatchMatMul(false, true), x, x), 2));
        assertThat(smaller.op()).isEqualTo(multiply);
        var readTwice = simplified((to, x) -> {
            var its = to.add(product, x, x);
            return to.add(to.multiply(its, 2), to.map(UnaryFunction.EXP, its));
        });
        assertThat(readTwice.operand(0).op()).isEqualTo(multiply);
    }

    @Test
    void whatTwoProductsHaveInCommonIsMultipliedWithTheirSum() {
        var exp = new Op.UnaryOp(UnaryFunction.EXP);
        var root = simplified((to, x) -> {
            var d = to.map(UnaryFunction.EXP, x);
            return to.add(
                    to.multiply(to.multiply(d, to.map(UnaryFunction.SIN, x)), 2),
                    to.multiply(to.map(UnaryFunction.COS, x), d));
        });
        assertThat(root.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.MULTIPLY));
        assertThat(root.operand(0).op()).isEqualTo(exp);
        assertThat(root.operand(1).op()).isEqualTo(new Op.BinaryOp(BinaryFunction.ADD));

        var readElsewhere = simplified((to, x) -> {
            var product = to.multiply(x, to.map(UnaryFunction.SIN, x));
            return to.multiply(to.add(product, to.multiply(x, to.map(UnaryFunction.COS, x))), product);
        });
        assertThat(readElsewhere.operand(0).op()).isEqualTo(new Op.BinaryOp(BinaryFunction.ADD));
    }

    /** Where there are axes between the batch and the last one. */
    @Test
    void aBiasAndAReluGoThroughTheReshapeBehindAProduct() {
        var bias = variable(Shape.of(6));
        var pair = variable(Shape.of(1, 1, 2));
        BiFunction<GraphBuilder, Node, Node> behindReshape = (to, x) -> to.reshape(
                to.matMul(
                        to.reshape(x, Shape.batch(24)),
                        false,
                        to.add(new Op.ReadVariable(variable(Shape.of(24, 6)))),
                        false),
                Shape.batch(1, 6));
        var root = simplified((to, x) -> {
            var repeated =
                    to.broadcast(to.reshape(to.add(new Op.ReadVariable(bias)), Shape.of(1, 1, 6)), Shape.batch(1, 6));
            return to.map(UnaryFunction.RELU, to.add(behindReshape.apply(to, x), repeated));
        });
        assertThat(root.op()).isEqualTo(new Op.Reshape(Shape.batch(1, 6)));
        assertThat(root.operand(0).op()).isEqualTo(new Op.UnaryOp(UnaryFunction.RELU));
        var sum = root.operand(0).operand(0);
        assertThat(sum.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.ADD));
        assertThat(sum.operand(0).op()).isEqualTo(new Op.MatMul(false, false));

        var matrix = simplified((to, x) -> to.add(
                to.reshape(behindReshape.apply(to, x), Shape.batch(3, 2)),
                to.broadcast(to.add(new Op.ReadVariable(pair)), Shape.batch(3, 2))));
        assertThat(matrix.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.ADD));
    }

    private static Variable variable(Shape shape) {
        return new Variable("v", shape, Variable.Role.TRAINABLE, new Initializer.Zeros(), 1, 1);
    }

    @Test
    void commonSubexpressionsAreComputedOnceWhicheverWayRound() {
        var to = new GraphBuilder();
        var x = to.add(new Op.Input("x", ElementType.REAL, SHAPE));
        var a = to.map(UnaryFunction.EXP, x);
        var b = to.map(UnaryFunction.EXP, x);
        var product = to.multiply(to.add(a, x), to.add(x, b));
        to.output("y", product);
        to.output("z", to.subtract(to.subtract(a, x), to.subtract(x, b)));
        var graph = CommonSubexpressions.share(to.build());
        assertThat(count(graph, new Op.UnaryOp(UnaryFunction.EXP))).isEqualTo(1);
        assertThat(count(graph, new Op.BinaryOp(BinaryFunction.ADD))).isEqualTo(1);
        assertThat(count(graph, new Op.BinaryOp(BinaryFunction.SUBTRACT))).isEqualTo(3);
    }

    @Test
    void everyGateOfTheTutorialNetworkThatCanGoBehindItsPoolingDoes() {
        var train = Compiler.lower(Network.cifar10()).train();
        assertThat(train).isNotNull();
        var gates = train.nodes().stream()
                .filter(node -> node.op().equals(new Op.BinaryOp(BinaryFunction.RELU_GRAD)))
                .map(Node::shape)
                .toList();
        assertThat(gates)
                .containsExactlyInAnyOrder(
                        Shape.batch(64), Shape.batch(4, 4, 64), Shape.batch(6, 6, 64), Shape.batch(15, 15, 32));
    }

    @Test
    void aBiasBeforePoolingSumsItsGradientWhereItIsPooled() {
        var train = Compiler.lower(Network.cifar10()).train();
        assertThat(train).isNotNull();
        var summed = train.nodes().stream()
                .filter(node -> node.op().equals(new Op.Sum(List.of(0, 1, 2))))
                .map(node -> node.operand(0).shape())
                .toList();
        assertThat(summed)
                .containsExactlyInAnyOrder(Shape.batch(4, 4, 64), Shape.batch(6, 6, 64), Shape.batch(15, 15, 32));
    }

    @Test
    void aGateStaysWhereWhatIsPooledIsUnknown() {
        var window = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
        var to = new GraphBuilder();
        var x = to.add(new Op.Input("x", ElementType.REAL, Shape.batch(4, 4, 1)));
        var g = to.add(new Op.Input("g", ElementType.REAL, Shape.batch(2, 2, 1)));
        var gradient = to.add(new Op.MaxPool2dGradient(window), x, g);
        to.output("y", to.combine(BinaryFunction.RELU_GRAD, gradient, x));
        var result = PoolGradients.shrink(to.build()).outputs().get("y");
        assertThat(result).isNotNull();
        assertThat(result.op()).isEqualTo(new Op.BinaryOp(BinaryFunction.RELU_GRAD));
    }

    @Test
    void theSumOfAPoolingsGradientIsTheSumOfWhatItGets() {
        var window = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
        var to = new GraphBuilder();
        var x = to.add(new Op.Input("x", ElementType.REAL, Shape.batch(4, 4, 3)));
        var g = to.add(new Op.Input("g", ElementType.REAL, Shape.batch(2, 2, 3)));
        var gradient = to.add(new Op.MaxPool2dGradient(window), x, g);
        to.output("whole", to.sum(gradient, List.of(0, 1, 2)));
        to.output("rows", to.sum(gradient, List.of(1)));
        var graph = PoolGradients.shrink(to.build());
        var whole = graph.outputs().get("whole");
        var rows = graph.outputs().get("rows");
        assertThat(whole).isNotNull();
        assertThat(rows).isNotNull();
        assertThat(whole.operand(0).shape()).isEqualTo(g.shape());
        assertThat(rows.operand(0).shape()).isEqualTo(x.shape());
    }

    @Test
    void theVerifierRefusesWhatIsUnsound() {
        var to = new GraphBuilder();
        var x = to.add(new Op.Input("x", ElementType.REAL, SHAPE));
        var y = to.map(UnaryFunction.EXP, x);
        var dead = to.map(UnaryFunction.ABS, x);
        assertThatThrownBy(() -> Verifier.verify(new Graph(List.of(y, x), Map.of("y", y), Map.of())))
                .hasMessageContaining("%1 takes %0, which comes later");
        assertThatThrownBy(() -> Verifier.verify(new Graph(List.of(x), Map.of("y", y), Map.of())))
                .hasMessageContaining("output y is not in the graph");
        assertThatThrownBy(() -> Verifier.verify(new Graph(List.of(x, y, dead), Map.of("y", y), Map.of())))
                .hasMessageContaining("is not used");
        var a = to.add(new Op.RandomUniform(0, SHAPE));
        var b = to.add(new Op.RandomUniform(0, SHAPE));
        var sum = to.add(a, b);
        assertThatThrownBy(() -> Verifier.verify(new Graph(List.of(a, b, sum), Map.of("y", sum), Map.of())))
                .hasMessageContaining("random stream 0 is used twice");
    }

    private static Node simplified(BiFunction<GraphBuilder, Node, Node> expression) {
        var to = new GraphBuilder();
        to.output("y", expression.apply(to, to.add(new Op.Input("x", ElementType.REAL, SHAPE))));
        var graph = Compiler.SIMPLIFICATION.run(to.build(), (_, after) -> Verifier.verify((Graph) after));
        var root = graph.outputs().get("y");
        assertThat(root).isNotNull();
        return root;
    }

    private static List<Graph> graphs(Program program) {
        assertThat(program.evaluate()).isNotNull();
        assertThat(program.train()).isNotNull();
        return List.of(program.predict(), program.evaluate(), program.train());
    }

    private static long count(Graph graph, Op op) {
        return graph.nodes().stream().filter(node -> node.op().equals(op)).count();
    }
}
