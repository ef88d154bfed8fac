package dev.updraft.report.page;

import static dev.updraft.report.page.Figure.pointer;

import dev.updraft.metrics.Evaluation;
import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.picture.Ink;
import dev.updraft.report.picture.Picture;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs side by side.
 *
 * @param names what the user calls the runs
 * @param runs as many
 * @param charts their curves over each other
 */
public record ComparisonPage(List<String> names, List<RunReport> runs, List<Picture> charts) {

    /** The whole file. */
    public String html() {
        var sections = new ArrayList<Section>();
        sections.add(new Section("figures", "Figures", List.of(figures())));
        if (!charts.isEmpty()) {
            sections.add(new Section(
                    "curves",
                    "Curves",
                    List.of(
                            Html.tag(
                                    "p class=\"quiet\"",
                                    "Of the validation data where there are any, else of training."),
                            Html.tag(
                                    "div class=\"charts\"",
                                    charts.stream().map(Pictured::figure).toList()))));
        }
        sections.add(new Section("settings", "Settings", List.of(settings())));
        var main = Html.joined(
                Html.tag(
                        "header",
                        Html.tag("p class=\"over\"", "Updraft · comparison"),
                        Html.tag("h1", runs.size() == 1 ? "One run" : runs.size() + " runs"),
                        Html.tag("p class=\"quiet\"", models())),
                Html.joined(sections.stream().map(Section::html).toList()),
                Html.tag("footer", "Rows in colour differ between the runs."));
        return Shell.of("Comparison · Updraft", main);
    }

    private String models() {
        return String.join(
                ", ", new LinkedHashSet<>(runs.stream().map(RunReport::model).toList()));
    }

    private Html figures() {
        var metrics = new LinkedHashSet<String>();
        for (var run : runs) {
            if (run.evaluation() != null) {
                metrics.addAll(run.evaluation().metrics().keySet());
            }
        }
        var rows = new ArrayList<Html>();
        rows.add(words("evaluated on", run -> run.evaluatedOn() == null ? "" : run.evaluatedOn()));
        rows.add(evaluated("loss", "/loss", Evaluation::loss));
        for (var metric : metrics) {
            rows.add(evaluated(
                    Headline.label(metric),
                    pointer("metrics", metric),
                    result -> result.metrics().getOrDefault(metric, Double.NaN)));
        }
        rows.add(row(
                "epochs",
                run -> run.history() == null
                        ? Html.nothing()
                        : Html.text(Figure.grouped(run.history().epochs().size()))));
        rows.add(row(
                "training time",
                run -> run.history() == null
                        ? Html.nothing()
                        : Figure.seconds("/history/seconds", run.history().seconds())));
        rows.add(words("trainable parameters", run -> Figure.grouped(run.trainable())));
        return table(rows);
    }

    private Html evaluated(String label, String place, Function<Evaluation, Double> figure) {
        return row(
                label,
                run -> run.evaluation() == null
                        ? Html.nothing()
                        : Figure.number("/evaluation" + place, figure.apply(run.evaluation())));
    }

    private Html settings() {
        var rows = new ArrayList<Html>();
        settingsByName().forEach((name, values) -> rows.add(marked(name, values)));
        rows.add(words("model", RunReport::model));
        rows.add(words("layers", run -> Integer.toString(run.layers().size())));
        rows.add(words(
                "data",
                run -> run.data().isEmpty()
                        ? ""
                        : run.data().getFirst().description() + ", "
                                + run.data().getFirst().checksum()));
        rows.add(words("device", run -> run.platform().device()));
        rows.add(words("Updraft", run -> run.platform().updraft()));
        rows.add(words("Java", run -> run.platform().java()));
        rows.add(words("finished", RunReport::finished));
        return table(rows);
    }

    /** The settings of all runs by name, those of each in the order of the runs; empty where a run has none. */
    private Map<String, List<String>> settingsByName() {
        var names = new LinkedHashSet<String>();
        names.add("seed");
        runs.forEach(run -> names.addAll(run.settings().keySet()));
        var settings = new LinkedHashMap<String, List<String>>();
        for (var name : names) {
            settings.put(
                    name,
                    runs.stream()
                            .map(run -> name.equals("seed")
                                    ? Long.toString(run.seed())
                                    : run.settings().getOrDefault(name, ""))
                            .toList());
        }
        return settings;
    }

    private Html words(String label, Function<RunReport, String> text) {
        return marked(label, runs.stream().map(text).toList());
    }

    private static Html marked(String label, List<String> values) {
        var cells = new ArrayList<Html>();
        cells.add(Html.tag("th scope=\"row\"", label));
        values.forEach(value -> cells.add(Html.tag("td", value)));
        return Html.tag(new HashSet<>(values).size() > 1 ? "tr class=\"differs\"" : "tr", cells);
    }

    /** The number of the run tells whose report has the figure. */
    private Html row(String label, Function<RunReport, Html> figure) {
        var cells = new ArrayList<Html>();
        cells.add(Html.tag("th scope=\"row\"", label));
        for (var i = 0; i < runs.size(); i++) {
            cells.add(Html.tag("td", figure.apply(runs.get(i))).with("data-run", Integer.toString(i)));
        }
        return Html.tag("tr", cells);
    }

    private Html table(List<Html> rows) {
        var head = new ArrayList<Html>();
        head.add(Html.tag("th", ""));
        for (var i = 0; i < names.size(); i++) {
            head.add(Html.tag(
                    "th",
                    Html.tag("span class=\"swatch\" aria-hidden=\"true\"")
                            .with("style", "background:var(--" + Ink.ofSeries(i).cssName() + ")"),
                    Html.text(names.get(i))));
        }
        return Html.tag(
                "div class=\"scroll\"",
                Html.tag("table", Html.tag("thead", Html.tag("tr", head)), Html.tag("tbody", rows)));
    }
}
