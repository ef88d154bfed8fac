package dev.updraft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.TestPrograms;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without machine code, training goes on for so long that loops are generated on the way, at another moment each time. */
class GeneratedLoopsTest {
    private static final Program PROGRAM = TestPrograms.program("""
            model Wide {
                input x: float[500]
                target y: class[3]
                network {
                    x -> dense(400, activation: tanh) -> dropout(0.25) -> dense(300, activation: sigmoid)
                      -> dense(300, activation: relu) -> dense(3) -> output
                }
                loss sparse_categorical_crossentropy(output, y)
                optimizer adam(learning_rate: 0.001)
            }
            """);

    private static Map<String, float[]> trained(int threads, String machineCode) {
        System.setProperty("updraft.machineCode", machineCode);
        try {
            return trained(threads);
        } finally {
            System.clearProperty("updraft.machineCode");
        }
    }

    private static Map<String, float[]> trained(int threads) {
        var samples = new DrawnSamples(PROGRAM, 40, 3, false);
        try (var session = new CpuEngine().open(PROGRAM, new Options(threads, 5))) {
            var outputs = samples.outputs(20);
            for (var step = 0; step < 120; step++) {
                session.train(samples.batch(step % 2 * 20, 20), step, outputs);
            }
            return TestPrograms.variables(PROGRAM, session);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void weightsAreTheSameToTheBit(int threads) {
        assertThat(trained(threads, "off")).usingRecursiveComparison().isEqualTo(trained(1, "off"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void machineCodeComputesTheSameWeights(int threads) {
        assertThat(trained(threads, "on")).usingRecursiveComparison().isEqualTo(trained(1, "off"));
    }
}
