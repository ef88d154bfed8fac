package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.history.internal.LearningCurves;
import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Runs side by side, a row a run: the metrics, then the settings they differ in, their curves over each other, and what
 * they have in common.
 *
 * @param names what the user calls the runs
 * @param runs as many
 * @param charts their curves over each other
 */
public record ComparisonPage(List<String> names, List<RunReport> runs, List<Picture> charts) {
    public ComparisonPage {
        names = RunNames.of(names);
    }

    /** What a column of a table says of each run. */
    private record Column(String name, boolean number, List<Html> cells) {}

    /** The whole file. */
    public String html() {
        var sections = new ArrayList<Section>();
        sections.add(new Section("metrics", "Metrics", List.of(table(metrics()))));
        var settings = settings();
        var different = settings.entrySet().stream()
                .filter(setting -> differ(setting.getValue()))
                .map(setting -> column(setting.getKey(), setting.getValue()))
                .toList();
        if (!different.isEmpty()) {
            sections.add(new Section("differences", "What differs", List.of(table(different))));
        }
        if (!charts.isEmpty()) {
            sections.add(new Section("curves", "Curves", curves()));
        }
        sections.add(new Section("common", "Common to all runs", List.of(common(settings))));
        var main = Html.joined(
                Html.tag(
                        "header",
                        Html.tag("p class=\"over\"", "Updraft · comparison"),
                        Html.tag("h1", runs.size() == 1 ? "One run" : runs.size() + " runs"),
                        Html.tag("p class=\"quiet\"", models())),
                Html.joined(sections.stream().map(Section::html).toList()),
                Html.tag("footer", "The best metrics are in bold. See the page of each run for details."));
        return PageTemplate.of("Comparison · Updraft", main);
    }

    private String models() {
        return String.join(
                ", ", new LinkedHashSet<>(runs.stream().map(RunReport::model).toList()));
    }

    private List<Column> metrics() {
        var columns = new ArrayList<Column>();
        var metrics = new LinkedHashSet<String>();
        for (var run : runs) {
            if (run.evaluation() != null) {
                metrics.addAll(run.evaluation().metrics().keySet());
            }
        }
        columns.add(column("evaluated on", each(run -> Objects.requireNonNullElse(run.evaluatedOn(), "–"))));
        columns.add(evaluated("loss", pointer("evaluation", "loss"), run -> loss(run)));
        for (var metric : metrics) {
            columns.add(evaluated(metric, pointer("evaluation", "metrics", metric), run -> metric(run, metric)));
        }
        columns.add(numbers(
                "epochs",
                run -> run.history() == null
                        ? Html.text("–")
                        : Html.text(MetricText.grouped(run.history().epochs().size()))));
        columns.add(numbers(
                "time",
                run -> run.history() == null
                        ? Html.text("–")
                        : MetricText.seconds("/history/seconds", run.history().seconds())));
        columns.add(numbers("parameters", run -> Html.text(MetricText.grouped(run.trainable()))));
        return columns;
    }

    private static double loss(RunReport run) {
        return run.evaluation() == null ? Double.NaN : run.evaluation().loss();
    }

    private static double metric(RunReport run, String name) {
        return run.evaluation() == null
                ? Double.NaN
                : run.evaluation().metrics().getOrDefault(name, Double.NaN);
    }

    /** With the best of the runs in bold, if they were evaluated on data of the same name. */
    private Column evaluated(String name, String place, ToDoubleFunction<RunReport> metricValue) {
        var sign = LearningCurves.lowerIsBetter(name) ? -1 : 1;
        var best = runs.stream()
                .mapToDouble(run -> sign * metricValue.applyAsDouble(run))
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
        var comparable = runs.size() > 1 && !differ(each(run -> String.valueOf(run.evaluatedOn())));
        return numbers(Headline.label(name), run -> {
            var value = metricValue.applyAsDouble(run);
            var known = run.evaluation() != null
                    && (name.equals("loss") || run.evaluation().metrics().containsKey(name));
            var shown = known ? MetricText.number(place, value) : Html.text("–");
            return comparable && sign * value == best ? Html.tag("b", shown) : shown;
        });
    }

