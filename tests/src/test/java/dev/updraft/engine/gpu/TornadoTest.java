package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.TuningRun;
import dev.updraft.engine.gpu.emit.tiling.TuningCandidates;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.training.FitOptions;
import dev.updraft.training.gradient.DatasetSamples;
import dev.updraft.verify.EngineCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gpu engine as users meet it, on every device of the TornadoVM that is here. */
@EnabledIfSystemProperty(named = "updraft.tornado", matches = "true")
class TornadoTest {
    private static final Path FASHION_MNIST = Path.of("../examples/fashion-mnist/fashion-mnist.model");
    private static final Program TUNED = TestPrograms.program("""
            model Tuned {
                input x: float[6, 6, 2]
                target y: class[3]
                network { x -> conv2d(4, kernel: 3, activation: relu) -> flatten -> dense(3) -> output }
                loss sparse_categorical_crossentropy(output, y)
                optimizer adam(learning_rate: 0.02)
            }
            """);
    private static final Path IRIS = Path.of("../examples/iris/iris.model");

    @TempDir
    private Path folder;

    static List<DeviceInfo> devices() {
        return new GpuEngine().found();
    }

    private static Dataset data(CompiledModel model, Path file) {
        return Datasets.open(Objects.requireNonNull(model.layers().fit().data()), file.resolveSibling(""))
                .read(Split.TRAIN, DataSpec.of(model.layers()), Progress.NONE);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aCheckOfTheSetupFindsItRight(DeviceInfo device) {
        assertThat(EngineCheck.of(new GpuEngine().device(device.index())).right())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void anEpochOfFashionMnistGivesTheCpuEnginesLoss(DeviceInfo device) {
        var model = Updraft.compile(FASHION_MNIST);
        var data = data(model, FASHION_MNIST);
        var options = FitOptions.NONE.withEpochs(1);
        try (var onCpu = model.on(Device.cpu());
                var onGpu = model.on(Device.gpu(device.index()))) {
            var expected = onCpu.fit(data, options).epochs().getLast();
            var found = onGpu.fit(data, options).epochs().getLast();
            assertThat(found.loss()).isCloseTo(expected.loss(), within(0.01 * expected.loss()));
            assertThat(found.validationLoss()).isNotNull();
            assertThat(onGpu.evaluate(data).loss())
                    .isCloseTo(onCpu.evaluate(data).loss(), within(0.05 * expected.loss()));
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aWorkerThatIsKilledIsAnErrorAndNoEnd(DeviceInfo device) {
        var model = Updraft.compile(IRIS);
        var sdk = Sdk.find();
        var compiler = new KernelCompiler(sdk);
        var worker = GpuEngine.worker(compiler, sdk);
        try (var session =
                        new GpuSession(model.program(), new Engine.Options(1, 0), worker, device, compiler::compile);
                var samples = Objects.requireNonNull(session.upload(new DatasetSamples(data(model, IRIS))))) {
            var order = IntStream.range(0, 100).toArray();
            samples.train(order, 10, 0, (_, _, _) -> {});
            worker.handle().destroyForcibly();
            assertThatThrownBy(() -> samples.train(order, 10, 10, (_, _, _) -> {}))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("signal 9");
        }
    }

    /** What TornadoVM cannot compile: it names the task in the first case only. */
    private static final List<String> UNCOMPILABLE = List.of(
            "variables.set(0, System.nanoTime());",
            "var room = new int[context.globalIdx + 1]; variables.set(0, room[0]);",
            "variables.set(0, (float) Math.log1p(context.globalIdx));");

    static Stream<Arguments> uncompilable() {
        return RealDevice.all().stream()
                .flatMap(device -> UNCOMPILABLE.stream().map(statement -> Arguments.of(device, statement)));
    }

    @ParameterizedTest
    @MethodSource("uncompilable")
    void aKernelThatCannotBeCompiledIsNamedAndOthersGoOn(RealDevice device, String statement) {
        var program = Updraft.compile(IRIS).program();
        var samples = new DrawnSamples(program, 4, 1, false);
        var batch = samples.batch(0, 4);
        var predictions = samples.outputs(4);
        var options = new Engine.Options(1, 0);
        try (var apart = device.apart(folder);
                var before = apart.open(program, options)) {
            var loss = before.evaluate(batch, predictions);
            var worker = apart.worker();
            try (var broken = apart.open(program, options, emitted -> withStatement(emitted, "mat_mul", statement))) {
                assertThatThrownBy(() -> broken.evaluate(batch, predictions))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("(mat_mul [batch, 16] of dense at ")
                        .hasMessageContaining("iris.model:9:16)")
                        .message()
                        .doesNotContain("\u001b");
            }
            assertThat(before.evaluate(batch, predictions)).isEqualTo(loss);
            try (var after = apart.open(program, options)) {
                assertThat(after.evaluate(batch, predictions)).isEqualTo(loss);
                after.train(batch, 0, predictions);
            }
            assertThat(apart.worker()).isEqualTo(worker);
        }
    }

    static List<RealDevice> asAnything() {
        return RealDevice.all();
    }

    @ParameterizedTest
    @MethodSource("asAnything")
    void stepsInAQueueGiveTheBitsOfStepsOneByOne(RealDevice device) {
        var samples = new DrawnSamples(TUNED, 64, 3, false);
        var order = IntStream.range(0, 64).toArray();
        var notices = new ArrayList<String>();
        try (var apart = device.apart(folder, "-Dupdraft.step.queue=off");
                var single = new Trial(apart, TUNED, samples);
                var queued = new Trial(device, TUNED, samples, notices::add)) {
            for (var each : List.of(single, queued)) {
                try (var there = Objects.requireNonNull(each.session().upload(samples))) {
                    there.train(order, 3, 0, (_, loss, found) -> each.note(loss, found));
                    there.evaluate(order, 5, (_, loss, found) -> each.note(loss, found));
                    each.shift();
                    there.train(order, 2, 22, (_, loss, found) -> each.note(loss, found));
                }
            }

            queued.requireSame(single);
            assertThat(notices).as("a TornadoVM that is known inside").isEmpty();
        }
    }

    static List<RealDevice> gpus() {
        return RealDevice.all().stream()
                .filter(device -> DevicePlans.traits(device.bench().device()).localMemory())
                .toList();
    }

    /** A processor is asked to run the code for GPUs too. */
    @ParameterizedTest
    @MethodSource("gpus")
    void tileSizesFoundByTrialGiveTheSameBits(RealDevice device) {
        var bench = device.bench();
        var cache = new TuningCache(folder, bench.device(), DevicePlans.traits(bench.device()), "here");
        var tuner = new Tuner(bench, cache, Duration.ofMinutes(3), _ -> {});
        var samples = new DrawnSamples(TUNED, 16, 3, false);
        try (var tuned = new Trial(device.with(tuner), TUNED, samples);
                var plain = new Trial(device, TUNED, samples)) {
            for (var each : List.of(tuned, plain)) {
                each.train(samples.batch(0, 16));
                each.train(samples.batch(5, 11));
                each.evaluate(samples.batch(0, 16));
            }

            tuned.requireSame(plain);
        }
        assertThat(cache.read()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("gpus")
    void whatHasNoRoomInOneArrayLiesInSeveral(RealDevice device) {
        var samples = new DrawnSamples(TUNED, 64, 3, false);
        try (var several = new Trial(device.withLargestArray(40_000), TUNED, samples);
                var one = new Trial(device, TUNED, samples)) {
            for (var each : List.of(several, one)) {
                each.train(samples.batch(0, 64));
                each.train(samples.batch(5, 31));
                each.evaluate(samples.batch(0, 64));
            }

            several.requireSame(one);
            assertThat(((GpuSession) several.session())
                            .plan(Purpose.TRAIN, 64, 64)
                            .emitted()
                            .workspaces())
                    .hasSizeGreaterThan(1);
        }
    }

    @ParameterizedTest
    @MethodSource("gpus")
    void trialsThatDoNotCompileLeaveTheOthersAlone(RealDevice device) {
        var traits = DevicePlans.traits(device.bench().device());
        var plan = Compiler.plan(TUNED, Purpose.PREDICT, ExecutionTarget.device(16));
        var tuningRun = TornadoEmitter.trials(
                "Model", TUNED, Purpose.PREDICT, plan, traits, product -> TuningCandidates.of(product, traits, 3));
        var tasks = tuningRun.program().tasks();
        var first = withStatementIn(tuningRun.program(), tasks.getFirst().name(), UNCOMPILABLE.get(0));
        var both = withStatementIn(first, tasks.get(2).name(), UNCOMPILABLE.get(1));
        var times = device.bench().times(TUNED, new TuningRun(both, tuningRun.trials()), 16, Duration.ofMinutes(3));
        assertThat(times).hasSameSizeAs(tuningRun.trials()).hasSizeGreaterThan(3);
        for (var trial = 0; trial < times.length; trial++) {
            if (trial == 0 || trial == 2) {
                assertThat(times[trial]).isEqualTo(Driver.FAILED);
            } else {
                assertThat(times[trial]).isPositive().isLessThan(TimeUnit.MINUTES.toNanos(1));
            }
        }
    }

    /** The same program with a statement more at the beginning of its first kernel for an operation. */
    private static EmittedProgram withStatement(EmittedProgram emitted, String operation, String statement) {
        var task = emitted.tasks().stream()
                .filter(each ->
                        each.works().stream().anyMatch(work -> work.operation().startsWith(operation)))
                .findFirst()
                .orElseThrow()
                .name();
        return withStatementIn(emitted, task, statement);
    }

    private static EmittedProgram withStatementIn(EmittedProgram emitted, String task, String statement) {
        var name = emitted.className() + "_" + Integer.toHexString(statement.hashCode());
        var beginning = Pattern.compile("public static void " + task + "\\([^)]*\\) \\{");
        var source = beginning
                .matcher(emitted.source().replace(emitted.className(), name))
                .replaceFirst(found -> Matcher.quoteReplacement(found.group() + statement));
        return new EmittedProgram(
                name,
                source,
                emitted.capacity(),
                emitted.workspaces(),
                emitted.sampleSize(),
                emitted.targetSize(),
                emitted.labelSize(),
                emitted.predictionSizes(),
                emitted.losses(),
                emitted.scalars(),
                emitted.tasks());
    }
}
