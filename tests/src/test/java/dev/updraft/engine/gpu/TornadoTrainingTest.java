package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.engine.gpu.worker.WorkerProcess;
import dev.updraft.history.History;
import dev.updraft.report.Report;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.gradient.Learnt;
import dev.updraft.training.gradient.Trainer;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints, reports and what is said of a lost loss, on every device of the TornadoVM that is here. */
@EnabledIfSystemProperty(named = "updraft.tornado", matches = "true")
class TornadoTrainingTest {
    private static final Flowers DATA = new Flowers(96);
    private static final FitOptions OPTIONS = new FitOptions(4, 16, DataSplit.random(0.25), null, null);

    @TempDir
    private Path folder;

    static List<DeviceInfo> devices() {
        return new GpuEngine().found();
    }

    private CompiledModel model(String optimizer) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), Flowers.MODEL.formatted(optimizer)));
    }

    /** A training with a worker of its own. */
    private static final class Run implements AutoCloseable {
        private final CompiledModel model;
        private final WorkerProcess worker;
        private final GpuSession session;
        private final Trainer trainer;

        Run(CompiledModel model, DeviceInfo device) {
            this.model = model;
            var sdk = Sdk.find();
            var compiler = new KernelCompiler(sdk);
            worker = GpuEngine.worker(compiler, sdk);
            session = new GpuSession(model.program(), new Engine.Options(1, 7), worker, device, compiler::compile);
            var trainingContext = new TrainingContext(
                    model.layers(),
                    model.program(),
                    session,
                    device.name(),
                    another -> new GpuEngine().device(device.index()).open(another, new Engine.Options(1, 7)),
                    1,
                    7);
            trainer = new Trainer(trainingContext, Learnt.NOTHING, this::save);
        }

        History fit(FitOptions options) {
            return trainer.fit(DATA, options, List.of());
        }

        /** Ends the worker when two epochs are done. */
        void fitKilled(FitOptions options) {
            trainer.fit(DATA, options, List.of(event -> {
                if (event instanceof TrainingEvent.EpochFinished(var epoch, var _) && epoch.number() == 2) {
                    worker.handle().destroyForcibly();
                }
            }));
        }

        private void save(Path file) {
            var weights = model.program().variables().stream()
                    .filter(variable -> variable.role() != Variable.Role.SLOT)
                    .toList();
            ModelWeights.saveVariables(file, weights, session::read);
        }

        Map<String, float[]> variables() {
            return TestPrograms.variables(model.program(), session);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aTrainingWhoseWorkerIsKilledGoesOnFromItsCheckpointToTheSameBits(DeviceInfo device) throws IOException {
        var model = model("adam(learning_rate: 0.02)");
        var checkpoints = folder.resolve("checkpoints");
        var saving = OPTIONS.withCheckpoints(Checkpoints.in(checkpoints).every(Duration.ofNanos(1)));
        try (var never = new Run(model, device);
                var resumed = new Run(model, device)) {
            var expected = never.fit(OPTIONS);
            try (var killed = new Run(model, device)) {
                assertThatThrownBy(() -> killed.fitKilled(saving))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("signal 9");
            }
            var found = resumed.fit(OPTIONS.withCheckpoints(Checkpoints.resume(checkpoints)));
            assertThat(found.epochs().stream().map(History.Epoch::allMetrics).toList())
                    .isEqualTo(expected.epochs().stream()
                            .map(History.Epoch::allMetrics)
                            .toList());
            assertThat(resumed.variables()).usingRecursiveComparison().isEqualTo(never.variables());
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aReportTellsOfTheDeviceAndItsTimes(DeviceInfo device) throws IOException {
        var compiled = model("adam(learning_rate: 0.02)");
        try (var model = compiled.on(Device.gpu(device.index()))) {
            var history = model.fit(DATA, OPTIONS);
            var report = Report.of(model)
                    .trained(history, OPTIONS.over(compiled.layers().fit()))
                    .evaluated("training", model.evaluate(DATA), DATA);
            report.save(folder.resolve("report"));
            var run = report.run();
            assertThat(run.platform().device()).contains(device.name());
            assertThat(run.operations().of()).isEqualTo("a training step with 16 samples, on the device");
            assertThat(run.operations().operations())
                    .anyMatch(time -> time.layer().equals("dense") && time.seconds() > 0);
        }
        assertThat(folder.resolve("report/index.html")).content().contains("time per operation");
    }

    @ParameterizedTest
    @MethodSource("devices")
    void theOperationThatOverflowsIsNamedWithItsLine(DeviceInfo device) throws IOException {
        try (var run = new Run(model("adam(learning_rate: 1e30)"), device)) {
            assertThatThrownBy(() -> run.fit(OPTIONS))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContainingAll("training has diverged; first ", "net.model:");
        }
    }
}
