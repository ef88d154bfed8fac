package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training steps that compute activations again give the same bits as those that keep them. */
class RecomputeTest {
    private static final int STEPS = 3;

    static final List<Network> NETWORKS = List.of(
            Network.network(
                    "residual",
                    "float[6, 6, 2]",
                    "class[3]",
                    "sparse_categorical_crossentropy",
                    "sgd(learning_rate: 0.05, momentum: 0.9)",
                    """
                    a = x -> conv2d(4, kernel: 3, padding: same, use_bias: false) -> batch_norm -> relu
                    b = a -> conv2d(4, kernel: 3, padding: same, use_bias: false) -> batch_norm -> relu -> dropout(0.3)
                          -> conv2d(4, kernel: 3, padding: same, use_bias: false) -> batch_norm
                    c = relu(a + b)
                    d = c -> conv2d(4, kernel: 3, padding: same, use_bias: false) -> batch_norm -> relu -> dropout(0.3)
                          -> conv2d(4, kernel: 3, padding: same, use_bias: false) -> batch_norm
                    e = relu(c + d) -> max_pool2d(2)
                    f = e -> conv2d(4, kernel: 3, padding: same) -> silu -> layer_norm
                    g = f + e -> conv2d(4, kernel: 3, padding: same, activation: gelu)
                    g -> flatten -> dense(3) -> output
                    """),
            Network.network("deep", "float[12]", "float[2]", "mse", "adam", """
                    x -> dense(16) -> batch_norm -> relu -> dropout(0.2) -> dense(16) -> batch_norm -> relu -> dropout(0.2)
                      -> dense(16) -> batch_norm -> relu -> dropout(0.2) -> dense(16) -> batch_norm -> tanh -> dropout(0.2)
                      -> dense(16) -> layer_norm -> gelu -> dense(16) -> layer_norm -> silu -> dense(2) -> output
                    """),
            Network.network("skips", "float[8, 8, 1]", "float[8, 8, 1]", "mse", "adam", """
                    a = x -> conv2d(4, kernel: 3, padding: same, activation: relu)
                          -> conv2d(4, kernel: 3, padding: same, activation: silu)
                          -> conv2d(4, kernel: 3, padding: same, activation: silu)
                          -> conv2d(4, kernel: 3, padding: same, activation: silu)
                    b = a -> max_pool2d(2) -> conv2d(6, kernel: 3, padding: same, activation: relu)
                    c = b -> max_pool2d(2) -> conv2d(8, kernel: 3, padding: same, activation: relu)
                          -> conv2d(8, kernel: 3, padding: same, activation: relu)
                          -> conv2d(8, kernel: 3, padding: same, activation: relu) -> upsampling2d(2)
                    d = concat(b, c) -> conv2d(6, kernel: 3, padding: same, activation: relu)
                          -> conv2d(6, kernel: 3, padding: same, activation: relu) -> upsampling2d(2)
                    concat(a, d) -> conv2d(4, kernel: 3, padding: same, activation: relu)
                          -> conv2d(1, kernel: 1) -> output
                    """),
            Network.network("attention", "float[5, 4]", "float[2]", "mse", "adam", """
                    a = x -> dense(8)
                    b = a + (a -> layer_norm -> dense(16, activation: gelu) -> dropout(0.1) -> dense(8))
                    c = b + (b -> layer_norm -> dense(16, activation: gelu) -> dropout(0.1) -> dense(8))
                    q = c -> layer_norm -> dense(8)
                    d = c + (matmul(q, transpose(c, 0, 2, 1)) -> softmax -> dense(8))
                    d -> flatten -> dense(2) -> output
                    """));

    private static Program program(Network network) {
        return Compiler.lower(network.layers());
    }

    private static Map<String, List<Double>> trained(Network network, Engine engine) {
        try (var trainer = new Trainer(network, program(network), engine)) {
            var values = new LinkedHashMap<String, List<Double>>();
            for (var step = 0; step < STEPS; step++) {
                values.put("loss " + step, List.of(trainer.train(step)));
                values.put("predictions " + step, list(trainer.predictions()));
            }
            trainer.weights().forEach(variable -> values.put(variable.name(), list(trainer.read(variable))));
            return values;
        }
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    static Stream<Arguments> enginesAndNetworks() {
        return TestEngines.all().stream()
                .flatMap(engine -> TestEngines.cases(engine, NETWORKS)
                        .map(network -> Arguments.of(Named.of(engine.description(), engine), network)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndNetworks")
    void lossesAndWeightsAreTheSameBits(Engine engine, Network network) {
        assertThat(trained(network.fitted("recompute: true"), engine)).isEqualTo(trained(network, engine));
    }

    @ParameterizedTest
    @FieldSource("NETWORKS")
    void activationsAreComputedAgain(Network network) {
        var graph = Objects.requireNonNull(
                program(network.fitted("recompute: true")).train());
        assertThat(graph.nodes()).anyMatch(node -> node.after() != null);
    }
}
