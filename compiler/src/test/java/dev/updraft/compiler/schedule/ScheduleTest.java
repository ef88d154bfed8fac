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

    private static final String WIDE_AFTER_CONVOLUTION = """
            image -> conv2d(96, kernel: 3, padding: same) -> tanh -> conv2d(16, kernel: 3, padding: same) -> max_pool2d(2)
                  -> flatten -> dense(600) -> relu -> dense(3) -> logits""";

    private static Program program(String network) {
        return program(network, "adam(clipnorm: 1.0)");
    }

    private static Program program(String network, String optimizer) {
        var text = """
                model Net {
                    input image: float[12, 12, 2]
                    target label: class[3]
                    network { %s }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer %s
                }""".formatted(network, optimizer);
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
                assertSound(graph);
            }
        }
    }

    private static void assertSound(Graph graph) {
        var schedule = Compiler.schedule(graph, true);
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
        assertThat(productsComputedOnce(train, true))
                .containsExactlyInAnyOrder("[batch, 600]", "[batch, 520]", "[batch, 600]", "[288, 600]", "[600, 520]");
        assertThat(productsComputedOnce(train, false)).isEmpty();
        var predict = program(WIDE).predict();
        assertThat(productsComputedOnce(predict, true)).containsExactlyInAnyOrder("[batch, 600]", "[batch, 520]");
    }

    /** To keep the values of convolutions until the shards meet would cost more. */
    @Test
    void afterConvolutionsOnlyTheGradientOfWideWeightsIsComputedOnce() {
        var train = train(program(WIDE_AFTER_CONVOLUTION));
        assertThat(productsComputedOnce(train, true)).containsExactly("[576, 600]");
        assertThat(Compiler.schedule(train, true).stages()).hasSize(3);
    }

    /** The shapes of the products of batched values in stages that run once. */
    private static List<String> productsComputedOnce(Graph graph, boolean inShards) {
        var stages = Compiler.schedule(graph, inShards).stages();
        return IntStream.range(0, stages.size())
                .filter(stage -> stage % 2 == 0)
                .mapToObj(stages::get)
                .flatMap(stage -> stage.kernels().stream())
                .filter(kernel -> kernel instanceof Kernel.FusedGemm(var product, var _, var _, var _)
                        && product.operand(0).shape().batched())
                .map(kernel -> kernel.results().getFirst().shape().toString())
                .toList();
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

    private static List<Kernel> kernels(Graph graph) {
        return Compiler.schedule(graph, true).stages().stream()
                .flatMap(stage -> stage.kernels().stream())
                .toList();
    }
}
