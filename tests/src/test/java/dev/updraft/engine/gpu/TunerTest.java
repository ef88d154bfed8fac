package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.TuningRun;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import dev.updraft.engine.gpu.emit.tiling.TuningCandidates;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.DriverException;
import dev.updraft.engine.gpu.worker.PlanRequest;
import dev.updraft.engine.gpu.worker.TreeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunerTest {
    private static final Program PROGRAM = TestPrograms.program("""
            model Tuned {
                input x: float[6, 6, 2]
                target y: class[3]
                network {
                    x -> conv2d(4, kernel: 3, activation: relu) -> conv2d(4, kernel: 3) -> flatten -> dense(8) -> dense(3)
                      -> output
                }
                loss sparse_categorical_crossentropy(output, y)
                optimizer adam(learning_rate: 0.02)
            }
            """);
    private static final int BATCH = 7;
    private static final ExecutablePlan PLAN = Compiler.plan(PROGRAM, Purpose.TRAIN, ExecutionTarget.device(BATCH));
    private static final DoubleEngine PLAIN = DoubleEngine.gpu();
    private static final DeviceTraits TRAITS = DevicePlans.traits(PLAIN.bench().device());
    private static final Tilings LIKELY_BEST = Tilings.likelyBest(TRAITS);

    /** What is tried while nothing is known. */
    private static final List<TuningRun.Trial> ALL = TornadoEmitter.trials(
                    "Model", PROGRAM, Purpose.TRAIN, PLAN, TRAITS, TunerTest::candidates)
            .trials();

    private static final List<GemmShape> PRODUCTS =
            ALL.stream().map(TuningRun.Trial::product).distinct().toList();

    private final DrawnSamples samples = new DrawnSamples(PROGRAM, 2 * BATCH, 3, false);
    private final List<String> notices = new ArrayList<>();

    @TempDir
    private Path folder;

    /** A driver whose graphs take the time that a test says. */
    private record Stopwatch(Supplier<long[]> times) implements Driver {
        @Override
        public List<DeviceInfo> devices() {
            throw new AssertionError("not asked");
        }

        @Override
        public Plan load(PlanRequest request) {
            throw new AssertionError("nothing but trials is run");
        }

        @Override
        public Trees load(TreeRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long[] time(PlanRequest request, int runs, Duration most) {
            return times.get();
        }

        @Override
        public long[] profile(PlanRequest request, int runs) {
            throw new AssertionError("not asked");
        }

        @Override
        public void close() {}
    }

    private static List<Tiling> candidates(GemmShape product) {
        var all = TuningCandidates.of(product, TRAITS, 6);
        return all.size() > 1 ? all : List.of();
    }

    private TuningCache cache() {
        return new TuningCache(folder, PLAIN.bench().device(), TRAITS, "0.0");
    }

    private Tuner tuner(TuningRunner bench) {
        return new Tuner(bench, cache(), Duration.ofMinutes(1), notices::add);
    }

    /** A tuner whose trials take times that are made up: it is asked with how many graphs there are. */
    private Tuner tuner(IntFunction<long[]> times) {
        var graphs = new int[1];
        return tuner(new TuningRunner(
                PLAIN.bench().device(),
                trials -> {
                    graphs[0] = graphs(trials);
                    return trials.className();
                },
                () -> new Stopwatch(() -> times.apply(graphs[0]))));
    }

    private Tuner unwilling() {
        return tuner(new TuningRunner(PLAIN.bench().device(), TunerTest::unwilling, () -> {
            throw new AssertionError("begins a trial");
        }));
    }

    private static int graphs(EmittedProgram trials) {
        return trials.tasks().size();
    }

    /** Later trials of a product seem faster: what is likely to be best never wins. */
    private static long[] descending(int graphs) {
        var times = new long[graphs];
        Arrays.setAll(times, graph -> 1_000_000 - graph);
        return times;
    }

    private boolean improve(Tuner tuner) {
        return tuner.improve(PROGRAM, Purpose.TRAIN, PLAN);
    }

    private String source(Tilings tilings) {
        try (var session = (GpuSession) PLAIN.with(tilings).open(PROGRAM, new Engine.Options(1, 0))) {
            return session.plan(Purpose.TRAIN, BATCH, BATCH).emitted().source();
        }
    }

    private void run(Trial trial) {
        for (var epoch = 0; epoch < 3; epoch++) {
            trial.train(samples.batch(0, BATCH));
            trial.train(samples.batch(BATCH, BATCH - 2));
        }
        trial.evaluate(samples.batch(0, BATCH));
        trial.predict(samples.batch(3, BATCH));
    }

    @Test
    void whateverWinsTheBitsAreTheSame() {
        var tuner = tuner(TunerTest::descending);
        try (var tuned = new Trial(PLAIN.with(tuner), PROGRAM, samples);
                var plain = new Trial(PLAIN, PROGRAM, samples)) {
            run(tuned);
            run(plain);

            tuned.requireSame(plain);
        }
        assertThat(notices).isNotEmpty();
        assertThat(source(tuner)).isNotEqualTo(source(LIKELY_BEST));
    }

    @Test
    void trialsRunForReal() {
        var counted = new int[1];
        var bench = PLAIN.bench();
        var tuner = tuner(new TuningRunner(
                bench.device(),
                trials -> {
                    counted[0] = graphs(trials);
                    return bench.compiler().apply(trials);
                },
                bench.drivers()));
        assertThat(improve(tuner)).isTrue();
        assertThat(counted[0]).isEqualTo(ALL.size());
        assertThat(notices)
                .containsExactly(
                        "Tuning tile sizes for " + PRODUCTS.size()
                                + " products on double, at most 60 s; the results are cached (UPDRAFT_TUNING=off disables tuning)");
        assertThat(cache().read()).hasSize(PRODUCTS.size());
        assertThat(improve(tuner)).isFalse();
        assertThat(notices).hasSize(1);
    }

    @Test
    void whatIsKnownIsNotTriedAgain() {
        var first = tuner(TunerTest::descending);
        assertThat(improve(first)).isTrue();
        var second = unwilling();
        assertThat(improve(second)).isFalse();
        assertThat(source(second)).isEqualTo(source(first));
        assertThat(notices).hasSize(1);
    }

    @Test
    void whatAnotherSessionFoundMeanwhileIsTaken() {
        var waiting = unwilling();
        var first = tuner(TunerTest::descending);
        improve(first);
        assertThat(improve(waiting)).isTrue();
        assertThat(source(waiting)).isEqualTo(source(first));
    }

    @Test
    void aFileOfNonsenseIsAsNone() throws IOException {
        improve(tuner(TunerTest::descending));
        var file = cache().file();
        var whole = Files.readString(file);
        var lines = whole.lines().toList();
        for (var damaged : List.of(
                "",
                "\u0000",
                lines.getFirst(),
                whole.replace("# Updraft", "# Downdraft"),
                whole.replaceAll("(?m)^[0-9]+ ", "3 "),
                whole.replaceAll("(?m)^[0-9]+ ", "999999999 "),
                whole.replaceAll("(?m)^[0-9]+ ", "99999999999 "),
                whole.replace('\t', ' '),
                // Right, but for parts that no product here has.
                whole.replaceAll("(?m) [0-9]+\t", " 61\t"))) {
            Files.writeString(file, damaged);
            assertThat(source(tuner(_ -> new long[0]))).as(damaged).isEqualTo(source(LIKELY_BEST));
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 10});
        assertThat(cache().read()).isEmpty();
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(cache().read()).isEmpty();
    }

    @Test
    void aHalfFileCountsAsFarAsItGoesAndIsCompletedByTheNextTrials() throws IOException {
        improve(tuner(TunerTest::descending));
        var file = cache().file();
        var whole = Files.readString(file);
        var lines = whole.lines().toList();
        Files.writeString(file, String.join("\n", lines.subList(0, lines.size() / 2)));
        assertThat(cache().read()).hasSize(lines.size() / 2 - 2);
        assertThat(improve(tuner(TunerTest::descending))).isTrue();
        assertThat(cache().read()).hasSize(lines.size() - 2);
    }

    @Test
    void aProductWhoseTrialsWereNotAllReachedInTimeIsNotKept() {
        var first = ALL.getFirst().product();
        var ofFirst = (int)
                ALL.stream().filter(trial -> trial.product().equals(first)).count();
        for (var reached : new int[] {0, 1, ofFirst - 1}) {
            assertThat(improve(tuner(graphs -> Arrays.copyOf(descending(graphs), reached))))
                    .isFalse();
            assertThat(cache().file()).doesNotExist();
        }
        assertThat(improve(tuner(graphs -> Arrays.copyOf(descending(graphs), ofFirst + 1))))
                .isTrue();
        assertThat(cache().read()).containsOnlyKeys(TuningCache.name(first));
        improve(tuner(TunerTest::descending));
        assertThat(cache().read()).hasSize(PRODUCTS.size());
    }

    @Test
    void withoutTimeNothingIsRun() {
        var tuner = new Tuner(PLAIN.bench(), cache(), Duration.ZERO, notices::add);
        assertThat(improve(tuner)).isFalse();
        assertThat(cache().read()).isEmpty();
    }

    @Test
    void theFastestWinsAndATrialThatFailsNever() {
        var expected = new TreeMap<String, Tiling>();
        var times = new long[ALL.size()];
        for (var product : PRODUCTS) {
            var its = IntStream.range(0, ALL.size())
                    .filter(trial -> ALL.get(trial).product().equals(product))
                    .toArray();
            Arrays.stream(its).forEach(trial -> times[trial] = 50);
            var fastest = its[its.length - 1];
            times[its[0]] = Driver.FAILED;
            times[fastest] = 49;
            expected.put(TuningCache.name(product), ALL.get(fastest).tiling());
        }
        assertThat(improve(tuner(_ -> times))).isTrue();
        assertThat(cache().read()).isEqualTo(expected);
    }

    @Test
    void whereAllTrialsFailTheLikelyBestIsTakenAndThatWithoutEnd() {
        var begun = new int[1];
        var tuner = tuner(graphs -> {
            begun[0]++;
            var times = new long[graphs];
            Arrays.fill(times, Driver.FAILED);
            return times;
        });
        assertThat(improve(tuner)).isFalse();
        assertThat(improve(tuner)).isFalse();
        assertThat(begun[0]).isEqualTo(1);
        assertThat(cache().read()).isEmpty();
    }

    @Test
    void aWorkerThatDiesOrDoesNotStartIsSaidAndNoEnd() {
        for (var failure :
                List.of(new EngineException("it died\n    at night"), new DriverException("it died", null))) {
            notices.clear();
            var tuner = tuner(_ -> {
                throw failure;
            });
            assertThat(improve(tuner)).isFalse();
            assertThat(improve(tuner)).isFalse();
            assertThat(notices).hasSize(2);
            assertThat(notices.getLast()).isEqualTo("Tuning failed, so estimated tile sizes are used: it died");
        }
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaidAndServesTheSession() throws IOException {
        Files.createDirectories(cache().file().resolve("in the way"));
        var tuner = tuner(TunerTest::descending);
        assertThat(improve(tuner)).isTrue();
        assertThat(notices.getLast())
                .startsWith("The tuning results cannot be stored: ")
                .contains("UPDRAFT_CACHE");
        assertThat(improve(tuner)).isFalse();
    }

    @Test
    void noOtherFailureIsHidden() {
        var tuner = tuner(_ -> {
            throw new IllegalStateException("a fault of ours");
        });
        assertThatThrownBy(() -> improve(tuner)).hasMessage("a fault of ours");
    }

    @ParameterizedTest
    @CsvSource({"off, false", "OFF, false", "' off ', false", "'', true", "on, true"})
    void aVariableOfTheEnvironmentTurnsItOff(String value, boolean wanted) {
        assertThat(Tuner.wanted(Map.of("UPDRAFT_TUNING", value))).isEqualTo(wanted);
        assertThat(Tuner.wanted(Map.of())).isTrue();
    }

    @Test
    void aProcessorIsNotTuned() {
        var engine = DoubleEngine.processor();
        var bench = new TuningRunner(
                engine.bench().device(), TunerTest::unwilling, engine.bench().drivers());
        var traits = DevicePlans.traits(bench.device());
        var tuner =
                new Tuner(bench, new TuningCache(folder, bench.device(), traits, "0.0"), Tuner.BUDGET, notices::add);
        try (var trial = new Trial(engine.with(tuner), PROGRAM, samples)) {
            trial.predict(samples.batch(0, 2));
        }
        assertThat(notices).isEmpty();
    }

    private static String unwilling(EmittedProgram trials) {
        throw new AssertionError("compiles " + trials.className());
    }
}
