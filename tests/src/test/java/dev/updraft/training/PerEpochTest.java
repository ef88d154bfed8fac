package dev.updraft.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Updraft;
import dev.updraft.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules that count epochs. */
class PerEpochTest {
    private static final Flowers DATA = new Flowers(96);
    private static final int STEPS = 6;

    @TempDir
    private Path folder;

    private CompiledModel model(String rate) throws IOException {
        var text = Flowers.MODEL.formatted("sgd(learning_rate: " + rate + ")");
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void theRateOfAnEpochIsThatOfAsManySteps(String device) throws IOException {
        var perEpoch = model("per_epoch(step(0.5, steps: 1, factor: 0.5))");
        var perStep = model("step(0.5, steps: " + STEPS + ", factor: 0.5)");
        try (var one = perEpoch.on(Device.parse(device));
                var other = perStep.on(Device.parse(device))) {
            var history = one.fit(DATA);
            assertThat(history.epochs()).extracting(History.Epoch::learningRate).containsExactly(0.5, 0.25, 0.125);
            other.fit(DATA);
            assertThat(one.predict(DATA)).usingRecursiveComparison().isEqualTo(other.predict(DATA));
        }
    }

    @Test
    void warmUpCountsStepsAndTheRestEpochs() throws IOException {
        var rates = new ArrayList<Double>();
        var options = new FitOptions(2, 16, null, null, null).withCallbacks(new Callback() {
            @Override
            public String name() {
                return "rates";
            }

            @Override
            public long dueAfter(long step) {
                return step + 1;
            }

            @Override
            public void stepped(Training training) {
                rates.add(training.learningRate());
            }
        });
        try (var model = model("warmup(4, then: per_epoch(step(0.8, steps: 1, factor: 0.5)))")
                .on(Device.reference())) {
            model.fit(DATA, options);
        }
        assertThat(rates).containsExactly(0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4);
    }

    @Test
    void furtherTrainingCountsOn() throws IOException {
        try (var model = model("per_epoch(piecewise_constant([0, 2], values: [0.5, 0.25, 0.125]))")
                .on(Device.reference())) {
            model.fit(DATA, new FitOptions(1, 16, null, null, null));
            var history = model.fit(DATA, new FitOptions(3, 32, null, null, null));
            assertThat(history.epochs()).extracting(History.Epoch::learningRate).containsExactly(0.25, 0.25, 0.125);
        }
    }
}
