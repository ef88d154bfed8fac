package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.engine.spi.Engines;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final Network NETWORK = new Network("dropout", """
            model Dropout {
                input x: float[1000]
                target y: float[1000]
                network { x -> prelu(ones) -> dropout(0.25) -> output }
                loss mse(output, y)
                optimizer sgd(learning_rate: 0.1)
            }
            """);

    @Test
    void aShareOfTheValuesIsDroppedAndTheOthersGrow() {
        try (var trainer = trainer("reference")) {
            var inputs = trainer.predict();
            trainer.train(0);
            var dropped = trainer.predictions();
            for (var i = 0; i < inputs.length; i++) {
                if (dropped[i] != 0) {
                    assertThat(dropped[i]).isCloseTo(inputs[i] / 0.75, within(1e-6));
                }
            }
            assertThat(zeros(dropped) / (double) inputs.length).isCloseTo(0.25, within(0.02));
        }
    }

    @Test
    void everyStepDropsOthersAndEveryEngineTheSame() {
        try (var reference = trainer("reference");
                var cpu = trainer("cpu")) {
            reference.train(0);
            cpu.train(0);
            var first = reference.predictions();
            assertThat(cpu.predictions()).isEqualTo(first);
            reference.train(1);
            assertThat(reference.predictions()).isNotEqualTo(first);
        }
    }

    private static Trainer trainer(String engine) {
        return new Trainer(NETWORK, Compiler.lower(NETWORK.layers()), Engines.of(engine));
    }

    private static long zeros(double[] values) {
        return Arrays.stream(values).filter(value -> value == 0).count();
    }
}
