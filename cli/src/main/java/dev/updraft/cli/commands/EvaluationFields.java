package dev.updraft.cli.commands;

import dev.updraft.metrics.ClassScore;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.TargetEvaluation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An evaluation as JSON: loss and metrics by name, then the classes and the confusion matrix, if there are any; of several targets,
 * each by its name.
 */
final class EvaluationFields {
    private EvaluationFields() {}

    static Map<String, Object> of(Evaluation evaluation) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("samples", evaluation.samples());
        fields.put("loss", evaluation.loss());
        fields.putAll(evaluation.metrics());
        var targets = evaluation.targets();
        if (targets.size() == 1) {
            putClasses(targets.getFirst(), fields);
        } else {
            var byTarget = new LinkedHashMap<String, Object>();
            for (var target : targets) {
                var its = new LinkedHashMap<String, Object>(target.metrics());
                putClasses(target, its);
                byTarget.put(target.name(), its);
            }
            fields.put("targets", byTarget);
        }
        return fields;
    }

    private static void putClasses(TargetEvaluation target, Map<String, Object> fields) {
        if (target.threshold() != null) {
            fields.put("threshold", target.threshold());
        }
        if (!target.perClass().isEmpty()) {
            fields.put(
                    "classes",
                    target.perClass().stream().map(EvaluationFields::of).toList());
        }
        var confusion = target.confusion();
        if (confusion != null) {
            fields.put("confusion_matrix", confusion.counts());
        }
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
