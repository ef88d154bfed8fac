package dev.updraft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Updraft;
import dev.updraft.history.LearningRateRange;
import dev.updraft.history.LearningRateRange.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning rate range tests. */
class LearningRateFinderTest {
    private static final Flowers DATA = new Flowers(96);

    @TempDir
    private Path folder;

    private CompiledModel model(String optimizer) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), Flowers.MODEL.formatted(optimizer)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgd(learning_rate: warmup(50, then: cosine(0.5, decay_steps: 100)))",
                "nadam",
                "muon",
                "adadelta"
            })
    void ratesRiseExponentiallyWhateverTheSchedule(String optimizer) throws IOException {
        var heard = new ArrayList<Point>();
        try (var model = model(optimizer).on(Device.cpu())) {
            var before = model.predict(DATA);
            var range = model.findLearningRate(DATA, FitOptions.NONE, heard::add);
            assertThat(range.points()).isEqualTo(heard).hasSizeGreaterThan(100);
            assertThat(range.points().getFirst().learningRate()).isCloseTo(1e-7, within(1e-15));
            var factor = Math.pow(1e8, 1 / 299.0);
            for (var i = 1; i < heard.size(); i++) {
                var ratio = heard.get(i).learningRate() / heard.get(i - 1).learningRate();
                assertThat(ratio).isCloseTo(factor, within(1e-9));
            }
            assertThat(range.suggestion().orElseThrow()).isBetween(1e-5, 10.0);
            assertThat(model.predict(DATA)).usingRecursiveComparison().isEqualTo(before);
        }
    }

    @Test
    void trainingAfterItIsAsWithoutIt() throws IOException {
        var optimizer = "adam(learning_rate: exponential(0.05, decay_steps: 5, decay_rate: 0.9))";
        try (var model = model(optimizer).on(Device.cpu());
                var other = model(optimizer).on(Device.cpu())) {
            model.findLearningRate(DATA, FitOptions.NONE, _ -> {});
            model.fit(DATA);
            other.fit(DATA);
            assertThat(model.predict(DATA)).usingRecursiveComparison().isEqualTo(other.predict(DATA));
        }
    }

    @Test
    void itEndsWhenTheThreadIsInterrupted() throws IOException {
        try (var model = model("sgd").on(Device.cpu())) {
            assertThatThrownBy(() -> model.findLearningRate(
                            DATA, FitOptions.NONE, _ -> Thread.currentThread().interrupt()))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted after 1 of 300 steps");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static LearningRateRange range(double... smoothed) {
        return new LearningRateRange(
                IntStream.range(0, smoothed.length)
                        .mapToObj(i -> new Point(Math.pow(10, i - 30), 1, smoothed[i]))
                        .toList(),
                false);
    }

    @Test
    void suggestedIsTheRateOfTheSteepestDescent() {
        var falling = IntStream.range(0, 40)
                .mapToDouble(i -> i < 20 ? 3 : i == 20 ? 2 : 1)
                .toArray();
        assertThat(range(falling).suggestion()).hasValue(1e-10);
        assertThat(range(new double[40]).suggestion()).isEmpty();
        assertThat(new LearningRateRange(List.of(), true).suggestion()).isEmpty();
        assertThat(range(falling).plot().svg()).contains("loss by learning rate", "1.0e-10");
        assertThat(new LearningRateRange(List.of(), true).plot().svg()).contains("nothing yet");
    }
}
