package dev.updraft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations take, on every engine. */
class ProfileTest {
    private static final Program PROGRAM = TestPrograms.program("""
            model Classes {
                input x: float[6, 6, 2]
                target y: class[3]
                network {
                    x -> conv2d(4, kernel: 3, padding: same) -> batch_norm -> relu -> dropout(0.25)
                      -> max_pool2d(2) -> flatten -> dense(3) -> output
                }
                loss sparse_categorical_crossentropy(output, y)
                optimizer adam(learning_rate: 0.02)
            }
            """);

    static List<Engine> engines() {
        return TestEngines.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aTrainingStepIsTimedAndLeavesAllAsItWas(Engine engine) {
        var samples = new DrawnSamples(PROGRAM, 8, 3, false);
        try (var session = engine.open(PROGRAM, new Engine.Options(2, 5))) {
            session.train(samples.batch(0, 8), 0, samples.outputs(8));
            var variables = TestPrograms.variables(PROGRAM, session);
            var times = session.profile(samples.batch(0, 5), true);
            if (engine.name().equals("reference")) {
                assertThat(times.operations()).isEmpty();
                assertThat(times.of()).isEqualTo("the engine does not measure them");
            } else {
                assertThat(times.of()).startsWith("a training step with 5 samples, on ");
                assertThat(names(times))
                        .contains(
                                "conv2d, convolution",
                                "conv2d, conv2d weight gradient",
                                "dense, matrix product",
                                "optimizer, element-wise");
                assertThat(times.operations()).allMatch(time -> time.seconds() >= 0);
                assertThat(times.operations().getFirst().seconds()).isPositive();
                if (engine.name().equals("cpu")) {
                    // 5 samples of 6×6 pixels of 4 channels, each of 3×3 pixels of 2; the weights are as many
                    // multiply-adds.
                    assertThat(times.operations())
                            .filteredOn(time -> time.layer().equals("conv2d")
                                    && time.operation().startsWith("conv"))
                            .extracting(OperationTime::flops)
                            .containsOnly(2L * 5 * 6 * 6 * 4 * 3 * 3 * 2);
                    assertThat(times.operations()).allMatch(time -> time.bytes() > 0);
                }
            }
            requireSame(session, variables);
            session.train(samples.batch(0, 8), 1, samples.outputs(8));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anEvaluatedBatchIsTimed(Engine engine) {
        var samples = new DrawnSamples(PROGRAM, 8, 3, false);
        try (var session = engine.open(PROGRAM, new Engine.Options(2, 5))) {
            var variables = TestPrograms.variables(PROGRAM, session);
            var times = session.profile(samples.batch(0, 1), false);
            if (!engine.name().equals("reference")) {
                assertThat(times.of()).startsWith("evaluating a batch with 1 sample, on ");
                assertThat(names(times))
                        .contains("conv2d, convolution", "dense, matrix product")
                        .doesNotContain("conv2d, conv2d weight gradient", "optimizer, element-wise")
                        .doesNotHaveDuplicates();
            }
            requireSame(session, variables);
        }
    }

    private static List<String> names(OperationTimes times) {
        return times.operations().stream()
                .map(time -> time.layer() + ", " + time.operation())
                .toList();
    }

    private static void requireSame(Session session, Map<String, float[]> variables) {
        assertThat(TestPrograms.variables(PROGRAM, session))
                .usingRecursiveComparison()
                .isEqualTo(variables);
    }
}
