package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics are reported of which target: {@code accuracy(label)} of that one, a bare {@code accuracy} of each that it
 * has a meaning for.
 *
 * @param targets those of the model, with what is predicted of them
 */
public record MetricsChecker(EvaluationScope evaluationScope, List<MetricFit> targets) {

    /** A metric as it is written: of which target, if it says so. */
    private record Written(Expression metric, @Nullable MetricFit target) {}

    /** The metrics of each target, by its name. */
    public Map<String, List<Metric>> check(SyntaxTree.Metrics statement) {
        var places = new LinkedHashMap<String, Map<Metric, String>>();
        targets.forEach(fit -> places.put(fit.target().name(), new LinkedHashMap<>()));
        for (var value : statement.values()) {
            var written = written(value);
            var metric = new TrainingChecker(evaluationScope).make(Catalog.METRICS, written.metric);
            if (metric == null) {
                continue;
            }
            for (var fit : fits(metric, value, written.target)) {
                add(metric, value, places.getOrDefault(fit.target().name(), new LinkedHashMap<>()));
            }
        }
        var metrics = new LinkedHashMap<String, List<Metric>>();
        places.forEach((target, itsMetrics) -> metrics.put(target, List.copyOf(itsMetrics.keySet())));
        return metrics;
    }

    private void add(Metric metric, Expression value, Map<Metric, String> known) {
        var text = value.span().text();
        var before = known.putIfAbsent(metric, text);
        if (before != null) {
            var as = before.equals(text) ? "" : ", as `%s`".formatted(before);
            evaluationScope.report(Diagnostic.warning(
                    Code.M0508, value.span(), "the metric `%s` is listed already%s".formatted(text, as)));
        }
    }

    /** Takes the name of a target off the arguments, where it is the first. */
    private Written written(Expression value) {
        if (value instanceof SyntaxTree.Call(var name, var arguments, var span)
                && !arguments.isEmpty()
                && arguments.getFirst() instanceof Argument(var argumentName, var first, var _)
                && argumentName == null
                && first instanceof SyntaxTree.Reference(var reference, var _)) {
            var named = targets.stream()
                    .filter(fit -> fit.target().name().equals(reference.text()))
                    .findFirst();
            if (named.isPresent()) {
                return new Written(
                        new SyntaxTree.Call(name, arguments.subList(1, arguments.size()), span), named.get());
            }
        }
        return new Written(value, null);
    }

    /** The targets that a metric is reported of; none if it fits none, which has been reported then. */
    private List<MetricFit> fits(Metric metric, Expression value, @Nullable MetricFit named) {
        if (named != null || targets.size() == 1) {
            var only = named == null ? targets.getFirst() : named;
            return only.check(metric, value) ? List.of(only) : List.of();
        }
        var fitting = new ArrayList<MetricFit>();
        for (var fit : targets) {
            if (fit.problem().fits(metric) && fit.check(metric, value)) {
                fitting.add(fit);
            }
        }
        if (fitting.isEmpty() && targets.stream().noneMatch(fit -> fit.problem().fits(metric)) && !targets.isEmpty()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0505,
                            value.span(),
                            "`%s` fits none of the targets %s"
                                    .formatted(
                                            value.span().text(),
                                            targets.stream()
                                                    .map(fit -> fit.target().name() + ": "
                                                            + fit.target()
                                                                    .type()
                                                                    .text())
                                                    .collect(Collectors.joining(", "))))
                    .withHelp("metrics for classes are accuracy, precision, recall and f1; for numbers mae,"
                            + " rmse and r2"));
        }
        return fitting;
    }
}
