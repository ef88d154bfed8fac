package dev.updraft.training.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writes a JSON object an epoch, each in a line: {@code {"epoch":1,"loss":…,"val_loss":…,"learning_rate":…,"seconds":…}}. What
 * is no number is {@code null}. A log of an earlier run is replaced, any other file is not.
 */
public final class JsonLog implements Callback {
    private static final String BEGINNING = "{\"epoch\":";
    private static final JsonFactory JSON = new JsonFactory();

    private final LogFile log;

    public JsonLog(Path file) {
        log = new LogFile("json_log", file);
    }

    public JsonLog(CallbackSettings.JsonLog settings) {
        this(Path.of(settings.file()));
    }

    @Override
    public String name() {
        return "json_log(" + log.file() + ")";
    }

    @Override
    public void started(Training training) {
        log.start(BEGINNING.getBytes(UTF_8));
    }

    @Override
    public void epochFinished(Training training, History.Epoch epoch) {
        var line = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("epoch", epoch.number());
            for (var figure : epoch.figures().entrySet()) {
                write(json, figure.getKey(), figure.getValue());
            }
            write(json, "learning_rate", epoch.learningRate());
            write(json, "seconds", epoch.seconds());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        log.append(training, line.toByteArray());
    }

    private static void write(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    @Override
    public void finished(Training training) {
        log.finish(training);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        log.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        log.read(in);
    }
}
