package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.history.History;
import dev.updraft.report.run.RunReport;
import dev.updraft.report.run.RunReport.Data;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The top of a run's page: what it is, and the metrics people ask for first. */
record Headline(RunReport run) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int MOST_METRICS = 3;

    Html html(Html links) {
        var parts = new ArrayList<Html>();
        parts.add(Html.tag("p class=\"over\"", "Updraft · " + (run.history() == null ? "evaluation" : "training")));
        parts.add(Html.tag("h1", run.model()));
        if (!run.description().isBlank()) {
            parts.add(Html.tag("p class=\"lead\"", run.description()));
        }
        parts.add(Html.tag("p class=\"quiet\"", story()));
        parts.add(Html.tag("dl class=\"metrics\"", metrics()));
        parts.add(links);
        return Html.tag("header", parts);
    }

    private String story() {
        var history = run.history();
        var done = history == null
                ? "Evaluated on " + names("test")
                : (TrainingSections.isAtOnce(run) ? "Learnt at once from " : "Trained for " + epochs(history) + " on ")
                        + names("training");
        var early = history == null || history.stopped() == null ? "" : " It was stopped: " + history.stopped() + ".";
        return done + ", with " + run.platform().device() + ", " + date() + "." + resumed() + early;
    }

    private String resumed() {
        var resumed = run.history() == null ? null : run.history().resumed();
        if (resumed == null) {
            return "";
        }
        var steps = resumed.steps() == 0 ? "" : " and " + MetricText.grouped(resumed.steps()) + " steps of the next";
        return " It was resumed after "
                + (resumed.epoch() == 0 && steps.isEmpty() ? "its start" : "epoch " + resumed.epoch() + steps)
                + ", " + MetricText.time(resumed.seconds()) + " into the training.";
    }

    private static String epochs(History history) {
        return switch (history.epochs().size()) {
            case 0 -> "less than an epoch";
            case 1 -> "1 epoch";
            default -> MetricText.grouped(history.epochs().size()) + " epochs";
        };
    }

    private String names(String role) {
        return run.data().stream()
                .filter(data -> data.role().equals(role))
                .map(Data::description)
                .findFirst()
                .orElseGet(() -> run.data().isEmpty()
                        ? "its data"
                        : run.data().getFirst().description());
    }

    private String date() {
        try {
            return DATE.format(Instant.parse(run.finished()));
        } catch (DateTimeParseException e) {
            return run.finished();
        }
    }

    private List<Html> metrics() {
        var metricValues = new ArrayList<Html>();
        var evaluation = run.evaluation();
        if (evaluation != null) {
            var of =
                    evaluation.metrics().entrySet().stream().limit(MOST_METRICS).toList();
            for (var metric : of) {
                metricValues.add(metric(
                        metricValues.isEmpty(),
                        label(metric.getKey()) + ", " + run.evaluatedOn(),
                        MetricText.number(pointer("evaluation", "metrics", metric.getKey()), metric.getValue())));
            }
            metricValues.add(metric(
                    metricValues.isEmpty(),
                    "loss, " + run.evaluatedOn(),
                    MetricText.number(pointer("evaluation", "loss"), evaluation.loss())));
        }
        var outOfBag = run.history() == null ? null : run.history().outOfBag();
        if (outOfBag != null) {
            outOfBag.metrics().entrySet().stream()
                    .limit(MOST_METRICS)
                    .forEach(metric -> metricValues.add(metric(
                            metricValues.isEmpty(),
                            label(metric.getKey()) + ", out of bag",
                            MetricText.number(
                                    pointer("history", "outOfBag", "metrics", metric.getKey()), metric.getValue()))));
            metricValues.add(metric(
                    metricValues.isEmpty(),
                    "loss, out of bag",
                    MetricText.number(pointer("history", "outOfBag", "loss"), outOfBag.loss())));
        }
        if (run.history() != null) {
            metricValues.add(metric(
                    false,
                    "training time",
                    MetricText.seconds(
                            pointer("history", "seconds"), run.history().seconds())));
        }
        if (run.trainable() > 0) {
            metricValues.add(metric(false, "trainable parameters", Html.text(MetricText.grouped(run.trainable()))));
        }
        return metricValues;
    }

    /** {@code top_5_accuracy} as {@code top 5 accuracy}. */
    static String label(String metric) {
        return metric.replace('_', ' ');
    }

    private static Html metric(boolean main, String label, Html value) {
        return Html.tag(main ? "div class=\"main\"" : "div", Html.tag("dt", label), Html.tag("dd", value));
    }
}
