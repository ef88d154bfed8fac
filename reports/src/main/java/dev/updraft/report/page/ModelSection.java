package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.charts.picture.Picture;
import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.run.RunReport;
import dev.updraft.report.run.RunReport.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The model: its layers as a drawing and as a table. */
record ModelSection(RunReport run, Map<String, Picture> pictures) {
    /** A taller drawing scrolls in its frame. */
    private static final double TALLEST = 900;

    Section section() {
        var parts = new ArrayList<Html>();
        var drawing = pictures.get("model");
        if (drawing != null) {
            var frame = drawing.height() <= TALLEST ? "div class=\"graph fits\"" : "div class=\"graph\" tabindex=\"0\"";
            var svg = new Html(drawing.inlineSvg()).with("style", "width:" + Math.round(drawing.width()) + "px");
            parts.add(Html.tag("figure", Html.tag(frame, svg)));
        }
        parts.add(Html.tag("h3", "Layers"));
        parts.add(Html.tag("div class=\"scroll\"", table()));
        if (!run.columns().isEmpty()) {
            parts.add(Html.tag("h3", "Columns"));
            parts.add(Html.tag("div class=\"scroll\"", columns()));
        }
        return new Section("model", "The model", parts);
    }

    private Html table() {
        var rows = new ArrayList<Html>();
        for (var i = 0; i < run.layers().size(); i++) {
            rows.add(row(run.layers().get(i), pointer("layers", i)));
        }
        var weights = run.layers().stream().mapToLong(Layer::nonTrainable).sum();
        var flops = run.layers().stream().mapToLong(Layer::flops).sum();
        var foot = Html.tag(
                "tr",
                Html.tag(
                        "th scope=\"row\" colspan=\"3\"",
                        weights == 0
                                ? "all together"
                                : MetricText.grouped(run.trainable()) + " trainable, " + MetricText.grouped(weights)
                                        + " not"),
                Html.tag("td class=\"n\"", MetricText.grouped(run.trainable() + weights)),
                Html.tag("td class=\"n\"", MetricText.grouped(flops)));
        return Html.tag(
                "table",
                Html.tag(
                        "thead",
                        Html.tag(
                                "tr",
                                Html.tag("th", "layer"),
                                Html.tag("th", "kind"),
                                Html.tag("th", "gives"),
                                Html.tag("th class=\"n\"", "parameters"),
                                Html.tag("th class=\"n\"", "FLOPs a sample"))),
                Html.tag("tbody", rows),
                Html.tag("tfoot", foot));
    }

    private Html columns() {
        var rows = new ArrayList<Html>();
        for (var i = 0; i < run.columns().size(); i++) {
            var column = run.columns().get(i);
            rows.add(Html.tag(
                    "tr",
                    Html.tag("th scope=\"row\"", column.column()),
                    Html.tag("td", column.kind()),
                    Html.tag("td", column.layer()),
                    Html.tag("td", column.becomes()),
                    Html.tag(
                            "td class=\"n\"",
                            column.numbers() == 0
                                    ? Html.nothing()
                                    : MetricText.count(pointer("columns", i) + "/numbers", column.numbers()))));
        }
        return Html.tag(
                "table",
                Html.tag(
                        "thead",
                        Html.tag(
                                "tr",
                                Html.tag("th", "column"),
                                Html.tag("th", "kind"),
                                Html.tag("th", "layer"),
                                Html.tag("th", "becomes"),
                                Html.tag("th class=\"n\"", "numbers"))),
                Html.tag("tbody", rows));
    }

    private static Html row(Layer layer, String at) {
        return Html.tag(
                "tr",
                Html.tag("th scope=\"row\"", layer.name()),
                Html.tag("td", layer.kind()),
                Html.tag("td class=\"shape\"", layer.shape()),
                Html.tag("td class=\"n\"", parameters(layer, at)),
                Html.tag(
                        "td class=\"n\"",
                        layer.flops() == 0 ? Html.nothing() : MetricText.count(at + "/flops", layer.flops())));
    }

    private static Html parameters(Layer layer, String at) {
        if (layer.shared()) {
            return Html.text("shared");
        }
        var parts = new ArrayList<Html>();
        if (layer.trainable() > 0) {
            parts.add(MetricText.count(at + "/trainable", layer.trainable()));
        }
        if (layer.nonTrainable() > 0) {
            parts.add(Html.text(parts.isEmpty() ? "" : " + "));
            parts.add(MetricText.count(at + "/nonTrainable", layer.nonTrainable()));
        }
        return Html.joined(List.copyOf(parts));
    }
}
