package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.metrics.ClassCurves;
import dev.updraft.metrics.ClassScore;
import dev.updraft.metrics.ErrorAnalysis;
import dev.updraft.metrics.Evaluation;
import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.picture.Mark;
import dev.updraft.report.picture.Palette;
import dev.updraft.report.picture.Picture;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How good the predictions are. */
record EvaluationSections(RunReport run, Map<String, Picture> pictures, Map<Integer, byte[]> images) {
    private static final int MOST_CLASSES = 200;

    List<Section> sections() {
        var evaluation = run.evaluation();
        if (evaluation == null) {
            return List.of();
        }
        var sections = new ArrayList<Section>();
        sections.add(new Section("evaluation", "On " + run.evaluatedOn() + " data", overview(evaluation)));
        var errorAnalysis = evaluation.errorAnalysis();
        if (errorAnalysis != null && pictures.containsKey("roc")) {
            sections.add(new Section("thresholds", "Thresholds and probabilities", probabilities(errorAnalysis)));
        } else if (errorAnalysis != null && pictures.containsKey("calibration")) {
            sections.add(new Section("thresholds", "Probabilities", probabilities(errorAnalysis)));
        }
        if (errorAnalysis != null && !errorAnalysis.residuals().isEmpty()) {
            sections.add(new Section("residuals", "Predicted and true", List.of(charts("predicted", "residuals"))));
        }
        if (errorAnalysis != null && !errorAnalysis.misclassifications().isEmpty()) {
            var gallery = new MisclassificationGallery(evaluation, errorAnalysis.misclassifications(), images);
            sections.add(new Section("mistakes", "Most confidently wrong", List.of(gallery.html())));
        }
        return sections;
    }

    private List<Html> overview(Evaluation evaluation) {
        var parts = new ArrayList<Html>();
        parts.add(Html.tag(
                "p class=\"quiet\"",
                MetricText.count(pointer("evaluation", "samples"), evaluation.samples()),
                Html.text(" samples" + ofData() + ".")));
        var side = new ArrayList<Html>();
        side.add(metrics(evaluation));
        var confusion = pictures.get("confusion");
        if (confusion != null) {
            // As large as it is drawn: three classes need no poster.
            var svg = new Html(confusion.inlineSvg())
                    .with(
                            "style",
                            String.format(
                                    Locale.ROOT,
                                    "width:%1$dpx;min-width:min(%1$dpx,34rem)",
                                    Math.round(confusion.width())));
            side.add(Html.tag("figure class=\"wide\"", Html.tag("div class=\"scroll\"", svg)));
        }
        parts.add(Html.tag("div class=\"overview\"", side));
        if (!evaluation.perClass().isEmpty()) {
            parts.add(Html.tag("h3", "Class by class"));
            parts.add(Html.tag("div class=\"scroll\"", classes(evaluation)));
        }
        var errorAnalysis = evaluation.errorAnalysis();
        if (errorAnalysis != null && errorAnalysis.omitted() != null) {
            parts.add(Html.tag("p class=\"quiet small\"", errorAnalysis.omitted()));
        }
        return parts;
    }

    private String ofData() {
        return run.data().stream()
                .filter(data -> data.role().equals(run.evaluatedOn()))
                .map(data -> " of " + data.description())
                .findFirst()
                .orElse("");
    }

    private static Html metrics(Evaluation evaluation) {
        var pairs = new ArrayList<Html>();
        pairs.add(Html.tag("dt", "loss"));
        pairs.add(Html.tag("dd", MetricText.number(pointer("evaluation", "loss"), evaluation.loss())));
        evaluation.metrics().forEach((name, value) -> {
            pairs.add(Html.tag("dt", Headline.label(name)));
            pairs.add(Html.tag("dd", MetricText.number(pointer("evaluation", "metrics", name), value)));
        });
        return Html.tag("dl class=\"pairs\"", pairs);
    }

