package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.metrics.Misclassification;
import dev.updraft.metrics.TargetEvaluation;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Samples that the model was sure of, and wrong.
 *
 * @param target of which they are
 * @param place of its findings in the report
 * @param images PNG, by the numbers of the samples
 */
record MisclassificationGallery(
        TargetEvaluation target, String place, List<Misclassification> mistakes, Map<Integer, byte[]> images) {

    Html html() {
        return images.isEmpty() ? table() : gallery();
    }

    private Html table() {
        var rows = new ArrayList<Html>();
        for (var i = 0; i < mistakes.size(); i++) {
            var misclassification = mistakes.get(i);
            var at = place + pointer("misclassifications", i);
            rows.add(Html.tag(
                    "tr",
                    Html.tag("td class=\"n\"", number(misclassification)),
                    Html.tag("th scope=\"row\"", name(misclassification.actual())),
                    Html.tag("td class=\"said\"", name(misclassification.predicted())),
                    Html.tag(
                            "td class=\"n\"",
                            MetricText.number(at + "/probability", misclassification.probability()))));
        }
        var head = Html.tag(
                "tr",
                Html.tag("th class=\"n\"", "sample"),
                Html.tag("th", "is"),
                Html.tag("th", "taken for"),
                Html.tag("th class=\"n\"", "with probability"));
        return Html.tag(
                "div class=\"scroll\"",
                Html.tag("table class=\"short\"", Html.tag("thead", head), Html.tag("tbody", rows)));
    }

    private Html gallery() {
        var items = new ArrayList<Html>();
        for (var i = 0; i < mistakes.size(); i++) {
            items.add(item(mistakes.get(i), place + pointer("misclassifications", i)));
        }
        return Html.tag("ul class=\"samples\"", items);
    }

    private Html item(Misclassification misclassification, String at) {
        var parts = new ArrayList<Html>();
        var image = images.get(misclassification.sample());
        if (image != null) {
            parts.add(Html.empty("img alt=\"\"")
                    .with("src", "data:image/png;base64," + Base64.getEncoder().encodeToString(image)));
        }
        parts.add(Html.tag("b", name(misclassification.actual())));
        parts.add(Html.tag("span class=\"said\"", "taken for " + name(misclassification.predicted())));
        parts.add(Html.tag(
                "div class=\"quiet\"",
                Html.text("with "),
                MetricText.number(at + "/probability", misclassification.probability()),
                Html.text(" · #" + number(misclassification))));
        return Html.tag("li", parts);
    }

    /** Counted from 1. */
    private static String number(Misclassification misclassification) {
        return MetricText.grouped(misclassification.sample() + 1L);
    }

    private String name(int index) {
        return index < target.perClass().size() ? target.perClass().get(index).name() : Integer.toString(index);
    }
}
