package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.charts.picture.Picture;
import dev.updraft.history.History;
import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.stream.Stream;

/** How training went, and how long it took. */
record TrainingSections(RunReport run, Map<String, Picture> pictures) {

    /** Whether the model has learnt all at once, so that there are no epochs to speak of. */
    static boolean isAtOnce(RunReport run) {
        return run.history() != null
                && run.history().epochs().size() == 1
                && run.trainable() == 0
                && run.trees() == null
                && run.linear() == null;
    }

    /** None if nothing was trained, or all at once. */
    List<Section> curves() {
        var history = run.history();
        return history == null || history.epochs().isEmpty() || isAtOnce(run)
                ? List.of()
                : List.of(new Section("curves", "Learning curves", List.of(charts(), epochs(history))));
    }

    /** None if no time is known. */
    List<Section> times() {
        var history = run.history();
        var parts = new ArrayList<Html>();
        if (history != null && !history.epochs().isEmpty()) {
            parts.add(summary(history));
        }
        var charts = Stream.of("epoch-times", "operation-times")
                .filter(name -> !name.equals("epoch-times")
                        || (history != null && history.epochs().size() > 1))
                .map(pictures::get)
                .filter(Objects::nonNull)
                .map(Pictured::figure)
                .toList();
        if (!charts.isEmpty()) {
            parts.add(Html.tag("div class=\"charts\"", charts));
        }
        var timed = run.operations();
        if (timed.operations().isEmpty() && !timed.of().isEmpty()) {
            parts.add(Html.tag(
                    "p class=\"quiet\"", Html.text("What each operation takes is not known: " + timed.of() + ".")));
        }
        return parts.isEmpty() ? List.of() : List.of(new Section("time", "Time", parts));
    }

    private Html charts() {
        return Html.tag(
                "div class=\"charts\"",
                pictures.entrySet().stream()
                        .filter(picture -> picture.getKey().startsWith("curve-"))
                        .map(Entry::getValue)
                        .map(Pictured::figure)
                        .toList());
    }

    private static Html summary(History history) {
        return Html.tag(
                "p class=\"quiet\"",
                MetricText.seconds(pointer("history", "seconds"), history.seconds()),
                Html.text(" in total, including validation; the last epoch ran at "),
                MetricText.rough(
                        pointer("history", "epochs", history.epochs().size() - 1, "stepsPerSecond"),
                        history.epochs().getLast().stepsPerSecond()),
                Html.text(" steps per second."));
    }

    private static Html epochs(History history) {
        var names = List.copyOf(history.epochs().getLast().allMetrics().keySet());
        var head = new ArrayList<Html>();
        head.add(Html.tag("th class=\"n\"", "epoch"));
        names.forEach(name -> head.add(Html.tag("th class=\"n\"", Headline.label(name))));
        head.add(Html.tag("th class=\"n\"", "time"));
        var rows = new ArrayList<Html>();
        for (var i = 0; i < history.epochs().size(); i++) {
            rows.add(row(history.epochs().get(i), i, names));
        }
        return Html.tag(
                "details",
                Html.tag("summary", "All epochs"),
                Html.tag(
                        "div class=\"scroll\"",
                        Html.tag("table", Html.tag("thead", Html.tag("tr", head)), Html.tag("tbody", rows))));
    }

    private static Html row(History.Epoch epoch, int index, List<String> names) {
        var cells = new ArrayList<Html>();
        cells.add(cell(MetricText.count(pointer("history", "epochs", index, "number"), epoch.number())));
        var metrics = epoch.allMetrics();
        for (var name : names) {
            var value = metrics.get(name);
            cells.add(cell(value == null ? Html.nothing() : MetricText.number(place(epoch, index, name), value)));
        }
        cells.add(cell(MetricText.seconds(pointer("history", "epochs", index, "seconds"), epoch.seconds())));
        return Html.tag("tr", cells);
    }

    /** Where the record has what Keras calls {@code val_accuracy}. */
    private static String place(History.Epoch epoch, int index, String name) {
        if (name.equals("loss")) {
            return pointer("history", "epochs", index, "loss");
        }
        if (epoch.metrics().containsKey(name)) {
            return pointer("history", "epochs", index, "metrics", name);
        }
        return name.equals("val_loss")
                ? pointer("history", "epochs", index, "validationLoss")
                : pointer("history", "epochs", index, "validationMetrics", name.substring("val_".length()));
    }

    private static Html cell(Html content) {
        return Html.tag("td class=\"n\"", content);
    }
}