    private static Html classes(Evaluation evaluation) {
        var curves = evaluation.errorAnalysis() == null
                ? List.<ClassCurves>of()
                : evaluation.errorAnalysis().curves();
        var head = new ArrayList<Html>();
        head.add(Html.tag("th", "class"));
        var names = curves.isEmpty()
                ? Stream.of("precision", "recall", "F1", "samples")
                : Stream.of("precision", "recall", "F1", "ROC AUC", "PR AUC", "samples");
        names.forEach(name -> head.add(Html.tag("th class=\"n\"", name)));
        var rows = new ArrayList<Html>();
        for (var i = 0; i < Math.min(MOST_CLASSES, evaluation.perClass().size()); i++) {
            rows.add(row(evaluation.perClass().get(i), i, curves));
        }
        var table = Html.tag("table", Html.tag("thead", Html.tag("tr", head)), Html.tag("tbody", rows));
        var more = evaluation.perClass().size() - MOST_CLASSES;
        return more <= 0
                ? table
                : Html.joined(table, Html.tag("p class=\"quiet small\"", more + " more classes are in report.json."));
    }

    private static Html row(ClassScore score, int index, List<ClassCurves> curves) {
        var at = pointer("evaluation", "perClass", index);
        var cells = new ArrayList<Html>();
        cells.add(Html.tag(
                "th scope=\"row\"", coloured(curves) ? swatch(index) : Html.nothing(), Html.text(score.name())));
        cells.add(share(at + "/precision", score.precision()));
        cells.add(share(at + "/recall", score.recall()));
        cells.add(share(at + "/f1", score.f1()));
        if (!curves.isEmpty()) {
            var curve = curve(curves, index);
            var place = curve < 0 ? "" : pointer("evaluation", "errorAnalysis", "curves", curve);
            cells.add(
                    area(place + "/rocAuc", curve < 0 ? null : curves.get(curve).rocAuc()));
            cells.add(area(
                    place + "/averagePrecision",
                    curve < 0 ? null : curves.get(curve).averagePrecision()));
        }
        cells.add(Html.tag("td class=\"n\"", MetricText.count(at + "/support", score.support())));
        return Html.tag("tr", cells);
    }

    private static int curve(List<ClassCurves> curves, int index) {
        for (var i = 0; i < curves.size(); i++) {
            if (curves.get(i).index() == index) {
                return i;
            }
        }
        return -1;
    }

    private static Html area(String pointer, @Nullable Double value) {
        return Html.tag("td class=\"n\"", value == null ? Html.text("–") : MetricText.number(pointer, value));
    }

    private static Html share(String pointer, double value) {
        return Html.tag("td class=\"n\"", bar(value), MetricText.number(pointer, value));
    }

    private static Html bar(double value) {
        var box = new Mark.Box(0, 0, 100 * Math.clamp(value, 0, 1), 10, 0, Palette.FIRST, 0.8, "");
        var svg = new Picture("", 100, 10, List.of(box)).inlineSvg();
        return Html.tag(
                "span class=\"bar\" aria-hidden=\"true\"",
                new Html(svg.replace("<svg ", "<svg preserveAspectRatio=\"none\" ")));
    }

    private static Html swatch(int index) {
        return Html.tag("span class=\"swatch\" aria-hidden=\"true\"")
                .with("style", "background:var(--" + Palette.ofSeries(index).cssName() + ")");
    }

    private List<Html> probabilities(ErrorAnalysis errorAnalysis) {
        var metrics = new ArrayList<Html>();
        for (var name : List.of("roc", "precision-recall")) {
            var picture = pictures.get(name);
            if (picture != null) {
                metrics.add(Pictured.figure(picture));
            }
        }
        var calibration = pictures.get("calibration");
        if (calibration != null && errorAnalysis.calibration() != null) {
            metrics.add(Pictured.figure(
                    calibration,
                    Html.joined(
                            Html.text("Expected calibration error "),
                            MetricText.number(
                                    pointer("evaluation", "errorAnalysis", "calibration", "expectedError"),
                                    errorAnalysis.calibration().expectedError()))));
        }
        var charts = Html.tag("div class=\"charts\"", metrics);
        if (errorAnalysis.curves().size() < 2) {
            return List.of(charts);
        }
        var colours = coloured(errorAnalysis.curves())
                ? "Each class against all others, with the area."
                : "Each class against all others; in colour are those with the least area.";
        return List.of(Html.tag("p class=\"quiet\"", colours), charts);
    }

    private static boolean coloured(List<ClassCurves> curves) {
        return !curves.isEmpty() && curves.size() <= Palette.mostOfSeries();
    }

    private Html charts(String... prefixes) {
        return Html.tag(
                "div class=\"charts\"",
                pictures.entrySet().stream()
                        .filter(picture -> Stream.of(prefixes).anyMatch(picture.getKey()::startsWith))
                        .map(picture -> Pictured.figure(picture.getValue()))
                        .toList());
    }
}
