package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.spi.DeviceDataset;
import dev.updraft.engine.spi.Engines;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;

class GpuSessionTest {
    private static final Program CLASSES = TestPrograms.program("""
            model Classes {
                input x: float[5, 5, 2]
                target y: class[3]
                network {
                    x -> conv2d(3, kernel: 3, padding: same, use_bias: false) -> batch_norm -> relu -> dropout(0.25)
                      -> flatten -> dense(3) -> output
                }
                loss sparse_categorical_crossentropy(output, y)
                optimizer adam(learning_rate: exponential(0.02, decay_steps: 3, decay_rate: 0.5))
            }
            """);
    private static final Program NUMBERS = TestPrograms.program("""
            model Numbers {
                input x: float[4]
                target y: float[2]
                network { x -> dense(5, activation: tanh) -> dense(2) -> output }
                loss mse(output, y)
                optimizer sgd(learning_rate: 0.1, momentum: 0.9)
            }
            """);
    private static final Program ONE_NUMBER = TestPrograms.program("""
            model OneNumber {
                input x: float[3]
                target y: float[1]
                network { x -> dense(1) -> output }
                loss mse(output, y)
                optimizer rmsprop
            }
            """);
    private static final Program WIDE = TestPrograms.program("""
            model Wide {
                input x: float[4000]
                target y: class[2]
                network { x -> dense(2) -> output }
                loss sparse_categorical_crossentropy(output, y)
                optimizer sgd
            }
            """);
    /** A value of a sample has 1 MiB. */
    private static final Program LARGE = TestPrograms.program("""
            model Large {
                input x: float[64, 64, 1]
                target y: class[2]
                network { x -> conv2d(64, kernel: 3, padding: same, activation: tanh) -> global_average_pool2d -> dense(2) -> output }
                loss sparse_categorical_crossentropy(output, y)
                optimizer sgd
            }
            """);

    private static final Program UNTRAINABLE = TestPrograms.program("""
            model Untrainable {
                input x: float[3]
                network { x -> dense(2) -> output }
            }
            """);

    private static final Engine REFERENCE = Engines.of("reference");

    static final List<Arguments> ENGINES_AND_PROGRAMS = Stream.of(DoubleEngine.processor(), DoubleEngine.gpu())
            .flatMap(engine -> Stream.of(
                            Named.of("classes", CLASSES),
                            Named.of("numbers", NUMBERS),
                            Named.of("one number", ONE_NUMBER))
                    .map(program -> Arguments.of(Named.of(engine.description(), engine), program)))
            .toList();

    private static DrawnSamples samples(Program program, int size) {
        return new DrawnSamples(program, size, 3, false);
    }

