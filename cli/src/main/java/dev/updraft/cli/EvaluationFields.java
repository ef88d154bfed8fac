package dev.updraft.cli;

import dev.updraft.metrics.ClassScore;
import dev.updraft.metrics.Evaluation;
import java.util.LinkedHashMap;
import java.util.Map;

/** An evaluation as JSON: loss and metrics by name, then the classes and the confusion matrix, if there are any. */
final class EvaluationFields {
    private EvaluationFields() {}

    static Map<String, Object> of(Evaluation evaluation) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("samples", evaluation.samples());
        fields.put("loss", evaluation.loss());
        fields.putAll(evaluation.metrics());
        if (!evaluation.perClass().isEmpty()) {
            fields.put(
                    "classes",
                    evaluation.perClass().stream().map(EvaluationFields::of).toList());
        }
        var confusion = evaluation.confusion();
        if (confusion != null) {
            fields.put("confusion_matrix", confusion.counts());
        }
        return fields;
    }

    private static Map<String, Object> of(ClassScore score) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", score.name());
        fields.put("precision", score.precision());
        fields.put("recall", score.recall());
        fields.put("f1", score.f1());
        fields.put("samples", score.support());
        return fields;
    }
}
