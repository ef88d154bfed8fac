package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.ClosedException;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Engines;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several threads may and may not do with one model. */
@Timeout(120)
class ModelThreadsTest {
    private static final Flowers DATA = new Flowers(100);
    private static final float[] SAMPLE = {0.5f, -0.25f};
    private static final FitOptions ENDLESS = FitOptions.NONE.withEpochs(1_000_000);

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeModel() throws IOException {
        file = Files.writeString(folder.resolve("flowers.model"), Flowers.MODEL.formatted("adam(learning_rate: 0.05)"));
    }

    private Model open(String device, int threads) {
        return Updraft.compile(file).on(Device.parse(device), new Engine.Options(threads, 7));
    }

    private static ExecutorService threads(int count, boolean virtual) {
        return virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(count);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, 2, false",
        "cpu, 3, false",
        "cpu, 8, false",
        "cpu, 8, true",
        "reference, 2, false",
        "reference, 3, false",
        "reference, 8, true"
    })
    void callsSideBySideAreRightOrRefused(String device, int count, boolean virtual) throws Exception {
        var calls = 1000;
        try (var model = open(device, count);
                var threads = threads(count, virtual)) {
            var expected = model.predict(SAMPLE);
            var results = new ArrayList<Future<Integer>>();
            for (var i = 0; i < count; i++) {
                results.add(threads.submit(() -> {
                    var answered = 0;
                    for (var call = 0; call < calls; call++) {
                        try {
                            assertThat(model.predict(SAMPLE)).isEqualTo(expected);
                            answered++;
                        } catch (IllegalStateException e) {
                            assertThat(e)
                                    .hasMessageContaining("is used by one thread at a time")
                                    .hasMessageContaining("model.predictor()");
                        }
                    }
                    return answered;
                }));
            }
            var answered = 0;
            for (var result : results) {
                answered += result.get();
            }

            assertThat(answered).isBetween(1, count * calls);
            assertThat(model.predict(SAMPLE)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aSecondThreadIsRefusedWhateverItCalls(String device) throws Exception {
        try (var model = open(device, 2);
                var other = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("second").factory())) {
            var calls = List.<Callable<?>>of(
                    () -> model.predict(SAMPLE),
                    () -> model.predict(DATA),
                    () -> model.evaluate(DATA),
                    () -> model.fit(DATA),
                    () -> model.profile(DATA, true),
                    model::predictor,
                    () -> saved(model),
                    () -> loaded(model));
            var refused = new ArrayList<Throwable>();
            model.fit(DATA, FitOptions.NONE.withEpochs(1), event -> {
                if (event instanceof TrainingEvent.EpochFinished) {
                    calls.forEach(call -> refused.add(failure(other.submit(call))));
                }
            });

            assertThat(refused)
                    .hasSameSizeAs(calls)
                    .allSatisfy(problem -> assertThat(problem)
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("on thread second while thread "
                                    + Thread.currentThread().getName()
                                    + " was in fit: the model is used by one thread at a time"));
            assertThat(other.submit(() -> model.predict(SAMPLE)).get()).hasSize(3);
        }
    }

    private @Nullable Object saved(Model model) {
        model.save(folder.resolve("saved.safetensors"));
        return null;
    }

    private @Nullable Object loaded(Model model) {
        model.load(folder.resolve("saved.safetensors"));
        return null;
    }

    private static @Nullable Throwable failure(Future<?> task) {
        try {
            task.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"cpu, 1, false", "cpu, 2, false", "cpu, 2, true", "cpu, 8, false", "reference, 1, false"})
    void closingWaitsForPredictions(String device, int threadsOfEngine, boolean virtual) throws Exception {
        for (var round = 0; round < 60; round++) {
            var model = open(device, threadsOfEngine);
            var begun = new CountDownLatch(1);
            try (var threads = threads(1, virtual)) {
                var predicting = threads.submit(() -> {
                    while (true) {
                        model.predict(SAMPLE);
                        begun.countDown();
                    }
                });
                begun.await();
                model.close();

                assertThat(failure(predicting))
                        .isInstanceOf(ClosedException.class)
                        .hasMessage("the model is closed");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"cpu, 1", "cpu, 2", "cpu, 8", "reference, 1"})
    void closingEndsATrainingAndAnEvaluation(String device, int threadsOfEngine) throws Exception {
        for (var evaluates : List.of(false, true)) {
            var model = open(device, threadsOfEngine);
            var begun = new CountDownLatch(1);
            TrainingListener signal = _ -> begun.countDown();
            try (var threads = Executors.newFixedThreadPool(4)) {
                var running = threads.submit(() -> {
                    while (evaluates) {
                        model.evaluate(DATA, signal);
                    }
                    return model.fit(DATA, ENDLESS, signal);
                });
                begun.await();
                var closing = new ArrayList<Future<?>>();
                for (var i = 0; i < 3; i++) {
                    closing.add(threads.submit(model::close));
                }
                for (var close : closing) {
                    close.get();
                }

                // Between two evaluations it is closed, within one it is cancelled.
                assertThat(failure(running)).isInstanceOf(IllegalStateException.class);
                if (!evaluates) {
                    assertThat(failure(running))
                            .isInstanceOf(CancellationException.class)
                            .hasMessage("fit was ended, because another thread closed the model");
                }
                assertThatThrownBy(() -> model.predict(SAMPLE)).isInstanceOf(ClosedException.class);
                model.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    @SuppressWarnings("try") // It is closed on purpose.
    void listenersMayLookButNotChange(String device) {
        try (var model = open(device, 2)) {
            var done = new AtomicBoolean();
            var history = model.fit(DATA, FitOptions.NONE.withEpochs(2), event -> {
                if (event instanceof TrainingEvent.StepFinished && !done.getAndSet(true)) {
                    saved(model);
                    assertThat(model.predict(SAMPLE)).hasSize(3);
                    assertThat(model.predict(DATA)).hasSize(100);
                    assertThat(model.evaluate(DATA).samples()).isEqualTo(100);
                    assertThat(model.classNames()).hasSize(3);
                    try (var predictor = model.predictor()) {
                        assertThat(predictor.predict(SAMPLE)).isEqualTo(model.predict(SAMPLE));
                    }
                    assertNested("fit", () -> model.fit(DATA));
                    assertNested("load", () -> loaded(model));
                    assertNested("profile", () -> model.profile(DATA, true));
                    assertNested("close", () -> {
                        model.close();
                        return null;
                    });
                }
            });

            assertThat(done).isTrue();
            assertThat(history.epochs()).hasSize(2);
        }
    }

    private static void assertNested(String call, Callable<?> nested) {
        assertThatThrownBy(nested::call)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(call + " was called from within fit on the same thread")
                .hasMessageContaining("call it after fit has returned");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void looksDuringTrainingChangeNothingInIt(String device) throws IOException {
        try (var plain = open(device, 2);
                var watched = open(device, 2)) {
            plain.fit(DATA);
            watched.fit(DATA, FitOptions.NONE, event -> {
                if (event instanceof TrainingEvent.StepFinished) {
                    watched.evaluate(new Flowers(7));
                    watched.predict(SAMPLE);
                }
            });

            plain.save(folder.resolve("plain.safetensors"));
            watched.save(folder.resolve("watched.safetensors"));
            assertThat(folder.resolve("watched.safetensors"))
                    .hasSameBinaryContentAs(folder.resolve("plain.safetensors"));
        }
    }

    /** A callback that closes the model ends the training with the message, and the model is closed afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void closingFromACallbackEndsTheTraining(String device) {
        var model = open(device, 2);

        assertThatThrownBy(() -> model.fit(DATA, ENDLESS, _ -> model.close()))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("close was called from within fit");
        assertThat(model.predict(SAMPLE)).hasSize(3);
        model.close();
        assertThatThrownBy(() -> model.predict(SAMPLE)).isInstanceOf(ClosedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aClosedTypedModelEndsItsTraining(String device) throws Exception {
        var typed = TypedModel.create(Updraft.compile(file), Device.parse(device));
        typed.classOf(SAMPLE);
        var begun = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var running = threads.submit(() -> typed.fit(DATA, ENDLESS, _ -> begun.countDown()));
            begun.await();
            var predicting = threads.submit(() -> {
                while (true) {
                    typed.classOf(SAMPLE);
                }
            });
            typed.close();

            assertThat(failure(running)).isInstanceOf(CancellationException.class);
            assertThat(failure(predicting)).isInstanceOf(ClosedException.class);
        }
    }

    /** What a session is asked by the wrong thread must not reach the addresses behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aSessionIsGuardedToo(String device) throws Exception {
        var compiled = Updraft.compile(file);
        var engine = Engines.of(device);
        for (var round = 0; round < 30; round++) {
            var session = engine.open(compiled.program(), new Engine.Options(2, 1));
            var problem = new AtomicReference<@Nullable Throwable>();
            var begun = new CountDownLatch(1);
            var variable = compiled.program().variables().getFirst();
            var reader = Thread.ofVirtual().start(() -> {
                try (var arena = Arena.ofConfined()) {
                    var values = arena.allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
                    while (true) {
                        session.read(variable, values);
                        begun.countDown();
                    }
                } catch (RuntimeException e) {
                    problem.set(e);
                }
            });
            begun.await();
            session.close();
            reader.join();

            assertThat(problem.get()).isInstanceOf(ClosedException.class).hasMessage("the session is closed");
            assertThatCode(session::close).doesNotThrowAnyException();
        }
    }
}
