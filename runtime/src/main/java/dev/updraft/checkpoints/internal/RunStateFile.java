package dev.updraft.checkpoints.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.compiler.source.SourceJson;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.files.AtomicFile;
import dev.updraft.history.History;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.json}: a {@link RunState}, but for the epochs that are in {@link HistorySegments}. What is read is believed only
 * in the form in which it is written.
 */
public final class RunStateFile {
    static final String FILE = "state.json";

    private final HistorySegments segments;

    /** @param run the folder of the checkpoints */
    public RunStateFile(Path run) {
        segments = new HistorySegments(run);
    }

    /** Writes it into the folder of a checkpoint. */
    public void write(RunState state, Path checkpoint) throws IOException {
        var epochs = state.epochs();
        var text = new StringWriter();
        try (var json = SourceJson.FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            identity(json, state.identity());
            json.writeStringField("engine", state.engine());
            json.writeNumberField("first_epoch", state.firstEpoch());
            json.writeNumberField("last_epoch", state.lastEpoch());
            json.writeNumberField("epoch", state.epoch());
            json.writeNumberField("batch", state.batch());
            json.writeNumberField("step", state.step());
            json.writeNumberField("learning_rate_factor", state.learningRateFactor());
            json.writeNumberField("epoch_seconds", state.epochSeconds());
            json.writeNumberField("seconds", state.seconds());
            json.writeStringField("stopped", state.stopped());
            json.writeBooleanField("restored", state.restored());
            texts(json, "earlier", segments.write(epochs));
            EpochJson.write(json, epochs.subList(HistorySegments.inSegments(epochs.size()), epochs.size()));
            texts(json, "callbacks", state.callbacks());
            json.writeEndObject();
        }
        AtomicFile.create(checkpoint.resolve(FILE), text.toString());
    }

    private static void identity(JsonGenerator json, RunIdentity identity) throws IOException {
        json.writeStringField("version", identity.version());
        texts(json, "model", identity.model());
        json.writeFieldName("settings");
        SourceJson.writeTexts(json, identity.settings());
        fingerprint(json, "data", identity.data());
        fingerprint(json, "validation", identity.validation());
    }

    private static void fingerprint(JsonGenerator json, String name, @Nullable Fingerprint data) throws IOException {
        if (data == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("samples", data.samples());
        json.writeStringField("input_shape", data.inputShape());
        json.writeStringField("target", data.target());
        json.writeNumberField("inputs_read", data.inputsRead());
        json.writeStringField("checksum", data.checksum());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /**
     * Reads it from the folder of a checkpoint.
     *
     * @throws CheckpointException if it is not as this version writes it, or cannot be read
     */
    public static RunState read(Path checkpoint) {
        try {
            return readOrLost(checkpoint);
        } catch (HistorySegments.LostException e) {
            throw new CheckpointException(checkpoint, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * As {@link #read}.
     *
     * @throws HistorySegments.LostException if it is as it was written, but not all of its history is
     */
    static RunState readOrLost(Path checkpoint) throws HistorySegments.LostException {
        var earlier = new HistorySegments(checkpoint.toAbsolutePath().resolveSibling(""));
        try (var in = Files.newInputStream(checkpoint.resolve(FILE));
                var json = SourceJson.FACTORY.createParser(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new FieldReader(json).document(fields -> state(fields, earlier));
        } catch (HistorySegments.LostException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw wrong(checkpoint, e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(checkpoint, String.valueOf(e.getMessage()), e);
        }
    }

    private static CheckpointException wrong(Path checkpoint, String problem, Exception cause) {
        return new CheckpointException(
                checkpoint, FILE + " was not written by this version of Updraft: " + problem, cause);
    }

    private static List<History.Epoch> epochs(FieldReader fields, HistorySegments earlier) throws IOException {
        var epochs = new ArrayList<History.Epoch>();
        for (var segment : fields.texts("earlier")) {
            epochs.addAll(earlier.read(segment));
        }
        epochs.addAll(EpochJson.read(fields));
        return epochs;
    }

    private static RunState state(FieldReader fields, HistorySegments earlier) throws IOException {
        return new RunState(
                new RunIdentity(
                        fields.text("version"),
                        fields.texts("model"),
                        fields.textsByName("settings"),
                        fields.object("data", RunStateFile::fingerprint),
                        fields.objectOrNull("validation", RunStateFile::fingerprint)),
                fields.text("engine"),
                fields.count("first_epoch"),
                fields.count("last_epoch"),
                fields.count("epoch"),
                fields.count("batch"),
                fields.number("step"),
                fields.real("learning_rate_factor"),
                fields.real("epoch_seconds"),
                fields.real("seconds"),
                fields.textOrNull("stopped"),
                fields.flag("restored"),
                epochs(fields, earlier),
                fields.texts("callbacks"));
    }

    private static Fingerprint fingerprint(FieldReader fields) throws IOException {
        return new Fingerprint(
                fields.count("samples"),
                fields.text("input_shape"),
                fields.text("target"),
                fields.count("inputs_read"),
                fields.text("checksum"));
    }
}
