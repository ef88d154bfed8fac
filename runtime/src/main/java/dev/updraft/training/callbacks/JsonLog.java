package dev.updraft.training.callbacks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.history.History;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writes one JSON object per epoch, each on its own line: {@code
 * {"epoch":1,"loss":…,"val_loss":…,"learning_rate":…,"seconds":…}}. NaN is {@code null}. An earlier log is replaced, any
 * other file is not.
 */
public final class JsonLog extends EpochLog {
    private static final JsonFactory JSON = new JsonFactory();

    public JsonLog(Path file) {
        super("json_log", "{\"epoch\":", file);
    }

    public JsonLog(CallbackSettings.JsonLog settings) {
        this(LogFile.path("json_log", settings.file()));
    }

    @Override
    String lines(History.Epoch epoch, boolean first) {
        var line = new StringWriter();
        try (var json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("epoch", epoch.number());
            for (var metric : epoch.allMetrics().entrySet()) {
                write(json, metric.getKey(), metric.getValue());
            }
            write(json, "learning_rate", epoch.learningRate());
            write(json, "seconds", epoch.seconds());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line + "\n";
    }

    private static void write(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
