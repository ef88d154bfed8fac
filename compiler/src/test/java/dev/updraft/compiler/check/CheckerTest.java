package dev.updraft.compiler.check;

import static dev.updraft.compiler.check.Models.graph;
import static dev.updraft.compiler.check.Models.messages;
import static dev.updraft.compiler.check.Models.network;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.Diagnostic.Label;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.Optimizer.Clipping;
import dev.updraft.compiler.layers.Optimizer.Options;
import dev.updraft.compiler.layers.Padding;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.ReshapingLayer;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.layers.Size;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CheckerTest {

    private static List<String> names(LayerGraph graph) {
        return graph.layers().stream().map(LayerNode::name).toList();
    }

    private static Layer layer(String statements) {
        return graph(network("float[8, 8, 4]", statements)).layers().getLast().layer();
    }

    @Test
    void layersAreNumberedByKind() {
        var graph = graph(network("float[4]", "x -> dense(3) -> relu -> dense(2) -> relu -> dense(1)"));

        assertThat(names(graph)).containsExactly("dense", "relu", "dense_1", "relu_1", "dense_2");
    }

    @Test
    void tooManyValuesAreToldApartFromTooFew() {
        var many = String.join(", ", Collections.nCopies(1001, "x"));

        assertThat(messages(network("float[4]", "concat(" + many + ") -> dense(1)")))
                .containsExactly("M0107: `concat` takes at most 1000 values of the network, found 1001");
        assertThat(messages(network("float[4]", "concat(x) -> dense(1)")))
                .containsExactly("M0107: `concat` takes at least 2 values of the network, found 1");
    }

    @Test
    void layersOfABlockHaveTheNameOfItsUse() {
        var graph = graph(network("float[4]", "x -> wide(3) -> wide(2) -> dense(1)")
                + "block wide(x, n: int) { return x -> dense(n) -> pair }\n"
                + "block pair(x) { return x -> relu -> relu }\n");

        assertThat(names(graph))
                .containsExactly(
                        "wide/dense",
                        "wide/pair/relu",
                        "wide/pair/relu_1",
                        "wide_1/dense",
                        "wide_1/pair/relu",
                        "wide_1/pair/relu_1",
                        "dense");
    }

    @Test
    void namesStayUniqueWhateverBlocksAndInputsAreCalled() {
        var graph = graph("""
                model M {
                    input dense_1: float[3]
                    network { dense_1 -> dense(3) -> dense(3) -> b -> b -> b_1 }
                }
                block b(x) { return x -> relu }
                block b_1(x) { return x -> relu }
                """);

        assertThat(names(graph)).doesNotHaveDuplicates().containsSubsequence("dense", "dense_2");
    }

    @Test
    void branchesJoin() {
        var graph = graph(network("float[4]", """
                a = x -> dense(4)
                b = x -> dense(4)
                concat(a + b, a - b, a * b, add(a, b, x), axis: 1) -> out
                """));

        assertThat(names(graph)).containsExactly("dense", "dense_1", "add", "subtract", "multiply", "add_1", "concat");
        assertThat(graph.outputs().getFirst().value().shape()).isEqualTo(Shape.batch(16));
        assertThat(graph.layers().getLast().inputs())
                .extracting(LayerGraph.Value::name)
                .containsExactly("add", "subtract", "multiply", "add_1");
    }

    @Test
    void layersThatLeadNowhereAreLeftOutWithAWarning() {
        var compilation = Models.check(network("float[4]", "a = x -> dense(9)\n x -> dense(2)"), Map.of());

        assertThat(compilation.graph()).isNotNull();
        assertThat(names(Objects.requireNonNull(compilation.graph()))).containsExactly("dense_1");
        assertThat(compilation.diagnostics()).hasSize(1);
    }

    @Test
    void aRepeatedStatementMayGiveNamesNewValues() {
        var graph =
                graph(network("float[4]", "n = 2\n h = x\n repeat n + 1 { h = h + (h -> dense(4)) }\n h -> dense(1)"));

        assertThat(names(graph)).containsExactly("dense", "add", "dense_1", "add_1", "dense_2", "add_2", "dense_3");
    }

    @Test
    void aRepeatedStageGoesOnFromItself() {
        var graph = graph(network("float[4]", "x -> repeat 2 { dense(4) -> relu } -> dense(1)"));

        assertThat(names(graph)).containsExactly("dense", "relu", "dense_1", "relu_1", "dense_2");
    }

    @Test
    void argumentsBecomeTheLayer() {
        assertThat(layer("x -> max_pool2d(2)"))
                .isEqualTo(new Layer.MaxPool2d(new Size(2, 2), new Size(2, 2), Padding.VALID));
        assertThat(layer("x -> average_pool2d((2, 4), stride: 1, padding: same)"))
                .isEqualTo(new Layer.AveragePool2d(new Size(2, 4), new Size(1, 1), Padding.SAME));
        assertThat(layer("x -> leaky_relu(0.1)")).isEqualTo(new Layer.Activate(new Activation.LeakyRelu(0.1)));
        assertThat(layer("x -> leaky_relu")).isEqualTo(new Layer.Activate(new Activation.LeakyRelu(0.3)));
        assertThat(layer("relu(x) -> rescale(1/255)")).isEqualTo(new Layer.Rescale(1.0 / 255, 0));
        assertThat(layer("x -> reshape((-1, 4))")).isEqualTo(new ReshapingLayer.Reshape(List.of(-1, 4)));
        assertThat(layer("x -> normalize(0.5, (1, 2, 3, 4))"))
                .isEqualTo(new NormalizationLayer.Normalize(List.of(0.5), List.of(1.0, 2.0, 3.0, 4.0)));
        assertThat(layer("x -> prelu"))
                .isEqualTo(new Layer.PRelu(new Initializer.Zeros(), Regularizer.NONE, List.of()));
        assertThat(layer("x -> prelu(constant(0.25), l2(0.1), shared_axes: [1, 2])"))
                .isEqualTo(new Layer.PRelu(new Initializer.Constant(0.25), new Regularizer(0, 0.1), List.of(1, 2)));
        assertThat(layer("x -> prelu(shared_axes: 1)")).isEqualTo(layer("x -> prelu(shared_axes: (1,))"));
        assertThat(graph(network("int[8]", "x -> embedding(9, 5)"))
                        .layers()
                        .getLast()
                        .layer())
                .isEqualTo(new Layer.Embedding(
                        9, 5, new Initializer.RandomUniform(-0.05, 0.05), Regularizer.NONE, new Constraint.None()));
        assertThat(layer("x -> zero_padding2d")).isEqualTo(new ReshapingLayer.ZeroPadding2d(new Border(1, 1, 1, 1)));
        assertThat(layer("x -> zero_padding2d((1, 2))"))
                .isEqualTo(new ReshapingLayer.ZeroPadding2d(new Border(1, 1, 2, 2)));
        assertThat(layer("x -> cropping2d(((1, 2), (0, 3)))"))
                .isEqualTo(new ReshapingLayer.Cropping2d(new Border(1, 2, 0, 3)));
        assertThat(layer("x -> cropping2d((1, (0, 3)))"))
                .isEqualTo(new ReshapingLayer.Cropping2d(new Border(1, 1, 0, 3)));
        assertThat(layer("x -> permute((3, 1, 2))")).isEqualTo(new ReshapingLayer.Permute(List.of(3, 1, 2)));
        assertThat(layer("x -> hard_swish")).isEqualTo(layer("x -> hard_silu"));
        assertThat(layer("concat(x, x, axis: -2) -> out")).isEqualTo(new Layer.Concat(-2));
        assertThat(layer("x -> dense(7, activation: leaky_relu)"))
                .isEqualTo(layer("x -> dense(7, activation: leaky_relu(0.2))"));
        assertThat(layer("x -> dense(7, activation: leaky_relu(0.2))"))
                .isInstanceOfSatisfying(
                        Layer.Dense.class,
                        dense -> assertThat(dense.activation()).isEqualTo(new Activation.LeakyRelu(0.2)));
    }

    /** Only what computes needs real numbers. */
    @Test
    void integersCanBeRearranged() {
        var graph = graph(network(
                "int[2, 3, 4]",
                "x -> permute((3, 1, 2)) -> cropping2d(((1, 0), (0, 0))) -> upsampling2d(2) -> flatten"
                        + " -> repeat_vector(2) -> embedding(9, 5)"));
        assertThat(graph.outputs().getFirst().value().shape()).isEqualTo(Shape.batch(2, 72, 5));
        assertThat(Models.messages(network("int[2, 3, 4]", "x -> upsampling2d(2, interpolation: bilinear)")))
                .containsExactly("M0101: `upsampling2d` expects real numbers, found integers");
        assertThat(Models.messages(network("int[2, 3, 4]", "x -> zero_padding2d")))
                .containsExactly("M0101: `zero_padding2d` expects real numbers, found integers");
    }

    @Test
    void aBlockCanBeGivenAnActivationAndAWord() {
        var graph = graph(network("float[8, 8, 4]", "x -> conv(elu(0.5)) -> conv(relu, \"valid\")") + """
                block conv(x, act: activation = relu, border: string = "same") {
                    return x -> conv2d(4, kernel: 3, padding: border, activation: act) -> act
                }
                """);

        assertThat(graph.outputs().getFirst().value().shape()).isEqualTo(Shape.batch(6, 6, 4));
        assertThat(graph.layers().get(1).layer()).isEqualTo(new Layer.Activate(new Activation.Elu(0.5)));
    }

    @Test
    void denseWorksOnTheLastAxisOfAnImage() {
        assertThat(graph(network("float[8, 8, 4]", "x -> dense(5)"))
                        .outputs()
                        .getFirst()
                        .value()
                        .shape())
                .isEqualTo(Shape.batch(8, 8, 5));
    }

    @Test
    void theChainThatLedToAWrongShapeIsShown() {
        var diagnostic = Models.check(
                        network("float[8, 8, 4]", "x -> max_pool2d(2) -> flatten -> conv2d(3, kernel: 3)"), Map.of())
                .diagnostics()
                .getFirst();

        assertThat(diagnostic.secondary())
                .extracting(Label::text)
                .containsExactly("gives [batch, 8, 8, 4]", "gives [batch, 4, 4, 4]", "gives [batch, 64]");
        assertThat(diagnostic.secondary())
                .extracting(label -> label.span().text())
                .contains("max_pool2d(2)", "flatten");
    }

    @Test
    void trainingBecomesItsRecords() {
        var graph = graph("""
                /// What it is for.
                model M {
                    input x: float[4]
                    target y: class["cat", "dog"]
                    network { x -> dense(2) -> out }
                    loss categorical_crossentropy(out, y, label_smoothing: 0.1)
                    optimizer adam(warmup(100, then: cosine(0.001, decay_steps: 1000)), global_clipnorm: 1)
                    metrics accuracy, top_k_accuracy(2), f1(average: micro)
                    fit { epochs: 3, device: "gpu:1", seed: 7, data: "somewhere" }
                }
                """);

        assertThat(graph.doc()).isEqualTo("What it is for.");
        assertThat(graph.targets()).hasSize(1);
        assertThat(graph.targets().getFirst().type()).isEqualTo(new TargetType.Classes(2, List.of("cat", "dog")));
        assertThat(graph.losses().getFirst())
                .isInstanceOfSatisfying(
                        LossTerm.Comparison.class,
                        term -> assertThat(term.loss()).isEqualTo(new Loss.CategoricalCrossentropy(true, 0.1)));
        assertThat(graph.optimizer())
                .isEqualTo(new Optimizer.Adam(
                        new LearningRateSchedule.Warmup(100, new LearningRateSchedule.Cosine(0.001, 1000, 0)),
                        0.9,
                        0.999,
                        1e-7,
                        false,
                        new Options(0, List.of(), new Clipping(null, null, 1.0), List.of())));
        assertThat(graph.outputs().getFirst().metrics())
                .containsExactly(
                        new Metric.Accuracy(), new Metric.TopKAccuracy(2), new Metric.F1(Metric.Average.MICRO));
        assertThat(graph.fit())
                .isEqualTo(new FitSettings(
                        3,
                        32,
                        DataSplit.none(),
                        DataSplit.none(),
                        true,
                        7,
                        "gpu:1",
                        null,
                        new DataLocation.Named("somewhere"),
                        null,
                        null,
                        5,
                        null,
                        StepSettings.PLAIN,
                        List.of()));
    }

    @Test
    void lossesFitTheirTargets() {
        assertThat(training("class[3]", 3, "categorical_crossentropy")).isEmpty();
        assertThat(training("float[3]", 3, "categorical_crossentropy")).isEmpty();
        assertThat(training("class[2]", 1, "binary_crossentropy")).isEmpty();
        assertThat(training("float[3]", 3, "binary_crossentropy")).isEmpty();
        assertThat(training("float[3]", 3, "huber")).isEmpty();
        assertThat(training("float[1]", 1, "categorical_crossentropy"))
                .singleElement()
                .asString()
                .startsWith("M0502");
        assertThat(training("class[2]", 2, "binary_crossentropy"))
                .singleElement()
                .asString()
                .startsWith("M0103");
        assertThat(training("float[3]", 2, "mae")).singleElement().asString().startsWith("M0103");
    }

    private static List<String> training(String target, int units, String loss) {
        return messages(String.format(Locale.ROOT, """
                model M {
                    input x: float[4]
                    target y: %s
                    network { x -> dense(%d) -> out }
                    loss %s(out, y)
                }
                """, target, units, loss));
    }

    @Test
    void parametersCanBeSetFromOutside() {
        var text = """
                model M(width: int = 4, rate: float = 0.5, bias: bool = true, act: activation = relu) {
                    input x: float[4]
                    network { x -> dropout(rate) -> dense(width, act, use_bias: bias) }
                }
                """;
        var graph = graph(text, Map.of("width", "7", "rate", "0.25", "bias", "false", "act", "silu"));

        assertThat(graph.parameters())
                .containsExactly(
                        Map.entry("width", 7L),
                        Map.entry("rate", 0.25),
                        Map.entry("bias", false),
                        Map.entry("act", new Activation.Silu()));
        assertThat(graph.outputs().getFirst().value().shape()).isEqualTo(Shape.batch(7));
        assertThat(messages(text, Map.of("width", "7.5")))
                .containsExactly("M0308: `width` expects an integer, found `7.5`");
        assertThat(messages(text, Map.of("width", "99999999999"))).hasSize(1);
        assertThat(messages(text, Map.of("rate", "NaN", "bias", "yes", "act", "rleu")))
                .hasSize(3);
        assertThat(messages(text, Map.of("widht", "7")))
                .containsExactly("M0208: the model `M` has no parameter `widht`");
        assertThat(messages(text, Map.of("width", "0")))
                .containsExactly("M0305: `units` expects an integer of at least 1, found 0");
    }

    @Test
    void oneMistakeInABlockIsSaidOnceHoweverOftenItIsUsed() {
        assertThat(messages(network("float[4]", "x -> b -> b -> b -> dense(1)")
                        + "block b(x) { return x -> rleu -> relu }"))
                .containsExactly("M0202: there is no layer or block `rleu`");
    }

    @Test
    void nothingIsSaidOfWhatFollowsFromAMistake() {
        assertThat(messages(network("float[4]", """
                a = x -> dens(3) -> conv2d(3, kernel: 3)
                b = add(a, a) -> dense(3)
                repeat a { c = relu(b + a) }
                c -> dense(3)
                """))).containsExactly("M0202: there is no layer or block `dens`");
    }

    @Test
    void aNetworkEndsWithAValueOfTheNetwork() {
        assertThat(messages(network("float[4]", "x -> dense(3) -> h\n n = 3")))
                .containsExactly("M0102: a network ends with its prediction, found 3");
        assertThat(graph(network("float[4]", "h = x -> dense(3)"))
                        .outputs()
                        .getFirst()
                        .value()
                        .name())
                .isEqualTo("dense");
    }

    @Test
    void manyBlocksDeepIsAnErrorAndNoOverflow() {
        var text = new StringBuilder(network("float[4]", "x -> b0"));
        for (var i = 0; i < 3000; i++) {
            text.append(String.format(Locale.ROOT, "block b%d(x) { return relu(x -> b%d) }\n", i, i + 1));
        }
        text.append("block b3000(x) { return x -> relu }\n");

        assertThat(messages(text.toString())).singleElement().asString().startsWith("M0408");
    }

    @Test
    void blocksThatDoubleOneAnotherEndSoon() {
        var text = new StringBuilder(network("float[4]", "x -> b0"));
        for (var i = 0; i < 60; i++) {
            text.append(String.format(Locale.ROOT, "block b%d(x) { return x -> b%d -> b%d }\n", i, i + 1, i + 1));
        }
        text.append("block b60(x) { return x }\n");

        assertThat(messages(text.toString())).singleElement().asString().startsWith("M0408");
    }
}
