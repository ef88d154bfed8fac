package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Flowers;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.worker.WorkerMain;
import dev.updraft.history.History;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.gradient.Learnt;
import dev.updraft.training.gradient.Trainer;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.ModelWeights;
import dev.updraft.weights.internal.TrainingMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training whose worker dies goes on from its last checkpoint, in another worker, as if nothing had happened. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ResumeAfterWorkerTest {
    private static final String MODEL = """
            model Flowers {
                input  sample: float[2]
                target kind: class[3]
                network { sample -> dense(5, activation: tanh) -> dropout(0.2) -> dense(3) -> logits }
                loss      sparse_categorical_crossentropy(logits, kind)
                optimizer adam(learning_rate: 0.05)
                metrics   accuracy
                fit { epochs: 3, batch_size: 16, seed: 7, validation_split: 0.2 }
            }
            """;
    private static final Flowers DATA = new Flowers(143);

    @TempDir
    private Path folder;

    @Test
    void theRunEndsAsIfItsWorkerHadNeverDied() throws IOException {
        var run = folder.resolve("run");
        var whole = trained(FitOptions.NONE, _ -> {});
        var saving = FitOptions.NONE.withCheckpoints(Checkpoints.in(run).every(Duration.ZERO));

        assertThatThrownBy(() -> trained(saving, ResumeAfterWorkerTest::killInTheSecondEpoch))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the GPU's worker ended unexpectedly")
                .hasMessageContaining("ended by signal 9")
                .hasMessageEndingWith(
                        "Pass --resume " + run + " (in Java: Checkpoints.resume) to resume from the last checkpoint");

        var resumed = trained(FitOptions.NONE.withCheckpoints(Checkpoints.resume(run)), _ -> {});
        assertThat(resumed).isEqualTo(whole);
    }

    private static void killInTheSecondEpoch(TrainingEvent event) {
        if (event instanceof TrainingEvent.StepFinished done && done.epoch() == 2 && done.step() == 3) {
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(WorkerMain.class.getName()))
                    .forEach(worker -> {
                        worker.destroyForcibly();
                        worker.onExit().join();
                    });
        }
    }

    /** What comes of a training: the bytes of the weights, and the metrics. */
    private List<Object> trained(FitOptions options, TrainingListener listener) throws IOException {
        var compiled = Updraft.compile(Files.writeString(folder.resolve("net.model"), MODEL));
        var program = compiled.program();
        var engine = DoubleSdk.engine(folder);
        try (var session = engine.open(program, new Engine.Options(1, 7))) {
            var trainingContext =
                    new TrainingContext(compiled.layers(), program, session, engine.description(), _ -> session, 1, 7);
            var weights = folder.resolve("weights.safetensors");
            var metadata = new ModelMetadata("test", compiled.source(), Map.of(), Map.of(), TrainingMetadata.NONE);
            var trainer = new Trainer(
                    trainingContext,
                    Learnt.NOTHING,
                    file -> ModelWeights.save(file, metadata, program.variables(), session::read));
            var history = trainer.fit(DATA, options, List.of(listener));
            ModelWeights.saveVariables(weights, program.variables(), session::read);
            return List.of(
                    Files.readString(weights, StandardCharsets.ISO_8859_1),
                    history.epochs().stream().map(History.Epoch::allMetrics).collect(Collectors.toList()));
        }
    }
}
