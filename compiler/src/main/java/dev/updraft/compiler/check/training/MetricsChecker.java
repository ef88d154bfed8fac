package dev.updraft.compiler.check.training;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.LayerGraph.ComputedMetric;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics are reported of which target: {@code accuracy(label)} of that one, a bare {@code accuracy} of each that it
 * has a meaning for.
 *
 * @param targets those of the model, with what is predicted of them
 * @param hasLoss whether there is a loss, which compares something
 */
public record MetricsChecker(EvaluationScope evaluationScope, List<MetricFit> targets, boolean hasLoss) {
    /** Columns of logs and fields of JSON that stand beside metrics. */
    private static final Set<String> REPORTED = Set.of(
            "epoch",
            "epochs",
            "event",
            "model",
            "engine",
            "device",
            "weights",
            "data",
            "step",
            "steps",
            "steps_per_second",
            "samples",
            "seconds",
            "seed",
            "batch_size",
            "learning_rate",
            "evaluated_on",
            "stopped");

    /** A metric as it is written: of which target, if it says so. */
    private record Written(Expression metric, @Nullable MetricFit target) {}

    /**
     * What is reported.
     *
     * @param named the metrics of each target, by its name
     * @param computed those that are expressions
     * @param ranked where the groups are named that some put in order
     */
    public record Metrics(
            Map<String, List<Metric>> named, List<ComputedMetric> computed, Map<RankedGroups, Span> ranked) {
        public static final Metrics NONE = new Metrics(Map.of(), List.of(), Map.of());
    }

    /** All metrics of the file that make sense; of the others it has been reported why they do not. */
    public Metrics check(SyntaxTree.Metrics statement) {
        var computed = new ArrayList<ComputedMetric>();
        var ranked = new LinkedHashMap<RankedGroups, Span>();
        var places = new LinkedHashMap<String, Map<Metric, String>>();
        targets.forEach(fit -> places.put(fit.target().name(), new LinkedHashMap<>()));
        for (var entry : statement.entries()) {
            var value = entry.value();
            var name = entry.name();
            if (name != null) {
                compute(name, value, computed);
                continue;
            }
            var written = written(value);
            var metric = new TrainingChecker(evaluationScope).make(Catalog.METRICS, written.metric);
            if (metric == null) {
                continue;
            }
            for (var fit : fits(metric, value, written.target)) {
                add(metric, value, places.getOrDefault(fit.target().name(), new LinkedHashMap<>()));
                if (metric instanceof Metric.Ndcg ndcg) {
                    ranked.putIfAbsent(RankedGroups.of(ndcg), value.span());
                }
            }
        }
        var metrics = new LinkedHashMap<String, List<Metric>>();
        places.forEach((target, itsMetrics) -> metrics.put(target, List.copyOf(itsMetrics.keySet())));
        return new Metrics(metrics, List.copyOf(computed), ranked);
    }

    /** A metric that is an expression; its name must be that of nothing else that is reported. */
    private void compute(SyntaxTree.Name name, Expression value, List<ComputedMetric> computed) {
        var taken = taken(name.text(), computed);
        if (taken != null) {
            evaluationScope.report(
                    Diagnostic.error(Code.M0508, name.span(), taken).withHelp("choose another name"));
            return;
        }
        var expression = ObjectiveExpression.of(evaluationScope, value, "a metric");
        if (expression != null) {
            computed.add(new ComputedMetric(name.text(), expression, name.span()));
        }
    }

    /** What has the name already; null if nothing has. */
    private @Nullable String taken(String name, List<ComputedMetric> computed) {
        if (computed.stream().anyMatch(metric -> metric.name().equals(name))) {
            return "there is a metric `%s` already".formatted(name);
        }
        if (Catalog.METRICS.has(name) || name.endsWith("loss") || name.startsWith("val_")) {
            return "`%s` is the name of a metric already".formatted(name);
        }
        if (targets.stream().anyMatch(fit -> fit.target().name().equals(name))) {
            return "`%s` is a target already".formatted(name);
        }
        return REPORTED.contains(name) ? "`%s` is reported of every epoch or run already".formatted(name) : null;
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
        if (targets.isEmpty() && hasLoss) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0505,
                            value.span(),
                            "`%s` needs a target, and a value that predicts it"
                                    .formatted(value.span().text()))
                    .withHelp("end the network with that value, for classes as probabilities by softmax or sigmoid; or"
                            + " write the metric as an expression, as in distance = mean(abs(a - b))"));
        } else if (!targets.isEmpty()
                && fitting.isEmpty()
                && targets.stream().noneMatch(fit -> fit.problem().fits(metric))) {
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
