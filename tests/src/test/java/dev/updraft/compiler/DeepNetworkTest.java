package dev.updraft.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.dump.Dump;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks of a thousand layers, in a row and side by side, go all the way: on a small stack, and in a time that has nothing to
 * do with the square of their number.
 */
class DeepNetworkTest {
    private static final int LAYERS = 1000;
    private static final int SMALL_STACK = 512 << 10;
    private static final int FAR_TOO_LONG_SECONDS = 300;
    private static final int SHORT = 200;

    private static String repeated(String what, String between) {
        return IntStream.range(0, LAYERS).mapToObj(_ -> what).collect(Collectors.joining(between));
    }

    private static String network(String name) {
        return switch (name) {
            case "deep" -> "x -> repeat 1000 { dense(4, activation: relu) } -> out";
            case "element-wise" -> "x -> dense(4) -> repeat 1000 { tanh } -> out";
            case "side by side" -> "x -> dense(4) -> h\n add(" + repeated("h -> dense(4)", ", ") + ") -> out";
            case "concatenated" ->
                "x -> dense(4) -> h\n concat(" + repeated("h -> dense(2)", ", ") + ") -> dense(4) -> out";
            case "doubled" -> doubled();
            case String other -> throw new IllegalArgumentException(other);
        };
    }

    /** From the output there are more ways to the input than atoms in the universe. */
    private static String doubled() {
        return "x -> dense(4) -> h0\n"
                + IntStream.range(0, LAYERS)
                        .mapToObj(i -> "h%s + h%s -> h%s\n".formatted(i, i, i + 1))
                        .collect(Collectors.joining())
                + "h1000 -> dense(4) -> out";
    }

    private static LayerGraph checked(String network) {
        var text = """
                model Net {
                    input  x: float[4]
                    target y: float[4]
                    network {
                %s
                    }
                    loss      mean_squared_error(out, y)
                    optimizer adam(global_clipnorm: 1)
                }
                """.formatted(network);
        var checked = Compiler.check(new SourceFile("net.model", text), ImportResolver.NONE, Map.of());
        return Objects.requireNonNull(checked.graph(), () -> "" + checked.diagnostics());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep", "element-wise", "side by side", "concatenated", "doubled"})
    @Timeout(value = FAR_TOO_LONG_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aThousandLayersGoAllTheWay(String name) throws Exception {
        var work = new FutureTask<>(() -> {
            var layers = checked(network(name));
            var program = Compiler.lower(layers);
            assertThat(Dump.layers(layers)).contains("output");
            assertThat(Dump.ops(program)).contains("update");
            assertThat(Dump.program(program)).contains("loop over");
            assertThat(TornadoEmitter.emit("Net", program, Purpose.TRAIN, 32, DeviceTraits.GPU)
                            .source())
                    .contains("finish_step");
            return layers.layers().size();
        });
        new Thread(null, work, "small", SMALL_STACK).start();

        assertThat(work.get(FAR_TOO_LONG_SECONDS, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(LAYERS);
    }

    @Test
    @Timeout(value = FAR_TOO_LONG_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatHoldsANetworkIsShownShortAndComparedWithoutFollowingEveryWay() {
        var layers = checked(doubled());
        var again = checked(doubled());
        var program = Compiler.lower(layers);
        var schedule = Compiler.schedule(program.predict(), true);

        assertThat(layers).isEqualTo(again).hasSameHashCodeAs(again);
        assertThat(layers.layers().getLast())
                .isEqualTo(again.layers().getLast())
                .isNotEqualTo(layers.layers().getFirst());
        for (var shown : new Object[] {
            layers,
            layers.layers().getLast(),
            layers.outputs().getFirst(),
            program,
            program.predict(),
            schedule,
            schedule.stages()
        }) {
            assertThat(shown.toString()).hasSizeLessThan(2 * SHORT);
        }
        var compilation = new Compilation(layers, List.of());
        assertThat(compilation.toString()).hasSizeLessThan(SHORT);
    }
}
