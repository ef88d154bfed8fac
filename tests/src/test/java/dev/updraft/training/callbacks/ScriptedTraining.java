package dev.updraft.training.callbacks;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import dev.updraft.weights.WeightsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A training whose metrics are written down beforehand: {@code loss}, and one of validation. Its only weight is the number
 * of the epoch.
 */
final class ScriptedTraining implements Training {
    private static final LayerGraph MODEL = Objects.requireNonNull(
            Compiler.check(new SourceFile("scripted.model", """
                            model Scripted {
                                input x: float[2]
                                target kind: class[3]
                                network { x -> dense(3) -> logits }
                                loss sparse_categorical_crossentropy(logits, kind)
                                optimizer sgd(learning_rate: 0.5)
                                metrics accuracy
                            }
                            """), new FileImports(Path.of("")), Map.of())
                    .graph());

    private final List<History.Epoch> done = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<Path> saved = new ArrayList<>();
    private double factor = 1;
    private int weight;
    private @Nullable String stopped;
    private @Nullable WeightsException failure;

    /** Epochs with these values of {@code val_loss}, and of {@code val_accuracy} its negative, unless stopped before. */
    ScriptedTraining run(Callback callback, double... validationLosses) {
        callback.started(this);
        go(callback, validationLosses);
        callback.finished(this);
        return this;
    }

    /** The same, but that after each epoch all goes on with another callback, which reads what the last one wrote. */
    ScriptedTraining resumed(List<? extends Callback> callbacks, double... validationLosses) throws IOException {
        Callback last = callbacks.getFirst();
        last.started(this);
        for (var i = 0; i < validationLosses.length && stopped == null; i++) {
            go(last, validationLosses[i]);
            var next = callbacks.get(i + 1);
            next.started(this);
            copyState(last, next);
            last = next;
        }
        last.finished(this);
        return this;
    }

    static void copyState(Callback from, Callback to) throws IOException {
        var bytes = new ByteArrayOutputStream();
        from.write(new DataOutputStream(bytes));
        var in = new ByteArrayInputStream(bytes.toByteArray());
        to.read(new DataInputStream(in));
        if (in.available() > 0) {
            throw new IllegalStateException("not all was read");
        }
    }

    void go(Callback callback, double... validationLosses) {
        for (var i = 0; i < validationLosses.length && stopped == null; i++) {
            weight = done.size() + 1;
            callback.stepped(this);
            var value = validationLosses[i];
            var epoch = new History.Epoch(
                    weight, 1, Map.of("accuracy", 0.5), value, Map.of("accuracy", -value), 1, 10, learningRate());
            done.add(epoch);
            callback.epochFinished(this, epoch);
        }
    }

    /** The same, but that the model cannot be saved. */
    ScriptedTraining failing(WeightsException why) {
        failure = why;
        return this;
    }

    List<String> notices() {
        return notices;
    }

    List<Path> saved() {
        return saved;
    }

    /** The epoch whose weights the model has. */
    int weight() {
        return weight;
    }

    @Override
    public LayerGraph model() {
        return MODEL;
    }

    @Override
    public History history() {
        return new History(done, 1, stopped);
    }

    @Override
    public int epoch() {
        return done.size();
    }

    @Override
    public long step() {
        return done.size() * 10L;
    }

    @Override
    public TrainingEvent.Running running() {
        return new TrainingEvent.Running() {
            @Override
            public double loss() {
                return 1;
            }

            @Override
            public Map<String, Double> metrics() {
                return Map.of("accuracy", 0.5);
            }
        };
    }

    @Override
    public void stop(String reason) {
        stopped = reason;
    }

    @Override
    public List<String> metricNames() {
        return List.of("loss", "accuracy", "val_loss", "val_accuracy");
    }

    @Override
    public double learningRate() {
        return 0.5 * factor;
    }

    @Override
    public double learningRateFactor() {
        return factor;
    }

    @Override
    public void learningRateFactor(double newFactor) {
        factor = newFactor;
    }

    /** The only weight, which is an integer. */
    private record Snapshot(int weight) implements ModelSnapshot {
        @Override
        public void write(DataOutput out) throws IOException {
            out.writeInt(weight);
        }

        @Override
        public ModelSnapshot read(DataInput in) throws IOException {
            return new Snapshot(in.readInt());
        }
    }

    @Override
    public ModelSnapshot snapshot() {
        return new Snapshot(weight);
    }

    @Override
    public void restore(ModelSnapshot snapshot) {
        weight = ((Snapshot) snapshot).weight;
    }

    @Override
    public void save(Path file) {
        if (failure != null) {
            throw failure;
        }
        saved.add(file);
        try {
            Files.writeString(file, Integer.toString(weight));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void notice(String text) {
        notices.add(text);
    }
}
