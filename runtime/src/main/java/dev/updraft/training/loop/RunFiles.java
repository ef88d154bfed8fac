package dev.updraft.training.loop;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.files.AtomicFile;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.Callback;
import dev.updraft.weights.WeightsException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files of a checkpoint beside its state: {@code weights.safetensors}, which is a model as {@code Model.save} writes
 * it, those of the learner, {@code metrics.bin} and {@code callback-1.bin} and so on.
 *
 * @param save writes the model's weights to a file
 */
record RunFiles(Learner learner, MetricAccumulator metricAccumulator, List<Callback> callbacks, Consumer<Path> save) {
    private static final String WEIGHTS = "weights.safetensors";
    private static final String METRICS = "metrics.bin";

    /** Writes a part of the run. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutput out) throws IOException;
    }

    /** Reads a part of the run. */
    @FunctionalInterface
    private interface Reading {
        void from(DataInput in) throws IOException;
    }

    /** Of all files, where these callbacks take part. */
    List<String> names(List<String> saved) {
        return Stream.of(
                        Stream.of(WEIGHTS, METRICS),
                        learner.files().stream(),
                        IntStream.range(0, saved.size()).mapToObj(RunFiles::fileOfCallback))
                .flatMap(Function.identity())
                .toList();
    }

    void write(Path checkpoint) throws IOException {
        learner.flush();
        save.accept(checkpoint.resolve(WEIGHTS));
        learner.write(checkpoint);
        write(checkpoint.resolve(METRICS), metricAccumulator::write);
        for (var i = 0; i < callbacks.size(); i++) {
            write(checkpoint.resolve(fileOfCallback(i)), callbacks.get(i)::write);
        }
    }

    private static String fileOfCallback(int index) {
        return "callback-" + (index + 1) + ".bin";
    }

    private static void write(Path file, Writing part) throws IOException {
        AtomicFile.create(file, channel -> {
            var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            part.to(out);
            out.flush();
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param saved names of the callbacks then
     * @param notices hears in a line each of callbacks that took part then and do not now, and the other way round
     * @throws CheckpointException if something does not fit or cannot be read
     */
    void read(Path checkpoint, List<String> saved, Consumer<String> notices) {
        try (var stored = learner.open(checkpoint, WEIGHTS)) {
            read(checkpoint.resolve(METRICS), "the metrics of the epoch", metricAccumulator::read);
            readCallbacks(checkpoint, saved, notices);
            stored.load();
        } catch (WeightsException e) {
            throw new CheckpointException(checkpoint, "cannot be used: " + e.getMessage(), e);
        }
    }

    private void readCallbacks(Path checkpoint, List<String> saved, Consumer<String> notices) {
        for (var callback : callbacks) {
            var index = saved.indexOf(callback.name());
            if (index >= 0) {
                read(checkpoint.resolve(fileOfCallback(index)), "the state of " + callback.name(), callback::read);
            } else {
                notices.accept(callback.name() + " was not used before: it starts from its initial state");
            }
        }
        var names = callbacks.stream().map(Callback::name).toList();
        saved.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> notices.accept(name + " was used before and is not used now"));
    }

    private static void read(Path file, String what, Reading part) {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            part.from(in);
            if (in.read() >= 0) {
                throw new IOException("there is more data than expected");
            }
        } catch (IOException | ArithmeticException | IllegalArgumentException e) {
            var reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
            throw new CheckpointException(
                    file, what + " cannot be read, perhaps because its settings have changed: " + reason, e);
        }
    }
}
