package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.spi.Engines;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorAllocationTest {
    private static final int CALLS = 3000;

    /** Two threads, whatever the machine has. */
    private static Model open(String example) {
        var compiled = Updraft.compile(Path.of("../examples", example + ".model"));
        return new Model(compiled, Engines.of("cpu"), new Options(2, 1));
    }

    /** Bytes of a window of calls, of several the fewest: in the first the JVM still compiles and links. */
    private static long allocatedAfterWarmUp(Runnable call, int calls) {
        var fewest = Long.MAX_VALUE;
        for (var window = 0; window < 8 && fewest > 0; window++) {
            fewest = Math.min(fewest, Allocations.during(() -> {
                for (var i = 0; i < calls; i++) {
                    call.run();
                }
            }));
        }
        return fewest;
    }

    @ParameterizedTest
    @CsvSource({
        "cifar10/cifar10, 1",
        "cifar10/cifar10, 7",
        "cifar10/cifar10, 64",
        "iris/iris, 1",
        "iris/iris, 300",
        "regression/penguins, 1",
        "resnet/resnet, 1",
        "mnist/lenet, 3"
    })
    void predictingIntoRoomAllocatesNothing(String example, int count) {
        try (var model = open(example);
                var predictor = model.predictor();
                var arena = Arena.ofConfined()) {
            var shape = PredictionShape.of(model.compiled());
            var random = new Random(1);
            var samples = new float[count * shape.sampleSize()];
            for (var i = 0; i < samples.length; i++) {
                samples[i] = random.nextFloat();
            }
            var segment = arena.allocateFrom(JAVA_FLOAT, samples);
            var predictions = new float[count * shape.predictionSize()];
            var results = arena.allocate(JAVA_FLOAT, predictions.length);
            var calls = Math.max(100, CALLS / count / (example.equals("resnet/resnet") ? 20 : 1));

            assertThat(allocatedAfterWarmUp(() -> predictor.predict(samples, predictions), calls))
                    .isZero();
            assertThat(allocatedAfterWarmUp(() -> predictor.predict(segment, predictions), calls))
                    .isZero();
            assertThat(allocatedAfterWarmUp(() -> predictor.predict(segment, results), calls))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10/cifar10", "iris/iris"})
    void typedModelsGiveClassesWithoutAllocating(String example) {
        try (var typed = TypedModel.create(Updraft.compile(Path.of("../examples", example + ".model")), Device.cpu());
                var arena = Arena.ofConfined()) {
            var shape = PredictionShape.of(typed.model().compiled());
            var sample = new float[shape.sampleSize()];
            var segment = arena.allocateFrom(JAVA_FLOAT, sample);
            var room = new float[shape.predictionSize()];

            assertThat(allocatedAfterWarmUp(() -> typed.classOf(sample), CALLS)).isZero();
            assertThat(allocatedAfterWarmUp(() -> typed.classOf(segment), CALLS))
                    .isZero();
            assertThat(allocatedAfterWarmUp(() -> typed.writeProbabilities(segment, room), CALLS))
                    .isZero();
            assertThat(allocatedAfterWarmUp(() -> typed.writeValues(sample, room), CALLS))
                    .isZero();
        }
    }
}
