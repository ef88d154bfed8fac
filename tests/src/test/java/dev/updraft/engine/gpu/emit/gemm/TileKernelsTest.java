package dev.updraft.engine.gpu.emit.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TileKernelsTest {
    private static final int CAPACITY = 32;
    private static final String MODEL = """
            model Net {
                input  x: float[24]
                target y: float[8]
                network { x -> dense(8) -> out }
                loss      mean_squared_error(out, y)
                optimizer sgd(learning_rate: 0.1)
            }
            """;

    private static String source(DeviceTraits traits, Function<GemmShape, Tiling> tilings) {
        return TornadoEmitter.emit("Net", program(MODEL), Purpose.PREDICT, plan(), traits, tilings)
                .source();
    }

    private static String trainingSource(String model) {
        var program = program(model);
        var plan = Compiler.plan(program, Purpose.TRAIN, ExecutionTarget.device(CAPACITY));
        return TornadoEmitter.emit(
                        "Net",
                        program,
                        Purpose.TRAIN,
                        plan,
                        DeviceTraits.GPU,
                        product -> Tiling.likelyBest(product, DeviceTraits.GPU))
                .source();
    }

    private static ExecutablePlan plan() {
        return Compiler.plan(program(MODEL), Purpose.PREDICT, ExecutionTarget.device(CAPACITY));
    }

    private static Program program(String model) {
        var checked = Compiler.check(new SourceFile("net.model", model), ImportResolver.NONE, Map.of());
        return Compiler.lower(Objects.requireNonNull(checked.graph(), () -> "" + checked.diagnostics()));
    }

    @Test
    void asksOnceForEachProductAndTakesTheAnswer() {
        var asked = new ArrayList<GemmShape>();
        var source = source(DeviceTraits.GPU, product -> {
            asked.add(product);
            return new Tiling(8, 8, 8, 2, 1, 1);
        });
        assertThat(asked).containsExactly(new GemmShape(new Op.MatMul(false, false), CAPACITY, 8, 24, 1));
        assertThat(source)
                .contains("tiles of 8 × 8 × 8, 2 × 1 a work-item")
                .contains("allocateFloatLocalArray(16 * 12)")
                .contains("context.localBarrier();");
    }

    @Test
    void askedForNoTilingOnAProcessor() {
        var source = source(DeviceTraits.PROCESSOR, _ -> {
            throw new AssertionError("asked");
        });
        assertThat(source).doesNotContain("allocateFloatLocalArray", "localBarrier");
    }

    @Test
    void refusesATilingThatDoesNotFitTheDevice() {
        var small = new DeviceTraits(true, 16, 1 << 14);
        assertThatThrownBy(() -> source(small, _ -> new Tiling(64, 64, 16, 4, 4, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void noPartWalksBeyondTheDepth() {
        assertThat(source(DeviceTraits.GPU, _ -> new Tiling(8, 8, 4, 2, 1, 3)))
                .as("three parts of 8 make up 24")
                .contains("? (part + 1) * 8 : 0;");
        assertThat(source(DeviceTraits.GPU, _ -> new Tiling(8, 8, 4, 2, 1, 4)))
                .as("of four parts of 8 the last is empty")
                .contains("? TornadoMath.min((part + 1) * 8, 24) : 0;");
    }

    @Test
    void tilesAreLoadedWithoutConditionsThatTornadoVMGetsWrong() {
        var source = trainingSource("""
                model Net {
                    input  x: float[9, 7, 2]
                    target y: float[1]
                    network { x -> conv2d(filters: 3, kernel: 3, padding: same) -> conv2d(filters: 2, kernel: 7, stride: 2, padding: same) -> flatten -> dense(1) -> out }
                    loss      mean_squared_error(out, y)
                    optimizer sgd(learning_rate: 0.1)
                }
                """);
        assertThat(source.lines().filter(line -> line.strip().startsWith("float load")))
                .anyMatch(line -> line.contains("& bit"))
                .anyMatch(line -> line.contains("< 0 ?"))
                .noneMatch(line -> line.contains("&&") || line.contains("||"));
    }

    @Test
    void theNextSliceIsLoadedBeforeThisOneIsMultiplied() {
        var lines = source(DeviceTraits.GPU, _ -> new Tiling(8, 8, 4, 2, 1, 1))
                .lines()
                .map(String::strip)
                .toList();
        var loop = lines.subList(lines.indexOf("for (int slice = first; slice < end; slice += 4) {"), lines.size());
        var load = loop.indexOf("int next = slice + 4 < end ? slice + 4 : slice;");
        var multiply = loop.indexOf("sum00 = sum00 + a0_0 * b0_0;");
        var store = loop.indexOf("int toA = storeA + (4 - stage) * 12;");
        assertThat(List.of(load, multiply, store)).doesNotContain(-1).isSorted();
        assertThat(loop.stream().filter("context.localBarrier();"::equals)).hasSize(1);
    }

    @Test
    void oneSliceIsNotLoadedTwice() {
        assertThat(source(DeviceTraits.GPU, _ -> new Tiling(8, 8, 8, 2, 1, 3))).doesNotContain("int next");
    }
}
