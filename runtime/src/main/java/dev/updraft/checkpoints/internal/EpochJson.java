package dev.updraft.checkpoints.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.updraft.compiler.source.SourceJson;
import dev.updraft.history.History;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Epochs of a history as JSON. What is read is believed only in the form in which it is written. */
final class EpochJson {
    private static final String EPOCHS = "epochs";

    private EpochJson() {}

    /** Some epochs and nothing else. */
    static String text(List<History.Epoch> epochs) throws IOException {
        var text = new StringWriter();
        try (var json = SourceJson.FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            write(json, epochs);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** What {@link #text} wrote. */
    static List<History.Epoch> read(String text) throws IOException {
        try (var json = SourceJson.FACTORY.createParser(text)) {
            return new FieldReader(json).document(EpochJson::read);
        }
    }

    /** The field {@code epochs}. */
    static void write(JsonGenerator json, List<History.Epoch> epochs) throws IOException {
        json.writeArrayFieldStart(EPOCHS);
        for (var epoch : epochs) {
            epoch(json, epoch);
        }
        json.writeEndArray();
    }

    /** What {@link #write} wrote. */
    static List<History.Epoch> read(FieldReader fields) throws IOException {
        return fields.objects(EPOCHS, EpochJson::epoch);
    }

    private static void epoch(JsonGenerator json, History.Epoch epoch) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", epoch.number());
        json.writeNumberField("loss", epoch.loss());
        reals(json, "metrics", epoch.metrics());
        var validationLoss = epoch.validationLoss();
        if (validationLoss == null) {
            json.writeNullField("validation_loss");
        } else {
            json.writeNumberField("validation_loss", validationLoss);
        }
        reals(json, "validation_metrics", epoch.validationMetrics());
        json.writeNumberField("seconds", epoch.seconds());
        json.writeNumberField("steps_per_second", epoch.stepsPerSecond());
        json.writeNumberField("learning_rate", epoch.learningRate());
        json.writeEndObject();
    }

    private static void reals(JsonGenerator json, String name, Map<String, Double> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (var value : values.entrySet()) {
            json.writeNumberField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }

    private static History.Epoch epoch(FieldReader fields) throws IOException {
        return new History.Epoch(
                fields.count("number"),
                fields.real("loss"),
                fields.realsByName("metrics"),
                fields.realOrNull("validation_loss"),
                fields.realsByName("validation_metrics"),
                fields.real("seconds"),
                fields.real("steps_per_second"),
                fields.real("learning_rate"));
    }
}