    private List<Html> curves() {
        var legend = new ArrayList<Html>();
        for (var i = 0; i < names.size(); i++) {
            if (runs.get(i).history() != null) {
                legend.add(Html.tag("li", swatch(i), Html.text(names.get(i))));
            }
        }
        return List.of(
                Html.tag("p class=\"quiet\"", "Of the validation data where there are any, else of training."),
                Html.tag("ul class=\"legend\"", legend),
                Html.tag(
                        "div class=\"charts\"",
                        charts.stream().map(Pictured::figure).toList()));
    }

    /** What each run was made with, in the order of the runs; empty where a run has none. */
    private Map<String, List<String>> settings() {
        var names = new LinkedHashSet<String>();
        runs.forEach(run -> names.addAll(run.settings().keySet()));
        var settings = new LinkedHashMap<String, List<String>>();
        settings.put("seed", each(run -> Long.toString(run.seed())));
        for (var name : names) {
            settings.put(name, each(run -> run.settings().getOrDefault(name, "")));
        }
        settings.put("model", each(RunReport::model));
        settings.put("layers", each(run -> Integer.toString(run.layers().size())));
        settings.put("read", each(ComparisonPage::data));
        settings.put("on", each(run -> run.platform().device()));
        settings.put("Updraft", each(run -> run.platform().updraft()));
        settings.put("Java", each(run -> run.platform().java()));
        settings.put("finished", each(run -> run.finished().replaceFirst("T(\\d+:\\d+).*", " $1 UTC")));
        return settings;
    }

    private static String data(RunReport run) {
        return run.data().isEmpty()
                ? ""
                : run.data().getFirst().description() + ", "
                        + run.data().getFirst().checksum();
    }

    private static Html common(Map<String, List<String>> settings) {
        var pairs = new ArrayList<Html>();
        settings.forEach((name, values) -> {
            if (!differ(values)) {
                pairs.add(Html.tag("dt", name));
                pairs.add(Html.tag("dd", values.getFirst()));
            }
        });
        return Html.tag("dl class=\"pairs\"", pairs);
    }

    private static boolean differ(List<String> values) {
        return new HashSet<>(values).size() > 1;
    }

    private List<String> each(Function<RunReport, String> text) {
        return runs.stream().map(text).toList();
    }

    private static Column column(String name, List<String> texts) {
        return new Column(name, false, texts.stream().map(Html::text).toList());
    }

    private Column numbers(String name, Function<RunReport, Html> cell) {
        return new Column(name, true, runs.stream().map(cell).toList());
    }

    /** A row a run; its number tells whose report has the metrics. */
    private Html table(List<Column> columns) {
        var head = new ArrayList<Html>();
        head.add(Html.tag("th", "run"));
        columns.forEach(column -> head.add(Html.tag(column.number() ? "th class=\"n\"" : "th", column.name())));
        var rows = new ArrayList<Html>();
        for (var i = 0; i < names.size(); i++) {
            var cells = new ArrayList<Html>();
            cells.add(Html.tag("th scope=\"row\"", swatch(i), Html.text(names.get(i))));
            for (var column : columns) {
                cells.add(Html.tag(
                        column.number() ? "td class=\"n\"" : "td",
                        column.cells().get(i)));
            }
            rows.add(Html.tag("tr", cells).with("data-run", Integer.toString(i)));
        }
        return Html.tag(
                "div class=\"scroll\"",
                Html.tag("table", Html.tag("thead", Html.tag("tr", head)), Html.tag("tbody", rows)));
    }

    private static Html swatch(int run) {
        return Html.tag("span class=\"swatch\" aria-hidden=\"true\"")
                .with("style", "background:var(--" + Palette.ofSeries(run).cssName() + ")");
    }
}
