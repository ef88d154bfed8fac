package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training steps with products of bfloat16. */
class MixedPrecisionTest {
    private static final Engine REFERENCE = new ReferenceEngine(Precision.FLOAT32);
    private static final int STEPS = 4;

    /** Products of matrices, of images in groups and not, of pairs of matrices. */
    static final List<Network> NETWORKS = Stream.concat(
                    Network.ALL.stream()
                            .filter(network -> List.of("cnn", "residual", "images", "rows", "adam")
                                    .contains(network.name())),
                    Stream.of(Network.network("attention", "float[3, 4]", "float[2]", "mse", Network.RATE, """
                            q = x -> dense(4, use_bias: false)
                            scores = matmul(q, transpose(x, 0, 2, 1)) -> softmax
                            matmul(scores, x) -> flatten -> dense(2) -> output
                            """)))
            .toList();

    static Stream<Arguments> enginesAndNetworks() {
        return able(true)
                .flatMap(engine -> NETWORKS.stream()
                        .map(network -> Arguments.of(Named.of(engine.description(), engine), network)));
    }

    private static Stream<Engine> able(boolean wanted) {
        return TestEngines.all().stream()
                .filter(engine -> (engine.precisionProblem(StepPrecision.BF16) == null) == wanted);
    }

    private static List<Double> losses(Network network, Engine engine) {
        try (var trainer = new Trainer(network, Compiler.lower(network.layers()), engine)) {
            var losses = new ArrayList<Double>();
            for (var step = 0; step < STEPS; step++) {
                losses.add(trainer.train(step));
            }
            losses.add(trainer.evaluate());
            return losses;
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndNetworks")
    void lossesAreThoseOfTheReference(Engine engine, Network network) {
        var mixed = network.fitted("precision: bf16");
        var expected = losses(mixed, REFERENCE);
        assertThat(losses(mixed, engine))
                .zipSatisfy(expected, (found, wanted) -> assertThat(found).isCloseTo(wanted, within(1e-3)));
    }

    /** And is not what it would be without. */
    @ParameterizedTest
    @FieldSource("NETWORKS")
    void thePrecisionShows(Network network) {
        var plain = losses(network, REFERENCE);
        var mixed = losses(network.fitted("precision: bf16"), REFERENCE);
        assertThat(mixed).isNotEqualTo(plain);
        assertThat(mixed).zipSatisfy(plain, (found, wanted) -> assertThat(found).isCloseTo(wanted, within(0.03)));
        assertThat(losses(network.fitted("precision: float32"), REFERENCE)).isEqualTo(plain);
    }

    static Stream<Named<Engine>> others() {
        return able(false).map(engine -> Named.of(engine.description(), engine));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whoCannotMultiplyItEvaluatesAllTheSame(Engine engine) {
        var network = NETWORKS.getFirst();
        var mixed = network.fitted("precision: bf16");
        try (var plain = new Trainer(network, Compiler.lower(network.layers()), engine);
                var trainer = new Trainer(mixed, Compiler.lower(mixed.layers()), engine)) {
            assertThat(trainer.evaluate()).isEqualTo(plain.evaluate());
            assertThat(trainer.predict()).isEqualTo(plain.predict());
            if (engine.name().equals("gpu")) {
                assertThatThrownBy(() -> trainer.train(0))
                        .isInstanceOf(EngineException.class)
                        .hasMessage(
                                "the gpu engine multiplies float32 alone, as TornadoVM's kernels have no bf16; train"
                                        + " with precision: float32 (--precision float32), or on device: cpu");
            }
        }
    }
}
