package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.ForwardingSession;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchingTest {
    private static final String MODEL = """
            model Pictures {
                input picture: float[6, 6, 2]
                input mark: float[3]
                network {
                    concat(picture -> conv2d(8, kernel: 3, activation: relu) -> max_pool2d(2) -> flatten, mark)
                        -> dense(24, activation: relu) -> dense(5, activation: softmax) -> y
                }
            }
            """;
    private static final int SAMPLE = 75;
    private static final int PREDICTION = 5;
    private static final int SAMPLES = 100;
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Model model;
    private final float[][] samples = new float[SAMPLES][SAMPLE];
    private List<float[]> expected;

    @BeforeEach
    void open() throws IOException {
        var compiled = Updraft.compile(Files.writeString(folder.resolve("test.model"), MODEL));
        model = new Model(compiled, Engines.of("cpu"), new Options(2, 1));
        var random = new Random(5);
        for (var sample : samples) {
            for (var i = 0; i < SAMPLE; i++) {
                sample[i] = random.nextFloat() - 0.5f;
            }
        }
        expected = model.predict(List.of(samples));
    }

    @AfterEach
    void close() {
        model.close();
    }

    /** A call in a thread of its own. */
    private static final class Call {
        private final FutureTask<float[]> answer;
        private final Thread thread;

        Call(Predictor predictor, float[]... samples) {
            answer = new FutureTask<>(() -> predict(predictor, samples));
            thread = Thread.ofPlatform().start(answer);
        }

        /** Waits until it waits for others. */
        Call waiting() throws InterruptedException {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(thread.isAlive()).isTrue();
                Thread.sleep(1);
            }
            return this;
        }

        float[] answer() throws InterruptedException, ExecutionException {
            return answer.get();
        }
    }

    private static float[] predict(Predictor predictor, float[]... samples) {
        var predictions = new float[samples.length * PREDICTION];
        predictor.predict(joined(samples), predictions);
        return predictions;
    }

    private static float[] joined(float[]... parts) {
        var all = new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        var next = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, all, next, part.length);
            next += part.length;
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "7, 200", "64, 500", "16, 2000"})
    void allCallersGetTheNumbersOfSingleCalls(int most, int micros) throws Exception {
        try (var predictor = model.predictor(Batching.upTo(most, Duration.ofNanos(micros * 1000L)))) {
            var tasks = new ArrayList<FutureTask<Integer>>();
            for (var caller = 0; caller < 16; caller++) {
                var random = new Random(caller);
                var task = new FutureTask<>(() -> {
                    for (var call = 0; call < 200; call++) {
                        var count = random.nextInt(10) == 0 ? 1 + random.nextInt(9) : 1;
                        var first = random.nextInt(SAMPLES - count);
                        assertThat(predict(predictor, Arrays.copyOfRange(samples, first, first + count)))
                                .isEqualTo(joined(
                                        expected.subList(first, first + count).toArray(float[][]::new)));
                    }
                    return 200;
                });
                tasks.add(task);
                Thread.ofPlatform().start(task);
            }
            for (var task : tasks) {
                assertThat(task.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void virtualThreadsAreCallersToo() throws Exception {
        try (var predictor = model.predictor(Batching.upTo(50, LONG))) {
            var tasks = IntStream.range(0, SAMPLES)
                    .mapToObj(i -> new FutureTask<>(() -> predict(predictor, samples[i])))
                    .toList();
            tasks.forEach(Thread::startVirtualThread);
            for (var i = 0; i < SAMPLES; i++) {
                assertThat(tasks.get(i).get()).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void theFirstCallerWaitsAsLongAsItMay() {
        try (var predictor = model.predictor(Batching.upTo(64, Duration.ofMillis(50)))) {
            predict(predictor, samples[0]);
            var start = System.nanoTime();
            assertThat(predict(predictor, samples[1])).isEqualTo(expected.get(1));
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(50L, 5000L);
        }
    }

    @Test
    void aFullBatchGoesAtOnce() throws Exception {
        try (var predictor = model.predictor(Batching.upTo(4, LONG))) {
            for (var round = 0; round < 3; round++) {
                var calls = IntStream.range(0, 4)
                        .mapToObj(i -> new Call(predictor, samples[i]))
                        .toList();
                for (var i = 0; i < 4; i++) {
                    assertThat(calls.get(i).answer()).isEqualTo(expected.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 100})
    void whoeverBringsAFullBatchGoesAlone(int count) throws Exception {
        try (var predictor = model.predictor(Batching.upTo(4, LONG))) {
            var waiting = new Call(predictor, samples[0]).waiting();
            assertThat(predict(predictor, Arrays.copyOf(samples, count)))
                    .isEqualTo(joined(expected.subList(0, count).toArray(float[][]::new)));
            assertThat(waiting.answer.isDone()).isFalse();
        }
    }

    @Test
    void aCallThatDoesNotFitSendsTheOthersOff() throws Exception {
        var predictor = model.predictor(Batching.upTo(4, LONG));
        var three = new Call(predictor, samples[0], samples[1], samples[2]).waiting();
        var two = new Call(predictor, samples[3], samples[4]);

        assertThat(three.answer()).isEqualTo(joined(expected.subList(0, 3).toArray(float[][]::new)));
        two.waiting();
        predictor.close();
        assertThat(two.answer()).isEqualTo(joined(expected.subList(3, 5).toArray(float[][]::new)));
    }

    @Test
    void closingAnswersThoseWhoWaitAndRefusesOthers() throws Exception {
        var predictor = model.predictor(Batching.upTo(64, LONG));
        var calls = new ArrayList<Call>();
        for (var i = 0; i < 5; i++) {
            calls.add(new Call(predictor, samples[i]).waiting());
        }
        predictor.close();
        predictor.close();

        for (var i = 0; i < 5; i++) {
            assertThat(calls.get(i).answer()).isEqualTo(expected.get(i));
        }
        for (var count : new int[] {1, 64}) {
            assertThatThrownBy(() -> predict(predictor, Arrays.copyOf(samples, count)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the predictor is closed");
        }
    }

    @Test
    void closingWhileManyCallLeavesNobodyBehind() throws Exception {
        for (var round = 0; round < 20; round++) {
            var predictor = model.predictor(Batching.upTo(5, Duration.ofNanos(100_000)));
            var called = new CountDownLatch(30);
            var callers = IntStream.range(0, 8)
                    .mapToObj(i -> new FutureTask<>(() -> {
                        while (true) {
                            assertThat(predict(predictor, samples[i])).isEqualTo(expected.get(i));
                            called.countDown();
                        }
                    }))
                    .toList();
            callers.forEach(caller -> Thread.ofPlatform().start(caller));
            called.await();
            predictor.close();
            for (var caller : callers) {
                assertThatThrownBy(caller::get).cause().hasMessage("the predictor is closed");
            }
        }
    }

    @Test
    void anInterruptedCallerGoesAndTheOthersAreAnswered() throws Exception {
        try (var predictor = model.predictor(Batching.upTo(4, LONG))) {
            var stayed = new AtomicBoolean();
            var interrupted = new FutureTask<>(() -> {
                try {
                    return predict(predictor, samples[0]);
                } finally {
                    stayed.set(Thread.currentThread().isInterrupted());
                }
            });
            var first = Thread.ofPlatform().start(interrupted);
            while (first.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            var second = new Call(predictor, samples[1]).waiting();
            first.interrupt();
            assertThatThrownBy(interrupted::get)
                    .hasCauseInstanceOf(CancellationException.class)
                    .cause()
                    .hasMessage("interrupted while the prediction waited for others");
            assertThat(stayed).isTrue();
            assertThat(second.answer.isDone()).isFalse();

            var third = new Call(predictor, samples[2]);
            var fourth = new Call(predictor, samples[3]);
            assertThat(second.answer()).isEqualTo(expected.get(1));
            assertThat(third.answer()).isEqualTo(expected.get(2));
            assertThat(fourth.answer()).isEqualTo(expected.get(3));
        }
    }

    @Test
    void afterTheFirstOneIsInterruptedTheNextKeepsTheTime() throws Exception {
        try (var predictor = model.predictor(Batching.upTo(64, Duration.ofMillis(700)))) {
            var first = new Call(predictor, samples[0]).waiting();
            var second = new Call(predictor, samples[1]).waiting();
            first.thread.interrupt();
            assertThatThrownBy(first::answer).hasCauseInstanceOf(CancellationException.class);
            assertThat(second.answer()).isEqualTo(expected.get(1));
        }
    }

    @Test
    void aGroupThatAllHaveLeftIsUsedAgain() throws Exception {
        try (var predictor = model.predictor(Batching.upTo(2, LONG))) {
            for (var round = 0; round < 3; round++) {
                var lonely = new Call(predictor, samples[0]).waiting();
                lonely.thread.interrupt();
                assertThatThrownBy(lonely::answer).hasCauseInstanceOf(CancellationException.class);
            }
            var one = new Call(predictor, samples[1]);
            assertThat(predict(predictor, samples[2])).isEqualTo(expected.get(2));
            assertThat(one.answer()).isEqualTo(expected.get(1));
            var lonely = new Call(predictor, samples[0]).waiting();
            lonely.thread.interrupt();
            assertThatThrownBy(lonely::answer).hasCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void whoGivesWhatCannotBeReadHarmsNobodyElse() throws Exception {
        try (var predictor = model.predictor(Batching.upTo(2, LONG))) {
            MemorySegment gone;
            try (var arena = Arena.ofConfined()) {
                gone = arena.allocate(SAMPLE * Float.BYTES);
            }
            var room = new float[PREDICTION];
            assertThatThrownBy(() -> predictor.predict(gone, room)).isInstanceOf(IllegalStateException.class);
            var one = new Call(predictor, samples[0]).waiting();
            assertThatThrownBy(() -> predictor.predict(gone, room)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> predictor.predict(new float[SAMPLE - 1], room))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> predictor.predict(samples[1], new float[PREDICTION + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(one.answer.isDone()).isFalse();

            assertThat(predict(predictor, samples[1])).isEqualTo(expected.get(1));
            assertThat(one.answer()).isEqualTo(expected.get(0));
        }
    }

    @Test
    void aFailureOfTheEngineReachesAllOfTheBatchAndNoOther() throws Exception {
        var failures = new AtomicInteger(1);
        try (var failing = new Model(model.compiled(), new Failing(failures), new Options(2, 1));
                var predictor = failing.predictor(Batching.upTo(2, LONG))) {
            var one = new Call(predictor, samples[0]).waiting();
            assertThatThrownBy(() -> predict(predictor, samples[1]))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("a batch of 2 samples was not computed: the device is gone");
            assertThatThrownBy(one::answer).hasCauseInstanceOf(EngineException.class);

            var other = new Call(predictor, samples[2]);
            assertThat(predict(predictor, samples[3])).isEqualTo(expected.get(3));
            assertThat(other.answer()).isEqualTo(expected.get(2));
        }
    }

    /** The cpu engine, whose first predictions fail. */
    private record Failing(AtomicInteger failures) implements Engine {
        @Override
        public String name() {
            return "cpu";
        }

        @Override
        public String description() {
            return "cpu";
        }

        @Override
        public Session open(Program program, Options options) {
            return new ForwardingSession(Engines.of("cpu").open(program, options)) {
                @Override
                public void predict(Batch batch, StepOutputs outputs) {
                    if (failures.getAndDecrement() > 0) {
                        throw new EngineException("the device is gone");
                    }
                    super.predict(batch, outputs);
                }
            };
        }
    }

    @Test
    void typedModelsBatchToo() throws Exception {
        try (var typed = TypedModel.create(model.compiled(), Device.cpu())) {
            var mine = typed.model().predict(List.of(samples));
            assertThat(typed.values(MemorySegment.ofArray(samples[0]))).isEqualTo(mine.getFirst());
            typed.batch(Batching.upTo(2, LONG));

            var one = new FutureTask<>(() -> typed.values(MemorySegment.ofArray(samples[1])));
            Thread.ofPlatform().start(one);
            assertThat(typed.values(MemorySegment.ofArray(samples[2]))).isEqualTo(mine.get(2));
            assertThat(one.get()).isEqualTo(mine.get(1));
        }
    }

    @Test
    void callersAllocateNothingAfterWarmUp() throws Exception {
        var over = new AtomicBoolean();
        try (var predictor = model.predictor(Batching.upTo(4, Duration.ofMillis(1)))) {
            var called = new AtomicInteger();
            var callers = IntStream.range(0, 8)
                    .mapToObj(i -> Thread.ofPlatform().name("caller-" + i).start(() -> {
                        var room = new float[PREDICTION];
                        while (!over.get()) {
                            predictor.predict(samples[i], room);
                            called.incrementAndGet();
                        }
                    }))
                    .toList();
            var fewest = Long.MAX_VALUE;
            for (var window = 0; window < 20 && fewest > 0; window++) {
                fewest = Math.min(fewest, Allocations.during(() -> {
                    var until = called.get() + 2000;
                    while (called.get() < until) {
                        Thread.onSpinWait();
                    }
                }));
            }
            over.set(true);
            for (var caller : callers) {
                caller.join();
            }
            assertThat(fewest).isZero();
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(Batching.upTo(256, Duration.ZERO).most()).isEqualTo(256);
        assertThatThrownBy(() -> Batching.upTo(0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch of up to 0 samples: expected from 1 to 256");
        assertThatThrownBy(() -> Batching.upTo(257, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        for (var wait : List.of(Duration.ofNanos(-1), Duration.ofSeconds(61), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> Batching.upTo(2, wait))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("calls that wait for " + wait + ": expected from 0 to a minute");
        }
    }
}
