package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.lower.Lowering;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forward pass, loss, gradients and three optimizer steps of whole networks, against PyTorch in float64, by {@code figures.py}, and
 * of layers in small networks, against Keras 3.15 with the JAX backend in float64, by {@code layers.py}; of
 * optimizers against PyTorch and Keras.
 */
class WholeNetworkTest {
    private static final Figures FIGURES = new Figures("figures.txt", "layers.txt", "keras.txt", "torch.txt");
    private static final Engine FLOAT64 = new ReferenceEngine(Precision.FLOAT64);
    static final List<Network> NETWORKS = Stream.of(Network.ALL, LayerNetworks.ALL, OptimizedNetworks.ALL)
            .flatMap(List::stream)
            .toList();

    @ParameterizedTest
    @FieldSource("NETWORKS")
    void theReferenceAgreesInFloat64(Network network) {
        agrees(network, Compiler.lower(network.layers()), FLOAT64, 1e-6);
    }

    @ParameterizedTest
    @FieldSource("NETWORKS")
    void operationsComputeTheSameBeforeAnyPass(Network network) {
        agrees(network, Lowering.of(network.layers()), FLOAT64, 1e-6);
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndNetworks")
    void everyEngineAgreesInFloat32(Engine engine, Network network) {
        agrees(network, Compiler.lower(network.layers()), engine, 1e-4);
    }

    static Stream<Arguments> enginesAndNetworks() {
        return TestEngines.all().stream()
                .flatMap(engine -> TestEngines.cases(engine, NETWORKS)
                        .map(network -> Arguments.of(Named.of(engine.description(), engine), network)));
    }

    private static void agrees(Network network, Program program, Engine engine, double tolerance) {
        try (var trainer = new Trainer(network, program, engine)) {
            agree(network, "prediction", trainer.predict(), tolerance);
            agree(network, "loss", new double[] {trainer.evaluate()}, tolerance);
            agree(network, "prediction", trainer.predictions(), tolerance);
            for (var step = 0; step < 3; step++) {
                agree(network, "train_loss_" + step, new double[] {trainer.train(step)}, tolerance);
                if (step != 1) {
                    for (var weight : trainer.weights()) {
                        var key = "after_" + (step + 1) + " " + weight.name();
                        agree(network, key, trainer.read(weight), tolerance);
                    }
                }
            }
            program.averages()
                    .forEach((weight, average) ->
                            agree(network, "average " + weight.name(), trainer.read(average), tolerance));
            agree(network, "last_prediction", trainer.predict(), tolerance);
        }
    }

    private static void agree(Network network, String key, double[] found, double tolerance) {
        assertThat(found).as("%s %s", network, key).containsExactly(FIGURES.of(network, key), within(tolerance));
    }
}