    private static int[] shuffled(int size, long seed) {
        var order = IntStream.range(0, size).toArray();
        var random = new Random(seed);
        for (var i = size - 1; i > 0; i--) {
            var other = random.nextInt(i + 1);
            var kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private static DeviceDataset kept(Trial trial, DrawnSamples samples) {
        return Objects.requireNonNull(trial.session().upload(samples));
    }

    /** Two epochs in other orders, an evaluation after each, and predictions. */
    private static void runKept(Trial trial, DrawnSamples samples, int batchSize) {
        try (var there = kept(trial, samples)) {
            var step = 0L;
            for (var epoch = 0; epoch < 2; epoch++) {
                var order = shuffled(samples.size(), epoch);
                var numbers = new int[1];
                there.train(order, batchSize, step, (number, loss, predictions) -> {
                    assertThat(number).isEqualTo(numbers[0]++);
                    trial.note(loss, predictions);
                });
                step += numbers[0];
                there.evaluate(order, batchSize, (_, loss, predictions) -> trial.note(loss, predictions));
            }
            there.predict(
                    shuffled(samples.size(), 9), batchSize, (_, loss, predictions) -> trial.note(loss, predictions));
        }
    }

    private static void runBatches(Trial trial, DrawnSamples samples, int batchSize) {
        for (var epoch = 0; epoch < 2; epoch++) {
            var order = shuffled(samples.size(), epoch);
            for (var from = 0; from < order.length; from += batchSize) {
                trial.train(samples.batch(order, from, Math.min(batchSize, order.length - from)));
            }
            for (var from = 0; from < order.length; from += batchSize) {
                trial.evaluate(samples.batch(order, from, Math.min(batchSize, order.length - from)));
            }
        }
        var order = shuffled(samples.size(), 9);
        for (var from = 0; from < order.length; from += batchSize) {
            trial.predict(samples.batch(order, from, Math.min(batchSize, order.length - from)));
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @FieldSource("ENGINES_AND_PROGRAMS")
    void samplesOnTheDeviceGiveExactlyWhatBatchesGive(Engine engine, Program program) {
        for (var sizes : new int[][] {{37, 8}, {3, 8}, {16, 16}, {7, 1}, {1, 1}}) {
            var samples = samples(program, sizes[0]);
            try (var kept = new Trial(engine, program, samples);
                    var byBatches = new Trial(engine, program, samples)) {
                runKept(kept, samples, sizes[1]);
                runBatches(byBatches, samples, sizes[1]);

                kept.requireSame(byBatches);
            }
        }
    }

    /** The first pieces have 4, 16 and 64 steps; then all is as long as it gets. */
    @Test
    void theHostWaitsOnceForManySteps() {
        var samples = samples(NUMBERS, 256);
        var order = IntStream.range(0, 256).toArray();
        try (var trial = new Trial(DoubleEngine.processor(), NUMBERS, samples);
                var there = kept(trial, samples)) {
            there.train(order, 1, 0, (_, _, _) -> {});
            var before = TornadoExecutionPlan.waits();
            var steps = new int[1];
            there.train(order, 1, 256, (_, _, _) -> steps[0]++);

            // For what the host writes, every 64 steps, and for losses and predictions.
            assertThat(steps[0]).isEqualTo(256);
            assertThat(TornadoExecutionPlan.waits() - before).isEqualTo(1 + 256 / 64 + 2);
        }
    }

    @Test
    void aPieceTransfersTheResultsOfItsStepsAndNotOfAllSamples() {
        var samples = samples(NUMBERS, 1000);
        try (var session = (GpuSession) DoubleEngine.processor().open(NUMBERS, new Engine.Options(1, 0))) {
            var size = session.plan(Purpose.TRAIN, 2, samples.size()).size();
            assertThat(size).isEqualTo(new DevicePlan.Size(1000, 1000, 512, 256));
        }
    }

    @Test
    void samplesThatDoNotAllFitComeInPiecesOfWholeBatches() {
        var batchSize = 7;
        var samples = samples(WIDE, 100);
        var engine = withRoomForSome(batchSize);
        try (var kept = new Trial(engine, WIDE, samples);
                var byBatches = new Trial(DoubleEngine.gpu(), WIDE, samples)) {
            runKept(kept, samples, batchSize);
            runBatches(byBatches, samples, batchSize);

            kept.requireSame(byBatches);
        }
    }

    /** A device on which some of 100 samples fit, but no whole number of batches. */
    private static DoubleEngine withRoomForSome(int batchSize) {
        for (var memory = 1_600_000L; memory > 0; memory -= 20_000) {
            var engine = DoubleEngine.withMemory(memory);
            try (var session = (GpuSession) engine.open(WIDE, new Engine.Options(1, 0))) {
                var slots = session.plan(Purpose.TRAIN, batchSize, 100).size().slots();
                if (slots < 50 && slots % batchSize != 0) {
                    return engine;
                }
            }
        }
        throw new IllegalStateException("no such size");
    }

    @Test
    void twoSetsOfSamplesTakeTurnsInTheSameSlots() {
        var first = samples(NUMBERS, 20);
        var second = new DrawnSamples(NUMBERS, 13, 8, false);
        try (var kept = new Trial(DoubleEngine.processor(), NUMBERS, first);
                var byBatches = new Trial(DoubleEngine.processor(), NUMBERS, first)) {
            var order = IntStream.range(0, 13).toArray();
            var one = kept(kept, first);
            var other = kept(kept, second);
            for (var turn = 0; turn < 2; turn++) {
                one.evaluate(order, 13, (_, loss, predictions) -> kept.note(loss, predictions));
                other.evaluate(order, 13, (_, loss, predictions) -> kept.note(loss, predictions));
                kept.evaluate(second.batch(2, 5));
                byBatches.evaluate(first.batch(0, 13));
                byBatches.evaluate(second.batch(0, 13));
                byBatches.evaluate(second.batch(2, 5));
            }

            kept.requireSame(byBatches);
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @FieldSource("ENGINES_AND_PROGRAMS")
    void aBiggerBatchLaterKeepsVariablesAndTheStateOfTheOptimizer(Engine engine, Program program) {
        var samples = samples(program, 40);
        try (var trial = new Trial(engine, program, samples);
                var reference = new Trial(REFERENCE, program, samples)) {
            for (var each : List.of(trial, reference)) {
                each.train(samples.batch(0, 4));
                each.train(samples.batch(4, 3));
                each.train(samples.batch(7, 17));
                each.train(samples.batch(24, 1));
                each.train(samples.batch(10, 30));
            }

            trial.requireClose(reference, 1e-4);
        }
    }

    @ParameterizedTest(name = "{1} on {0}")
    @FieldSource("ENGINES_AND_PROGRAMS")
    void variablesKeepInStepWhateverTheOrderOfCalls(Engine engine, Program program) {
        var samples = samples(program, 24);
        try (var trial = new Trial(engine, program, samples);
                var reference = new Trial(REFERENCE, program, samples)) {
            for (var each : List.of(trial, reference)) {
                each.predict(samples.batch(0, 6));
                each.train(samples.batch(0, 6));
                each.evaluate(samples.batch(6, 6));
                each.train(samples.batch(6, 6));
                each.predict(samples.batch(0, 6));
                each.shift();
                each.evaluate(samples.batch(6, 6));
                each.train(samples.batch(12, 5));
                each.shift();
                each.train(samples.batch(17, 6));
                each.evaluate(samples.batch(0, 24));
            }

            trial.requireClose(reference, 2e-4);
        }
    }

    @Test
    void aSmallMemorySaysWhatIsNeededWhatThereIsAndWhichBatchSizeFits() {
        var samples = samples(WIDE, 100);
        try (var trial = new Trial(DoubleEngine.withMemory(1_200_000), WIDE, samples)) {
            assertThatThrownBy(() -> trial.train(samples.batch(0, 100)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching("training with batches of 100 needs [0-9]+ KiB on double, which has 1172 KiB: "
                            + "a batch size of [0-9]+ fits")
                    .satisfies(e -> {
                        var fitting = Pattern.compile("a batch size of ([0-9]+) fits")
                                .matcher(Objects.requireNonNull(e.getMessage()));
                        assertThat(fitting.find()).isTrue();
                        var size = Integer.parseInt(fitting.group(1));
                        assertThat(size).isGreaterThan(1);
                        assertThatCode(() -> trial.train(samples.batch(0, size)))
                                .doesNotThrowAnyException();
                    });
        }
    }

    @Test
    void aMemoryThatIsTooSmallForAnyBatchSaysSo() {
        var samples = samples(WIDE, 4);
        try (var trial = new Trial(DoubleEngine.withMemory(20_000), WIDE, samples)) {
            assertThatThrownBy(() -> trial.predict(samples.batch(0, 4)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("not even a batch size of 1 fits");
        }
    }

    @Test
    void whatHasNoRoomInOneArrayLiesInSeveral() {
        var samples = samples(CLASSES, 40);
        try (var several = new Trial(DoubleEngine.withLargestArray(6_000), CLASSES, samples);
                var one = new Trial(DoubleEngine.gpu(), CLASSES, samples)) {
            assertThat(workspaces(several)).hasSizeGreaterThan(2).allMatch(elements -> elements <= 1_472);
            assertThat(workspaces(one)).hasSize(1);
            for (var each : List.of(several, one)) {
                runKept(each, samples, 16);
                runBatches(each, samples, 16);
            }

            several.requireSame(one);
        }
    }

    private static List<Long> workspaces(Trial trial) {
        return ((GpuSession) trial.session())
                .plan(Purpose.TRAIN, 16, 16)
                .emitted()
                .workspaces();
    }

    /** Nothing is allocated: the plan alone is made. */
    @Test
    void aWorkspaceOfMoreElementsThanAnIntCountsIsEmitted() {
        var emitted = TornadoEmitter.emit("Model", LARGE, Purpose.TRAIN, 5_000, DeviceTraits.GPU);
        assertThat(emitted.workspace()).isGreaterThan(1L << 31);
        assertThat(emitted.workspaces()).hasSizeGreaterThan(1).allMatch(elements -> elements < 1L << 31);
        assertThat(emitted.source()).contains("workspace2.get(", "arrays.workspaces().get(1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "20000 | training with batches of 20000 needs an array of 19.5 GiB on double, which holds at most 8192 MiB in one:"
                        + " a batch size of 8191 fits",
                "9000 | training with batches of 9000 needs an array of 9000 MiB on double, which holds at most 8192 MiB in one:"
                        + " a batch size of 8191 fits"
            })
    void aValueThatIsTooLargeForAnArraySaysWhichBatchSizeFits(int batchSize, String message) {
        try (var session = (GpuSession) DoubleEngine.withLargestArray(1L << 40).open(LARGE, new Engine.Options(1, 0))) {
            assertThatThrownBy(() -> session.plan(Purpose.TRAIN, batchSize, batchSize))
                    .isInstanceOf(EngineException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void variablesThatAreTooManyForAnArrayAreRefused() {
        assertThatThrownBy(() -> DoubleEngine.withLargestArray(30_000).open(WIDE, new Engine.Options(1, 0)))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "the weights and optimizer state of this model are 32 KiB, kept in one array, and an array on double"
                                + " holds at most 30 KiB: use a smaller model or another device");
    }

    @Test
    void trainingLeavesRoomForEvaluating() {
        var samples = samples(WIDE, 100);
        var order = IntStream.range(0, 100).toArray();
        // Two plans with a batch of 10 each: 4000 values, twice while they are brought, and weights.
        try (var trial = new Trial(DoubleEngine.withMemory(1_600_000), WIDE, samples)) {
            var there = kept(trial, samples);
            there.train(order, 10, 0, (_, loss, predictions) -> trial.note(loss, predictions));
            there.evaluate(order, 10, (_, loss, predictions) -> trial.note(loss, predictions));
            there.train(order, 10, 10, (_, loss, predictions) -> trial.note(loss, predictions));

            assertThat(((GpuSession) trial.session()).bytes()).isLessThanOrEqualTo(1_600_000);
            assertThat(trial.losses()).hasSize(30);
        }
    }

    @Test
    void whatASinkThrowsEndsTheRunAndLeavesTheSessionUsable() {
        var samples = samples(NUMBERS, 20);
        try (var trial = new Trial(DoubleEngine.processor(), NUMBERS, samples)) {
            var order = IntStream.range(0, 20).toArray();
            assertThatThrownBy(() -> kept(trial, samples).train(order, 5, 0, (_, _, _) -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
            trial.evaluate(samples.batch(0, 20));
            assertThat(trial.losses().getFirst()).isPositive();
        }
    }

    @Test
    void closingTwiceIsFineAndWorkAfterItIsRefused() {
        var samples = samples(NUMBERS, 4);
        var trial = new Trial(DoubleEngine.processor(), NUMBERS, samples);
        trial.train(samples.batch(0, 4));
        trial.close();
        assertThatCode(trial::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> trial.train(samples.batch(0, 4))).hasMessage("the session is closed");
    }

    @Test
    void aModelWithoutLossSaysThatItCannotBeTrained() {
        var samples = samples(UNTRAINABLE, 2);
        try (var trial = new Trial(DoubleEngine.processor(), UNTRAINABLE, samples)) {
            assertThatThrownBy(() -> trial.train(samples.batch(0, 2)))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("this model cannot do training: it has no loss or optimizer; add it to the model");
            assertThatThrownBy(() -> trial.evaluate(samples.batch(0, 2)))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("this model cannot do evaluation: it has no loss; add it to the model");
            trial.predict(samples.batch(0, 2));
            assertThat(trial.predictions().getFirst()).hasSize(4);
        }
    }

    @Test
    void variablesBeginWithTheirInitialValues() {
        var samples = samples(CLASSES, 1);
        try (var trial = new Trial(DoubleEngine.processor(), CLASSES, samples);
                var reference = new Trial(REFERENCE, CLASSES, samples)) {
            assertThat(trial.variables()).usingRecursiveComparison().isEqualTo(reference.variables());
        }
    }
}
