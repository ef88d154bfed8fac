package dev.updraft.explain.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.updraft.explain.DecisionTree;
import dev.updraft.explain.TreeNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntFunction;

/** Trees as JSON. */
final class TreeJson {
    private static final JsonFactory JSON = new JsonFactory();

    private TreeJson() {}

    /** @param trees by their numbers */
    static String of(TreeData data, IntFunction<DecisionTree> trees) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("model", data.model());
            json.writeStringField("kind", data.kind());
            json.writeStringField("scores", data.isMean() ? "mean" : "sum");
            strings(json, "columns", data.named().columns());
            json.writeArrayFieldStart("features");
            for (var feature : data.named().features()) {
                json.writeStartObject();
                json.writeStringField("name", feature.name());
                json.writeStringField("column", data.named().columns().get(feature.column()));
                json.writeEndObject();
            }
            json.writeEndArray();
            strings(json, "outputs", data.outputs());
            json.writeFieldName("base");
            json.writeArray(data.base(), 0, data.base().length);
            json.writeArrayFieldStart("trees");
            for (var number = 1; number <= data.trees().size(); number++) {
                tree(json, trees.apply(number));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values.toArray(String[]::new), 0, values.size());
    }

    private static void tree(JsonGenerator json, DecisionTree tree) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", tree.number());
        strings(json, "outputs", tree.outputs());
        json.writeArrayFieldStart("nodes");
        for (var node : tree.nodes()) {
            node(json, node);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void node(JsonGenerator json, TreeNode node) throws IOException {
        json.writeStartObject();
        switch (node) {
            case TreeNode.Threshold question -> {
                json.writeStringField("feature", question.feature());
                json.writeNumberField("threshold", question.threshold());
                json.writeStringField("text", question.text());
            }
            case TreeNode.Categories question -> {
                json.writeStringField("feature", question.feature());
                strings(json, "categories", question.values());
            }
            case TreeNode.Leaf leaf -> {
                json.writeArrayFieldStart("values");
                for (var value : leaf.values()) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
            }
        }
        if (node instanceof TreeNode.Question question) {
            json.writeStringField("missing", question.missingLeft() ? "left" : "right");
            json.writeNumberField("left", question.left());
            json.writeNumberField("right", question.right());
            json.writeNumberField("gain", (float) question.gain());
        }
        json.writeNumberField("rows", node.rows());
        json.writeEndObject();
    }
}
