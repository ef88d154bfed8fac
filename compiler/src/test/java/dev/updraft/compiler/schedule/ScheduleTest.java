package dev.updraft.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.Shape;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final String PLAIN = """
            image -> conv2d(8, kernel: 3, activation: relu) -> max_pool2d(2) -> conv2d(4, kernel: 3) -> relu
                  -> flatten -> dense(6, activation: relu) -> dense(3) -> logits""";

    private static final String NORMALIZED = """
            x = image -> conv2d(8, kernel: 3, padding: same) -> batch_norm -> relu -> dropout(0.2)
            y = x -> conv2d(8, kernel: 3, padding: same) -> layer_norm -> gelu
            x + y -> average_pool2d(2) -> batch_norm -> flatten -> dense(3) -> logits""";

    private static final String WIDE =
            "image -> flatten -> dense(600, activation: relu) -> dense(520, activation: tanh) -> dense(3) -> logits";

    private static final String EQUALLY_WIDE = """
            image -> flatten -> dense(520, activation: relu) -> dense(520, activation: relu) -> dense(520) -> tanh
                  -> dense(520) -> tanh -> dense(3) -> logits""";

    private static final String WIDE_AFTER_CONVOLUTION = """
            image -> conv2d(96, kernel: 3, padding: same) -> tanh -> conv2d(16, kernel: 3, padding: same) -> max_pool2d(2)
                  -> flatten -> dense(600) -> relu -> dense(3) -> logits""";

    private static Program program(String network) {
        return program(network, "adam(clipnorm: 1.0)");
    }

    private static Program program(String network, String optimizer) {
        return program(network, optimizer, "float");
    }

    private static Program program(String network, String optimizer, String type) {
        var text = """
                model Net {
                    input image: %s[12, 12, 2]
                    target label: class[3]
                    network { %s }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer %s
                }""".formatted(type, network, optimizer);
        var compiled = Compiler.check(new SourceFile("net.model", text), new FileImports(Path.of("")), Map.of());
        assertThat(compiled.diagnostics()).isEmpty();
        return Compiler.lower(Objects.requireNonNull(compiled.graph()));
    }

    private static Graph train(Program program) {
        return Objects.requireNonNull(program.train());
    }

    @Test
    void everyKernelReadsOnlyWhatEarlierWavesHaveWritten() {
        for (var layers : List.of(PLAIN, NORMALIZED, WIDE, WIDE_AFTER_CONVOLUTION)) {
            var program = program(layers);
            for (var graph : List.of(program.predict(), train(program))) {
                assertSound(Compiler.schedule(graph, true));
                assertSound(Compiler.schedule(graph, false));
            }
        }
    }

    @Test
    void whatReadsAProductWithItIsComputedBeforeToo() {
        for (var optimizer : List.of("adam", "sgd", "sgd(momentum: 0.9)", "adam(clipnorm: 1.0)", "rmsprop")) {
            var train = train(program(EQUALLY_WIDE, optimizer));
            assertSound(Compiler.schedule(train, true));
        }
    }

    private static void assertSound(Schedule schedule) {
        var written = new HashSet<Node>();
        for (var stage : schedule.stages()) {
            for (var level : stage.levels()) {
                for (var kernel : level) {
                    for (var read : kernel.reads()) {
                        var storage = Schedule.storage(read);
                        assertThat(storage.op() instanceof Op.Source || written.contains(storage))
                                .as("%s, read by %s", storage.op(), kernel)
                                .isTrue();
                    }
                }
                level.forEach(kernel -> written.addAll(kernel.results()));
            }
        }
        var scheduled = schedule.graph();
        scheduled.outputs().values().forEach(node -> assertThat(written).contains(Schedule.storage(node)));
        scheduled.updates().values().forEach(node -> assertThat(written).contains(Schedule.storage(node)));
    }

    @Test
    void productsTakeTheirBiasAndRelu() {
        var train = train(program(PLAIN));
        var forward = kernels(train).stream()
                .filter(kernel -> kernel instanceof Kernel.FusedGemm(var product, var bias, var _, var _)
                        && bias != null
                        && !product.op().equals(new Op.MatMul(true, false)))
                .map(kernel -> ((Kernel.FusedGemm) kernel).relu())
                .toList();
        assertThat(forward).containsExactly(true, true, true, false);
    }

    @Test
    void theWholeUpdateIsOneLevel() {
        var train = train(program(PLAIN, "adam"));
        var schedule = Compiler.schedule(train, true);
        assertThat(schedule.stages()).hasSize(3);
        var first = schedule.stages().get(2).levels().getFirst();
        assertThat(first.stream().flatMap(kernel -> kernel.results().stream()))
                .containsAll(train.updates().values());
    }

    @Test
    void batchStatisticsMakeTheShardsMeet() {
        var train = train(program(NORMALIZED));
        assertThat(Compiler.schedule(train, true).stages()).hasSizeGreaterThan(3);
        var predict = program(NORMALIZED).predict();
        assertThat(Compiler.schedule(predict, true).stages()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void productsOfWideLayersAreComputedOnceForAllShards() {
        var train = train(program(WIDE));
        assertThat(productsComputedOnce(train))
                .containsExactlyInAnyOrder("[batch, 600]", "[batch, 520]", "[batch, 600]", "[288, 600]", "[600, 520]");
        var predict = program(WIDE).predict();
        assertThat(productsComputedOnce(predict)).containsExactlyInAnyOrder("[batch, 600]", "[batch, 520]");
    }

    /** To keep the values of convolutions until the shards meet would cost more. */
    @Test
    void afterConvolutionsOnlyTheGradientOfWideWeightsIsComputedOnce() {
        var train = train(program(WIDE_AFTER_CONVOLUTION));
        assertThat(productsComputedOnce(train)).containsExactly("[576, 600]");
        assertThat(Compiler.schedule(train, true).stages()).hasSize(3);
    }

    /** Layers of one shape are one loop otherwise. */
    @Test
    void theUpdateOfWideWeightsFollowsEachPartOfTheirGradient() {
        var train = train(program(EQUALLY_WIDE, "adam"));
        assertThat(updatesWithGradients(train))
                .containsExactlyInAnyOrder("[288, 520]", "[520, 520]", "[520, 520]", "[520, 520]");
        assertThat(productsComputedOnce(train)).noneMatch(shape -> !shape.startsWith("[batch"));
        assertThat(InPlaceUpdates.find(Compiler.schedule(train, true)).inPlace())
                .hasSameSizeAs(train.updates());
    }

    @Test
    void theUpdateOfATableFollowsEachPartOfItsGradient() {
        var train = train(
                program("image -> flatten -> embedding(2000, 9) -> flatten -> dense(3) -> logits", "adam", "int"));
        assertThat(updatesWithGradients(train)).containsExactly("[2000, 9]");
        assertSound(Compiler.schedule(train, true));
        assertThat(InPlaceUpdates.find(Compiler.schedule(train, true)).inPlace())
                .hasSameSizeAs(train.updates());
    }

    /** It is read for its length first. */
    @Test
    void aGradientThatIsClippedIsComputedBeforeTheUpdate() {
        assertThat(updatesWithGradients(train(program(EQUALLY_WIDE)))).isEmpty();
    }

    private static List<String> updatesWithGradients(Graph graph) {
        return Compiler.schedule(graph, true).stages().stream()
                .flatMap(stage -> stage.kernels().stream())
                .filter(Kernel.Followed.class::isInstance)
                .peek(kernel -> assertThat(kernel.results()).hasSize(3))
                .map(kernel -> kernel.results().getFirst().shape().toString())
                .toList();
    }

    /** The shapes of the products of batched values in stages that run once. */
    private static List<String> productsComputedOnce(Graph graph) {
        var stages = Compiler.schedule(graph, true).stages();
        return IntStream.range(0, stages.size())
                .filter(stage -> stage % 2 == 0)
                .mapToObj(stages::get)
                .flatMap(stage -> stage.kernels().stream())
                .filter(kernel -> kernel instanceof Kernel.FusedGemm(var product, var _, var _, var _)
                        && product.operand(0).shape().batched())
                .map(kernel -> kernel.results().getFirst().shape().toString())
                .toList();
    }

    @Test
    void withoutShardsAllIsOneStageAndEveryUpdateStandsInItsLastLevels() {
        var train = train(program(WIDE));
        var stages = Compiler.schedule(train, false).stages();
        assertThat(stages).hasSize(1);
        var levels = stages.getFirst().levels();
        var updates = train.updates().values();
        assertThat(levels.indexOf(levels.stream()
                        .filter(level -> level.stream()
                                .anyMatch(kernel -> kernel.results().stream().anyMatch(updates::contains)))
                        .findFirst()
                        .orElseThrow()))
                .isEqualTo(levels.size() - 1);
    }

    /** Statistics with what becomes of them, and what follows a product, go into the kernels before. */
    @Test
    void withoutShardsWhatFollowsSumsAndProductsIsComputedWithThem() {
        var train = train(program("""
                x = image -> conv2d(8, kernel: 3) -> batch_norm -> relu -> conv2d(4, kernel: 3)
                x -> flatten -> dense(3) -> logits"""));
        var levels = Compiler.schedule(train, false).stages().getFirst().levels();
        var followed = levels.stream()
                .flatMap(List::stream)
                .filter(Kernel.Followed.class::isInstance)
                .map(kernel -> ((Kernel.Followed) kernel).first())
                .toList();
        assertThat(followed.stream().filter(Kernel.Pointwise.class::isInstance)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(followed.stream().filter(Kernel.Single.class::isInstance))
                .as("the gate of the relu, behind the gradient of the second convolution's input")
                .hasSize(1);
        var vectors = levels.subList(0, levels.size() - 2).stream()
                .flatMap(List::stream)
                .filter(kernel -> kernel instanceof Kernel.Pointwise(var shape, var _, var _)
                        && !shape.batched()
                        && shape.rank() > 0)
                .toList();
        assertThat(vectors).isEmpty();
    }

    /** The image is read once for its mean and variance, once for the result and twice for the gradient. */
    @Test
    void batchNormalizationKeepsItsImageAndItsResult() {
        var train = train(program("""
                x = image -> conv2d(8, kernel: 3) -> batch_norm -> relu
                y = x -> conv2d(8, kernel: 3, padding: same) -> batch_norm
                relu(x + y) -> conv2d(4, kernel: 3) -> flatten -> dense(3) -> logits"""));
        var loops = kernels(train).stream()
                .filter(kernel -> kernel instanceof Kernel.Pointwise(var shape, var _, var _)
                        && shape.equals(Shape.batch(10, 10, 8)))
                .toList();
        assertThat(loops).hasSize(8);
        var written = loops.stream()
                .flatMap(kernel -> kernel.results().stream())
                .filter(result -> result.shape().batched())
                .toList();
        // Two results and the gradients of the two images, of the sum before the last relu, and once more of that
        // before it.
        assertThat(written).hasSize(6);
        assertThat(written).noneMatch(result -> result.op().equals(new Op.BinaryOp(BinaryFunction.SUBTRACT)));
    }

    /** Means and variances of rows, and what becomes of them, stay with their elements; those of the batch cannot. */
    @Test
    void layerNormalizationIsOneLoopAndItsGradientIsAnother() {
        var shape = Shape.batch(10, 10, 8);
        var train = train(program("image -> conv2d(8, kernel: 3) -> layer_norm -> conv2d(4, kernel: 3) -> flatten"
                + " -> dense(3) -> logits"));
        var loops = kernels(train).stream()
                .filter(kernel -> kernel instanceof Kernel.Pointwise(var over, var _, var _)
                        && (over.equals(shape) || over.equals(shape.with(-1, 1))))
                .toList();
        assertThat(loops)
                .hasSize(2)
                .noneMatch(kernel -> ((Kernel.Pointwise) kernel).shape().dim(-1) == 1);
        assertSound(Compiler.schedule(train, true));
    }

    /** The loop that computes the function has all that its derivative takes: it leaves that one value for the gradient. */
    @Test
    void theGradientOfGeluReadsOneValueBesideWhatComesToIt() {
        for (var activation : List.of("gelu", "silu")) {
            var train = train(program("image -> conv2d(8, kernel: 3, activation: " + activation
                    + ") -> conv2d(4, kernel: 3) -> flatten -> dense(3) -> logits"));
            var loops = kernels(train).stream()
                    .filter(kernel -> kernel instanceof Kernel.Pointwise(var shape, var _, var _)
                            && shape.equals(Shape.batch(10, 10, 8)))
                    .toList();
            assertThat(loops).as(activation).hasSize(2);
            assertThat(loops.get(0).reads().stream().filter(node -> node.shape().batched()))
                    .as(activation)
                    .hasSize(1);
            assertThat(loops.get(1).reads()).as(activation).hasSize(2);
            assertSound(Compiler.schedule(train, true));
        }
    }

    @Test
    void rowsThatAreTooLongForABlockAreReadForEachStep() {
        var train = train(program("image -> flatten -> dense(1025) -> layer_norm -> dense(3) -> logits"));
        var loops = kernels(train).stream()
                .filter(kernel ->
                        kernel instanceof Kernel.Pointwise(var shape, var _, var _) && shape.equals(Shape.batch(1025)))
                .toList();
        assertThat(loops).hasSizeGreaterThan(3);
        assertSound(Compiler.schedule(train, true));
    }

    private static List<Kernel> kernels(Graph graph) {
        return Compiler.schedule(graph, true).stages().stream()
                .flatMap(stage -> stage.kernels().stream())
                .toList();
    }
}
