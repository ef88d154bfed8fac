package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.metrics.ClassCurves;
import dev.updraft.metrics.ClassScore;
import dev.updraft.metrics.ErrorAnalysis;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.Structure;
import dev.updraft.metrics.TargetEvaluation;
import dev.updraft.report.page.RunPage.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of one target.
 *
 * @param title what the headings of its sections begin with; empty for the only target
 * @param suffix what the names of its pictures and sections end in; empty for the only target
 * @param place of the target in the report
 */
record TargetSections(
        TargetEvaluation target,
        String title,
        String suffix,
        String place,
        Map<String, Picture> pictures,
        Map<Integer, byte[]> images) {
    private static final int MOST_CLASSES = 200;

    static TargetSections of(
            Evaluation evaluation, int number, Map<String, Picture> pictures, Map<Integer, byte[]> images) {
        var target = evaluation.targets().get(number);
        var only = evaluation.targets().size() == 1;
        return new TargetSections(
                target,
                only ? "" : target.name() + ": ",
                suffix(evaluation, target),
                pointer("evaluation", "targets", number),
                pictures,
                images);
    }

    /** What the names of a target's pictures end in. */
    static String suffix(Evaluation evaluation, TargetEvaluation target) {
        return evaluation.targets().size() == 1 ? "" : "-" + target.name();
    }

    List<Section> sections() {
        var sections = new ArrayList<Section>();
        if (!title.isEmpty() && (!target.perClass().isEmpty() || pictures.containsKey("confusion" + suffix))) {
            sections.add(section("classes", "Classes", overview(List.of())));
        }
        var errorAnalysis = target.errorAnalysis();
        if (errorAnalysis == null) {
            return sections;
        }
        if (pictures.containsKey("roc" + suffix)) {
            sections.add(section("thresholds", "Thresholds and probabilities", probabilities(errorAnalysis)));
        } else if (pictures.containsKey("calibration" + suffix)) {
            sections.add(section("thresholds", "Probabilities", probabilities(errorAnalysis)));
        }
        var structure = errorAnalysis.structure();
        if (structure != null) {
            sections.add(section(
                    "structure",
                    "What was found",
                    List.of(charts("samples", "cluster-sizes", "explained-variance", "scores"))));
            if (structure.scores() != null) {
                sections.add(section("oddest", "Samples with the highest scores", List.of(oddest(structure.scores()))));
            }
        }
        if (!errorAnalysis.residuals().isEmpty()) {
            sections.add(section("residuals", "Predicted versus true", List.of(charts("predicted", "residuals"))));
        }
        if (!errorAnalysis.misclassifications().isEmpty()) {
            var gallery = new MisclassificationGallery(
                    target, place + "/errorAnalysis", errorAnalysis.misclassifications(), images);
            sections.add(section("mistakes", "Most confident mistakes", List.of(gallery.html())));
        }
        return sections;
    }

    private Section section(String id, String heading, List<Html> content) {
        return new Section(id + suffix, title + heading, content);
    }

    /** Classes, beside what there is already. */
    List<Html> overview(List<Html> beside) {
        var parts = new ArrayList<Html>();
        var side = new ArrayList<>(beside);
        var confusion = pictures.get("confusion" + suffix);
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
        var threshold = target.threshold();
        if (threshold != null) {
            parts.add(Html.tag(
                    "p class=\"quiet\"",
                    Html.text("A sample is taken for "
                            + target.perClass().getLast().name() + " from a probability of "),
                    MetricText.number(place + "/threshold", threshold),
                    Html.text(" on.")));
        }
        if (!target.perClass().isEmpty()) {
            parts.add(Html.tag("h3", "Per-class metrics"));
            parts.add(Html.tag("div class=\"scroll\"", classes()));
        }
        var errorAnalysis = target.errorAnalysis();
        if (errorAnalysis != null && errorAnalysis.omitted() != null) {
            parts.add(Html.tag("p class=\"quiet small\"", errorAnalysis.omitted()));
        }
        return parts;
    }

    private Html classes() {
        var curves = target.errorAnalysis() == null
                ? List.<ClassCurves>of()
                : target.errorAnalysis().curves();
        var head = new ArrayList<Html>();
        head.add(Html.tag("th", "class"));
        var names = curves.isEmpty()
                ? Stream.of("precision", "recall", "F1", "samples")
                : Stream.of("precision", "recall", "F1", "ROC AUC", "PR AUC", "samples");
        names.forEach(name -> head.add(Html.tag("th class=\"n\"", name)));
        var rows = new ArrayList<Html>();
        for (var i = 0; i < Math.min(MOST_CLASSES, target.perClass().size()); i++) {
            rows.add(row(target.perClass().get(i), i, curves));
        }
        var table = Html.tag("table", Html.tag("thead", Html.tag("tr", head)), Html.tag("tbody", rows));
        var more = target.perClass().size() - MOST_CLASSES;
        return more <= 0
                ? table
                : Html.joined(table, Html.tag("p class=\"quiet small\"", more + " more classes are in report.json."));
    }

    private Html row(ClassScore score, int index, List<ClassCurves> curves) {
        var at = place + pointer("perClass", index);
        var cells = new ArrayList<Html>();
        cells.add(Html.tag(
                "th scope=\"row\"", coloured(curves) ? swatch(index) : Html.nothing(), Html.text(score.name())));
        cells.add(share(at + "/precision", score.precision()));
        cells.add(share(at + "/recall", score.recall()));
        cells.add(share(at + "/f1", score.f1()));
        if (!curves.isEmpty()) {
            var curve = curve(curves, index);
            var inReport = curve < 0 ? "" : place + pointer("errorAnalysis", "curves", curve);
            cells.add(area(
                    inReport + "/rocAuc", curve < 0 ? null : curves.get(curve).rocAuc()));
            cells.add(area(
                    inReport + "/averagePrecision",
                    curve < 0 ? null : curves.get(curve).averagePrecision()));
        }
        cells.add(Html.tag("td class=\"n\"", MetricText.count(at + "/support", score.support())));
        return Html.tag("tr", cells);
    }

    private Html oddest(Structure.Scores scores) {
        var rows = new ArrayList<Html>();
        for (var i = 0; i < scores.oddest().size(); i++) {
            var at = place + pointer("errorAnalysis", "structure", "scores", "oddest", i);
            rows.add(Html.tag(
                    "tr",
                    Html.tag(
                            "th scope=\"row\"",
                            "sample " + (scores.oddest().get(i).sample() + 1)),
                    Html.tag(
                            "td class=\"n\"",
                            MetricText.number(
                                    at + "/score", scores.oddest().get(i).score()))));
        }
        var head = Html.tag("tr", Html.tag("th", "of the data"), Html.tag("th class=\"n\"", "score"));
        return Html.tag("div class=\"scroll\"", Html.tag("table", Html.tag("thead", head), Html.tag("tbody", rows)));
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
            var picture = pictures.get(name + suffix);
            if (picture != null) {
                metrics.add(Pictured.figure(picture));
            }
        }
        var calibration = pictures.get("calibration" + suffix);
        if (calibration != null && errorAnalysis.calibration() != null) {
            metrics.add(Pictured.figure(
                    calibration,
                    Html.joined(
                            Html.text("Expected calibration error "),
                            MetricText.number(
                                    place + pointer("errorAnalysis", "calibration", "expectedError"),
                                    errorAnalysis.calibration().expectedError()))));
        }
        var charts = Html.tag("div class=\"charts\"", metrics);
        if (errorAnalysis.curves().size() < 2) {
            return List.of(charts);
        }
        var colours = coloured(errorAnalysis.curves())
                ? "Each class against all others, with the area under the curve."
                : "Each class against all others; those with the smallest areas are in colour.";
        return List.of(Html.tag("p class=\"quiet\"", colours), charts);
    }

    private static boolean coloured(List<ClassCurves> curves) {
        return !curves.isEmpty() && curves.size() <= Palette.mostOfSeries();
    }

    private Html charts(String... names) {
        return Html.tag(
                "div class=\"charts\"",
                pictures.entrySet().stream()
                        .filter(picture -> Stream.of(names).anyMatch(name -> isOf(picture.getKey(), name + suffix)))
                        .map(picture -> Pictured.figure(picture.getValue()))
                        .toList());
    }

    /** Numbers with several outputs have a picture each. */
    private static boolean isOf(String picture, String name) {
        return picture.equals(name) || picture.matches(Pattern.quote(name) + "-\\d+");
    }
}
