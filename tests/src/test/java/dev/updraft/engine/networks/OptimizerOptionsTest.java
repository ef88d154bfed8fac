package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every optimizer shares works with each: accumulated gradients, averaged weights, clipping, multipliers, constraints. */
class OptimizerOptionsTest {
    private static final int STEPS = 3;
    private static final double MOMENTUM = 0.7;
    /** L-BFGS has none of this: it takes the whole data, and its steps their length from a search. */
    private static final List<String> STEPPING = Catalog.OPTIMIZERS.names().stream()
            .filter(name -> !name.equals("lbfgs"))
            .toList();

    static Stream<Arguments> enginesAndOptimizers() {
        return TestEngines.all().stream()
                .flatMap(engine -> TestEngines.cases(engine, STEPPING)
                        .map(name -> Arguments.of(Named.of(engine.description(), engine), name)));
    }

    private static Network network(String optimizer, String arguments, String layer) {
        return Network.network(
                "options",
                "float[4]",
                "float[2]",
                "mse",
                optimizer + "(learning_rate: 0.01" + arguments + ")",
                "x -> dense(5, activation: tanh) -> dense(2" + layer + ") -> output\n");
    }

    /** The weights after each of some steps on one batch. */
    private static List<List<double[]>> trained(Engine engine, Network network, int steps) {
        try (var trainer = new Trainer(network, Compiler.lower(network.layers()), engine)) {
            var weights = new ArrayList<List<double[]>>();
            weights.add(trainer.weights().stream().map(trainer::read).toList());
            for (var step = 0; step < steps; step++) {
                trainer.train(step);
                weights.add(trainer.weights().stream().map(trainer::read).toList());
            }
            return weights;
        }
    }

    private static void requireEqual(List<double[]> found, List<double[]> expected) {
        for (var i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).containsExactly(expected.get(i), within(1e-5));
        }
    }

    /** The mean of two equal gradients is either of them. */
    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndOptimizers")
    void accumulatedGradientsAreThoseOfOneStep(Engine engine, String optimizer) {
        var plain = trained(engine, network(optimizer, "", ""), STEPS);
        var network = network(optimizer, "", "").fitted("gradient_accumulation_steps: 2");
        var accumulated = trained(engine, network, 2 * STEPS);
        for (var step = 1; step <= STEPS; step++) {
            requireEqual(accumulated.get(2 * step), plain.get(step));
            requireEqual(accumulated.get(2 * step - 1), plain.get(step - 1));
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndOptimizers")
    void averagesFollowTheWeights(Engine engine, String optimizer) {
        var plain = trained(engine, network(optimizer, "", ""), STEPS);
        var network = network(optimizer, "", "").fitted("ema_momentum: " + MOMENTUM);
        var program = Compiler.lower(network.layers());
        try (var trainer = new Trainer(network, program, engine)) {
            for (var step = 0; step < STEPS; step++) {
                trainer.train(step);
            }
            var averages = program.averages();
            for (var i = 0; i < trainer.weights().size(); i++) {
                var average = plain.get(1).get(i).clone();
                for (var step = 2; step <= STEPS; step++) {
                    for (var place = 0; place < average.length; place++) {
                        average[place] = MOMENTUM * average[place]
                                + (1 - MOMENTUM) * plain.get(step).get(i)[place];
                    }
                }
                assertThat(trainer.read(Objects.requireNonNull(
                                averages.get(trainer.weights().get(i)))))
                        .containsExactly(average, within(1e-5));
            }
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndOptimizers")
    void aMultiplierOfZeroFreezes(Engine engine, String optimizer) {
        var plain = trained(engine, network(optimizer, "", ""), 1);
        var arguments = ", weight_decay: 0.1, learning_rate_multipliers: [0 * dense, 0.5 * dense_1]";
        var frozen = trained(engine, network(optimizer, arguments, ""), 1);
        assertThat(frozen.get(1).get(0)).isEqualTo(plain.get(0).get(0));
        assertThat(frozen.get(1).get(1)).isEqualTo(plain.get(0).get(1));
        assertThat(frozen.get(1).get(2)).isNotEqualTo(plain.get(0).get(2));
        assertThat(frozen.get(1).get(2)).isNotEqualTo(plain.get(1).get(2));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndOptimizers")
    void clippingComesFirst(Engine engine, String optimizer) {
        var plain = trained(engine, network(optimizer, "", ""), STEPS);
        var loose = trained(engine, network(optimizer, ", global_clipnorm: 1e6", ""), STEPS);
        requireEqual(loose.get(STEPS), plain.get(STEPS));
        var tight = trained(engine, network(optimizer, ", clipvalue: 1e-3", ""), STEPS);
        if (!optimizer.equals("lion")) { // The sign of a gradient survives clipping.
            assertThat(tight.get(STEPS).getFirst())
                    .isNotEqualTo(plain.get(STEPS).getFirst());
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndOptimizers")
    void constraintsAreFulfilledAfterEachUpdate(Engine engine, String optimizer) {
        var constraints = ", kernel_constraint: non_neg, bias_constraint: max_norm(0.1)";
        var network = network(optimizer, "", constraints).fitted("gradient_accumulation_steps: 2");
        var weights = trained(engine, network, 2);
        assertThat(weights.get(1).get(2))
                .as("before the first update")
                .isEqualTo(weights.get(0).get(2));
        assertThat(Arrays.stream(weights.get(2).get(2)).min().orElseThrow()).isNotNegative();
        var bias = weights.get(2).get(3);
        assertThat(Math.hypot(bias[0], bias[1])).isCloseTo(0.1, within(1e-5));
    }
}
