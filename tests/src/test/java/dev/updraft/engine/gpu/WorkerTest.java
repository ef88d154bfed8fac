package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.TuningRun;
import dev.updraft.engine.gpu.emit.tiling.TuningCandidates;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine as users have it, with a worker in a process of its own, on an SDK that is a double. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WorkerTest {
    static final Program PROGRAM = TestPrograms.program("""
            model Worked {
                input x: float[6]
                target y: class[3]
                network { x -> dense(7, activation: tanh) -> dense(3) -> output }
                loss sparse_categorical_crossentropy(output, y)
                optimizer adam(learning_rate: 0.05)
            }
            """);
    private static final long PATIENCE_SECONDS = 120;

    private final DrawnSamples samples = new DrawnSamples(PROGRAM, 21, 5, false);

    @TempDir
    private Path folder;

    private Trial trial(String... flags) throws IOException {
        return new Trial(DoubleSdk.engine(folder, flags), PROGRAM, samples);
    }

    /** The name of a task of training with batches of 21, of those that hold a word. */
    private static String task(String word) {
        return TornadoEmitter.emit(
                        "Model",
                        PROGRAM,
                        Purpose.TRAIN,
                        21,
                        DevicePlans.traits(new DeviceInfo(0, "", DeviceInfo.Kind.PROCESSOR, "", 0, 0, 0, 0, "")))
                .tasks()
                .stream()
                .map(task -> task.name())
                .filter(name -> name.contains(word))
                .findFirst()
                .orElseThrow();
    }

    private static List<ProcessHandle> workersOf(ProcessHandle parent) {
        return parent.children()
                .filter(child -> child.info()
                        .arguments()
                        .map(Arrays::asList)
                        .orElse(List.of())
                        .contains(WorkerMain.class.getName()))
                .toList();
    }

    private static ProcessHandle worker() {
        return workersOf(ProcessHandle.current()).getFirst();
    }

    /** The folder of a worker's socket. */
    private static Path socketFolder(ProcessHandle worker) {
        var arguments = Arrays.asList(worker.info().arguments().orElseThrow());
        var socket = Path.of(arguments.get(arguments.indexOf(WorkerMain.class.getName()) + 1));
        return Objects.requireNonNull(socket.getParent());
    }

    /** The files with arrays that a process has mapped. */
    private static List<Path> arraysOf(ProcessHandle process) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/maps"))) {
            return lines.filter(line -> line.contains("/updraft-") && line.endsWith(".arrays"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .distinct()
                    .toList();
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Test
    void itsDevicesAreListed() throws IOException {
        var engine = DoubleSdk.engine(folder, "-Ddouble.gpu=true");
        assertThat(engine.found())
                .containsExactly(new DeviceInfo(
                        0, "double", DeviceInfo.Kind.GPU, "metal", 1L << 30, 1L << 30, 1 << 15, 64, "plain Java 1.2"));
        assertThat(engine.unavailable()).isNull();
        assertThat(engine.accelerated()).isTrue();
        assertThat(engine.description()).contains("double", "1024 MiB", "0.0-double", "metal");
        assertThat(engine.device(1).unavailable())
                .isEqualTo("there is no device gpu:1; TornadoVM found gpu:0 (double, 1024 MiB)");
        assertThat(workersOf(ProcessHandle.current())).isEmpty();
    }

    /** The double has a queue, but kernels that nobody else can launch. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | TornadoVM launches each of their kernels: this TornadoVM is otherwise inside: \
            uk.ac.manchester.tornado.api.TornadoExecutionPlan$Queued has no method apply
            false | each step is waited for: this TornadoVM is otherwise inside: java.lang.NullPointerException
            """)
    void aTornadoVmThatIsOtherwiseInsideIsNamedOnce(boolean queue, String reason) throws IOException {
        var notices = new ArrayList<String>();
        var engine = DoubleSdk.engine(folder, "-Ddouble.opencl=true", "-Ddouble.queue=" + queue);
        try (var trial = new Trial(engine, PROGRAM, samples, notices::add)) {
            trial.train(samples.batch(0, 21));
            trial.train(samples.batch(0, 21));
            trial.evaluate(samples.batch(0, 21));
        }
        assertThat(notices)
                .containsExactly("Small steps take longer on the gpu engine than they need to, as " + reason
                        + ". Results are the same; please report it with the version of TornadoVM");
    }

    @Test
    void nothingIsSaidOfTheQueueToThoseWhoSwitchItOff() throws IOException {
        var notices = new ArrayList<String>();
        var engine = DoubleSdk.engine(folder, "-Ddouble.opencl=true", "-Dupdraft.step.queue=off");
        try (var trial = new Trial(engine, PROGRAM, samples, notices::add)) {
            trial.train(samples.batch(0, 21));
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void theFirstSessionTakesTheWorkerThatListedTheDevicesUnlessItHasDied() throws IOException {
        var engine = DoubleSdk.thrifty(folder);
        assertThat(engine.unavailable()).isNull();
        var lister = worker();
        try (var _ = new Trial(engine, PROGRAM, samples)) {
            assertThat(workersOf(ProcessHandle.current())).containsExactly(lister);
        }
        var second = DoubleSdk.thrifty(folder);
        assertThat(second.unavailable()).isNull();
        var killed = worker();
        killed.destroyForcibly();
        awaitEnd(killed);
        try (var trial = new Trial(second, PROGRAM, samples)) {
            trial.predict(samples.batch(0, 21));
            assertThat(workersOf(ProcessHandle.current())).doesNotContain(killed);
        }
    }

    @Test
    void aNetworkTrainedThereIsTheSameToTheBit() throws IOException {
        try (var there = trial();
                var here = new Trial(DoubleEngine.processor(), PROGRAM, samples)) {
            for (var each : List.of(there, here)) {
                var kept = Objects.requireNonNull(each.session().upload(samples));
                var order = new int[] {3, 1, 20, 5, 6, 7, 19, 0, 2};
                kept.train(order, 4, 0, (_, loss, predictions) -> each.note(loss, predictions));
                kept.evaluate(order, 4, (_, loss, predictions) -> each.note(loss, predictions));
                each.shift();
                each.predict(samples.batch(0, 21));
            }

            there.requireSame(here);
        }
    }

    @Test
    void aGpuTriesTileSizesInAWorkerOfItsOwnAndOnlyOnce() throws IOException {
        var traits = DevicePlans.traits(new DeviceInfo(
                0, "double", DeviceInfo.Kind.GPU, "opencl", 1L << 30, 1L << 30, 1 << 15, 64, "plain Java"));
        var plan = TornadoEmitter.emit("Model", PROGRAM, Purpose.TRAIN, 21, traits).tasks().stream()
                .map(EmittedProgram.TaskInfo::name)
                .toList();
        var executable = Compiler.plan(PROGRAM, Purpose.TRAIN, ExecutionTarget.device(21));
        var tuningRun = TornadoEmitter.trials("Model", PROGRAM, Purpose.TRAIN, executable, traits, product -> {
            var all = TuningCandidates.of(product, traits, 6);
            return all.size() > 1 ? all : List.of();
        });
        var failing = tuningRun.program().tasks().stream()
                .map(EmittedProgram.TaskInfo::name)
                .filter(name -> !plan.contains(name))
                .reduce((_, last) -> last)
                .orElseThrow();
        var engine = DoubleSdk.engine(folder, "-Ddouble.gpu=true", "-Ddouble.uncompilable=" + failing);
        var notices = new ArrayList<String>();
        try (var first = new Trial(engine, PROGRAM, samples, notices::add)) {
            first.train(samples.batch(0, 21));
            assertThat(notices).singleElement().asString().startsWith("Tuning tile sizes for ");
            try (var second = new Trial(engine, PROGRAM, samples, notices::add)) {
                second.train(samples.batch(0, 21));
                assertThat(notices).hasSize(1);
                second.requireSame(first);
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("cache/tuning"))) {
            var products =
                    tuningRun.trials().stream().map(TuningRun.Trial::product).distinct();
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readAllLines(file)).hasSize(2 + (int) products.count()));
        }
        assertThat(workersOf(ProcessHandle.current())).isEmpty();
    }

    @Test
    void nothingIsLeftAfterClosing() throws IOException {
        assumeThat(Path.of("/proc/self/maps")).exists();
        var trial = trial();
        trial.train(samples.batch(0, 21));
        trial.evaluate(samples.batch(0, 21));
        var worker = worker();
        var files = arraysOf(worker);
        var socket = socketFolder(worker);
        assertThat(files).isNotEmpty().allMatch(Files::exists);
        assertThat(socket).exists();

        trial.close();

        awaitEnd(worker);
        assertThat(files).noneMatch(Files::exists);
        assertThat(socket).doesNotExist();
        assertThatCode(trial::close).doesNotThrowAnyException();
    }

    @Test
    void aWorkerThatIsKilledInTheMidstOfARunIsAnErrorThatNamesTheSignal() throws IOException {
        try (var trial = trial("-Ddouble.slow=true")) {
            var running = CompletableFuture.runAsync(() -> trial.train(samples.batch(0, 21)));
            var worker = worker();
            assertThat(running.isDone()).isFalse();
            awaitMapped(worker);
            worker.destroyForcibly();

            assertThatThrownBy(() -> running.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("the GPU's worker ended unexpectedly")
                    .hasMessageContaining("ended by signal 9");
            assertThatThrownBy(() -> trial.predict(samples.batch(0, 21))).isInstanceOf(EngineException.class);
        }
        assertThat(workersOf(ProcessHandle.current())).isEmpty();
    }

    /** Until the worker has mapped the arrays of a plan: then it soon runs. */
    private static void awaitMapped(ProcessHandle worker) throws IOException {
        assumeThat(Path.of("/proc/self/maps")).exists();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (arraysOf(worker).isEmpty() && System.nanoTime() < end) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptedThreadDoesNotLoseItsSession() throws IOException {
        try (var trial = trial()) {
            trial.train(samples.batch(0, 4));
            Thread.currentThread().interrupt();
            trial.train(samples.batch(4, 4));
            assertThat(Thread.interrupted()).isTrue();
            trial.train(samples.batch(8, 4));
            assertThat(trial.losses()).hasSize(3).allMatch(Double::isFinite);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Ddouble.start=\"[WARNING] No OpenCL platforms found. Deoptimizing to sequential execution.\""
                        + "| no OpenCL driver is installed: install the one of your card's maker, so that `clinfo` lists the card, or PoCL to"
                        + " try things out on the processor (`apt install pocl-opencl-icd`)",
                "-Ddouble.start=\"[WARNING] No CUDADriver platforms found.\""
                        + "| NVIDIA's driver finds no card: `nvidia-smi` must list it; in a container, start it with --gpus all",
                "-Ddouble.start=\"[ERROR] OpenCL JNI Library not found\""
                        + "| the TornadoVM in FOLDER/tornado vm has no native library in its folder lib: unpack the SDK again, or run"
                        + " `updraft gpu install`",
                "-Ddouble.start=\"something else\""
                        + "| TornadoVM 0.0-double in FOLDER/tornado vm does not start (TornadoBailoutRuntimeException: something else):"
                        + " update the driver of the card, or run `updraft gpu install` for the TornadoVM that Updraft is tested with",
                "-XX:NoSuchFlag"
                        + "| the GPU's worker could not start, exit code 1: Unrecognized VM option 'NoSuchFlag'; Error: Could not create the"
                        + " Java Virtual Machine.; `updraft gpu install` brings the TornadoVM that Updraft is tested with",
            })
    void whyItDoesNotStartIsOneSentence(String flag, String sentence) throws IOException {
        var engine = DoubleSdk.engine(folder, flag);
        assertThat(engine.unavailable()).isEqualTo(sentence.replace("FOLDER", folder.toString()));
        assertThat(workersOf(ProcessHandle.current())).isEmpty();
    }

    @Test
    void aLibraryThatIsBrokenIsNamed() throws IOException {
        var engine = DoubleSdk.engine(
                folder, "-Ddouble.start=\"[ERROR] OpenCL JNI Library not found\"", "-Djava.library.path=" + folder);
        var library = folder.resolve(System.mapLibraryName("tornado-opencl"));
        Files.writeString(
                library, "no library at all, but long enough for the header of one, which has sixty-four bytes");
        assertThat(engine.unavailable())
                .startsWith("a library of TornadoVM is broken (" + library + ": ")
                .endsWith("): unpack the SDK again, or run `updraft gpu install`")
                .hasLineCount(1);
    }

    @Test
    void aDeviceThatAnotherProcessFillsSaysWhatThereIsAndWhatWasWanted() throws IOException {
        try (var trial = trial("-Ddouble.full=true")) {
            assertThatThrownBy(() -> trial.train(samples.batch(0, 21)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching(
                            "double has 1024 MiB of memory, and this model did not get the [0-9]+ KiB that it takes:"
                                    + " another process holds the rest; end that, or use a smaller batch size or another device"
                                    + " \\(TornadoBailoutRuntimeException: \\[ERROR] Unable to allocate 4096 bytes of memory\\.\\)");
        }
    }

    @Test
    void aTaskThatDoesNotCompileIsNamedWithItsOperationAndItsLine() throws IOException {
        try (var trial = trial("-Ddouble.uncompilable=" + task("dense_1"))) {
            assertThatThrownBy(() -> trial.train(samples.batch(0, 21)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith(
                            "TornadoVM cannot run this model on double (mat_mul [batch, 3] of dense_1 at net.model:4:50): ")
                    .hasMessageContaining("Unable to compile");
        }
    }

    @Test
    void aTaskThatDoesNotCompileIsFoundWhereTornadoVmNamesNone() throws IOException {
        try (var trial = trial("-Ddouble.uncompilable=" + task("dense_1"), "-Ddouble.wordless=true")) {
            assertThatThrownBy(() -> trial.train(samples.batch(0, 21)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("of dense_1 at net.model:4:")
                    .hasMessageContaining("unimplemented: a node of the graph");
        }
    }

    @Test
    void evaluationGoesOnWhereTrainingDoesNotCompile() throws IOException {
        try (var trial = trial("-Ddouble.uncompilable=" + task("optimizer"), "-Ddouble.wordless=true")) {
            trial.evaluate(samples.batch(0, 21));
            assertThatThrownBy(() -> trial.train(samples.batch(0, 21))).isInstanceOf(EngineException.class);
            trial.evaluate(samples.batch(0, 21));
            assertThat(trial.losses()).hasSize(2).containsOnly(trial.losses().getFirst());
        }
    }

    @Test
    void aTaskThatFailsWhenItRunsIsNamedAndTheSessionLivesOn() throws IOException {
        try (var trial = trial("-Ddouble.failing=" + task("loss"))) {
            assertThatThrownBy(() -> trial.train(samples.batch(0, 21)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith("TornadoVM cannot run this model on double (")
                    .hasMessageContaining("Bailout from LAUNCH");
            trial.predict(samples.batch(0, 21));
            assertThat(trial.predictions().getLast()[0]).isCloseTo(0, within(100f));
        }
    }

    @Test
    void onCudaStepsAreRecordedAndComputeTheSame() throws IOException {
        try (var recorded = trial("-Ddouble.cuda=true");
                var here = new Trial(DoubleEngine.processor(), PROGRAM, samples)) {
            for (var trial : List.of(recorded, here)) {
                trial.train(samples.batch(0, 21));
                trial.train(samples.batch(0, 5));
                trial.shift();
                trial.train(samples.batch(0, 21));
                trial.evaluate(samples.batch(0, 21));
            }
            recorded.requireSame(here);
        }
    }

    @Test
    void whereGraphsCannotBeQueuedTheyRunOneByOneAndComputeTheSame() throws IOException {
        try (var single = trial("-Ddouble.queue=false");
                var here = new Trial(DoubleEngine.processor(), PROGRAM, samples)) {
            for (var trial : List.of(single, here)) {
                trial.train(samples.batch(0, 21));
                trial.train(samples.batch(0, 5));
                trial.evaluate(samples.batch(0, 21));
                trial.train(samples.batch(5, 9));
            }
            single.requireSame(here);
        }
    }

    @Test
    void whereStepsCannotBeRecordedTheyRunIfRecordingIsOff() throws IOException {
        try (var trial = trial("-Ddouble.cuda=true", "-Ddouble.uncapturable=true")) {
            assertThatThrownBy(() -> trial.train(samples.batch(0, 21)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("cuStreamBeginCapture failed");
        }
        try (var trial = trial("-Ddouble.cuda=true", "-Ddouble.uncapturable=true", "-Dupdraft.cuda.graphs=off")) {
            trial.train(samples.batch(0, 21));
            assertThat(trial.losses()).hasSize(1);
        }
    }

    @Test
    void aParentThatIsKilledTakesItsWorkerAndItsFilesAlong() throws IOException {
        assumeThat(Path.of("/proc/self/maps")).exists();
        var parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerParent.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(parent.inputReader().readLine()).isEqualTo("training");
            var worker = workersOf(parent.toHandle()).getFirst();
            var files = arraysOf(worker);
            var socket = socketFolder(worker);
            assertThat(files).isNotEmpty().allMatch(Files::exists);

            parent.destroyForcibly();

            awaitEnd(worker);
            assertThat(files).noneMatch(Files::exists);
            assertThat(socket).doesNotExist();
        } finally {
            parent.destroyForcibly();
        }
    }
}
