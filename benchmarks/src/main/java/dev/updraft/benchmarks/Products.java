package dev.updraft.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Samples;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Products of square matrices: {@code Products N [ENGINE]}. A network of {@value #LAYERS} dense layers of width N without bias is
 * run on N samples; what the same network takes with none of them is subtracted.
 */
public final class Products {
    private static final int LAYERS = 8;
    private static final int ROUNDS = 15;

    private Products() {}

    public static void main(String[] arguments) {
        var size = Integer.parseInt(arguments[0]);
        var engine = Engines.of(arguments.length > 1 ? arguments[1] : "cpu");
        var seconds = secondsPerProduct(size, engine);
        System.out.printf(
                "RESULT engine=%s n=%d ms=%.3f GFLOP/s=%.1f%n",
                engine.name(), size, seconds * 1e3, 2e-9 * size * size * size / seconds);
    }

    static double secondsPerProduct(int size, Engine engine) {
        return (secondsPerStep(program(size, LAYERS), size, engine) - secondsPerStep(program(size, 0), size, engine))
                / LAYERS;
    }

    private static Program program(int size, int layers) {
        var model = String.format(
                Locale.ROOT,
                "model Products { input x: float[%d] network { x%s -> dense(1) -> y } }",
                size,
                String.format(Locale.ROOT, " -> dense(%d, use_bias: false)", size)
                        .repeat(layers));
        var checked = Compiler.check(new SourceFile("products.model", model), ImportResolver.NONE, Map.of());
        return Compiler.lower(Objects.requireNonNull(
                checked.graph(), () -> checked.diagnostics().toString()));
    }

    private static double secondsPerStep(Program program, int size, Engine engine) {
        var options = new Engine.Options(Runtime.getRuntime().availableProcessors(), 1);
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, options)) {
            var inputs = arena.allocate((long) size * size * Float.BYTES, 64);
            for (var i = 0; i < size; i++) {
                inputs.setAtIndex(JAVA_FLOAT, (long) i * size + i, 1f);
            }
            var batch = new Batch(size, List.of(inputs), List.of());
            var outputs = StepOutputs.allocate(program, size, arena);
            var resident = session.upload(new Rows(size, inputs));
            var order = IntStream.range(0, size).toArray();
            Runnable step = resident == null
                    ? () -> session.predict(batch, outputs)
                    : () -> resident.predict(order, size, (_, _, _) -> {});
            var rounds = new double[ROUNDS];
            for (var round = -2; round < ROUNDS; round++) {
                var start = System.nanoTime();
                step.run();
                if (round >= 0) {
                    rounds[round] = (System.nanoTime() - start) * 1e-9;
                }
            }
            Arrays.sort(rounds);
            return rounds[ROUNDS / 2];
        }
    }

    /** The rows of a square matrix. */
    private record Rows(int size, MemorySegment matrix) implements Samples {
        @Override
        public void copyInput(int input, int index, MemorySegment inputs, long offset) {
            MemorySegment.copy(matrix, (long) index * size * Float.BYTES, inputs, offset, (long) size * Float.BYTES);
        }

        @Override
        public void copyTarget(int target, int index, MemorySegment targets, long offset) {}
    }
}
