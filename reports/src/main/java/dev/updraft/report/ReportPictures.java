package dev.updraft.report;

import dev.updraft.charts.BarChart;
import dev.updraft.charts.CalibrationChart;
import dev.updraft.charts.Curve;
import dev.updraft.charts.GroupPlot;
import dev.updraft.charts.HeatMap;
import dev.updraft.charts.Histogram;
import dev.updraft.charts.LineChart;
import dev.updraft.charts.ScatterPlot;
import dev.updraft.charts.ScatterPlot.Guide;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import dev.updraft.engine.OperationTime;
import dev.updraft.engine.OperationTimes;
import dev.updraft.explain.internal.TreePicture;
import dev.updraft.history.History;
import dev.updraft.history.internal.LearningCurves;
import dev.updraft.metrics.Calibration;
import dev.updraft.metrics.ClassCurves;
import dev.updraft.metrics.ErrorAnalysis;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.Residuals;
import dev.updraft.metrics.Structure;
import dev.updraft.report.graph.GraphPicture;
import dev.updraft.report.page.LinearSection;
import dev.updraft.report.page.MetricText;
import dev.updraft.report.page.TreesSection;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The pictures of a report, by the names of their files. */
final class ReportPictures {
    private static final Point ORIGIN = new Point(0, 0);

    private final Map<String, Picture> pictures = new LinkedHashMap<>();

    private static final int MOST_OPERATIONS = 12;
    private static final int WORST_CLASSES = 5;

    private ReportPictures() {}

    /** All that the run has something to show in. */
    static Map<String, Picture> of(RunReport run) {
        var drawn = new ReportPictures();
        if (run.history() != null && !run.history().epochs().isEmpty()) {
            drawn.training(run.history().epochs());
        }
        if (run.evaluation() != null) {
            drawn.evaluation(run.evaluation());
        }
        if (run.trees() != null) {
            drawn.trees(run.trees());
        }
        if (run.linear() != null) {
            drawn.add(LinearSection.WEIGHTS, LinearPictures.weights(run.linear()));
        }
        if (!run.operations().operations().isEmpty()) {
            drawn.add("operation-times", operations(run.operations()));
        }
        drawn.add("model", GraphPicture.of(run.model(), run.layers()));
        return drawn.pictures;
    }

    private void add(String name, Picture picture) {
        pictures.put(name, picture);
    }

    /** Classes are named by the data, files are not: what a folder could not hold, or would lead out of it, is left out. */
    private String fileName(String title) {
        var name = title.replaceAll("[^A-Za-z0-9._-]+", "_");
        var free = name;
        for (var number = 2; pictures.containsKey(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    private void training(List<History.Epoch> epochs) {
        for (var picture : LearningCurves.of(epochs)) {
            add(fileName("curve-" + picture.title()), picture);
        }
        var times = epochs.stream()
                .map(epoch -> new Point(epoch.number(), epoch.seconds()))
                .toList();
        add(
                "epoch-times",
                LineChart.overEpochs("seconds per epoch", List.of(new Curve("", Palette.FIRST, false, times)), null)
                        .picture());
    }

    private void trees(RunReport.Trees trees) {
        add(TreesSection.IMPORTANCE, TreePictures.importance(trees.importance()));
        add(TreesSection.FIRST, TreePicture.of(trees.first()));
        for (var dependence : trees.partialDependence()) {
            add(fileName(TreesSection.DEPENDENCE + dependence.feature()), TreePictures.of(dependence));
        }
    }

    private static Picture operations(OperationTimes timed) {
        var times = timed.operations();
        var bars = new ArrayList<BarChart.Bar>();
        times.stream()
                .limit(MOST_OPERATIONS)
                .forEach(time -> bars.add(new BarChart.Bar(
                        time.layer() + ", " + time.operation(), time.seconds(), speeds(time, timed.seconds()))));
        var rest = times.stream().skip(MOST_OPERATIONS).toList();
        if (!rest.isEmpty()) {
            var seconds = rest.stream().mapToDouble(OperationTime::seconds).sum();
            bars.add(new BarChart.Bar(rest.size() + " others", seconds, ofAll(seconds, timed.seconds())));
        }
        return new BarChart("time per operation", "of " + timed.of(), bars).picture();
    }

    /** {@code 1.2 ms, 34%, 98 GFLOP/s, 4.1 GB/s}: the time, its share and what is known of the speeds. */
    private static String speeds(OperationTime time, double all) {
        return ofAll(time.seconds(), all)
                + (time.flops() == 0 ? "" : String.format(Locale.ROOT, ", %.3g GFLOP/s", time.gigaflopsPerSecond()))
                + (time.bytes() == 0 ? "" : String.format(Locale.ROOT, ", %.3g GB/s", time.gigabytesPerSecond()));
    }

    private static String ofAll(double seconds, double all) {
        return MetricText.time(seconds) + String.format(Locale.ROOT, ", %.0f%%", 100 * seconds / all);
    }

    private void evaluation(Evaluation evaluation) {
        for (var target : evaluation.targets()) {
            var end = evaluation.targets().size() == 1 ? "" : "-" + target.name();
            var confusion = target.confusion();
            if (confusion != null && confusion.classes().size() <= HeatMap.MOST_CLASSES) {
                add(
                        "confusion" + end,
                        new HeatMap("confusion matrix", confusion.classes(), confusion.counts()).picture());
            }
            if (target.errorAnalysis() != null) {
                findings(target.errorAnalysis(), end);
            }
        }
    }

    private void findings(ErrorAnalysis errorAnalysis, String end) {
        var curves = errorAnalysis.curves();
        if (!curves.isEmpty()) {
            add("roc" + end, roc(curves));
            add("precision-recall" + end, precisionRecall(curves));
        }
        if (errorAnalysis.calibration() != null) {
            add("calibration" + end, calibration(errorAnalysis.calibration()));
        }
        if (errorAnalysis.structure() != null) {
            structure(errorAnalysis.structure(), end);
        }
        for (var residuals : errorAnalysis.residuals()) {
            var suffix = errorAnalysis.residuals().size() == 1 ? "" : "-" + residuals.output();
            add("predicted" + end + suffix, predicted(residuals, suffix));
            add("residuals" + end + suffix, residuals(residuals, suffix));
        }
    }

    private void structure(Structure structure, String end) {
        if (!structure.places().isEmpty()) {
            var members = structure.places().stream()
                    .map(place -> new GroupPlot.Member(new Point(place.first(), place.second()), place.cluster()))
                    .toList();
            add(
                    "samples" + end,
                    new GroupPlot(
                                    structure.sizes().isEmpty() ? "samples" : "clusters",
                                    "first principal component of the features",
                                    "vertical: second",
                                    members)
                            .picture());
        }
        if (!structure.sizes().isEmpty()) {
            var bars = new ArrayList<BarChart.Bar>();
            for (var cluster = 0; cluster < structure.sizes().size(); cluster++) {
                var size = structure.sizes().get(cluster);
                bars.add(new BarChart.Bar("cluster " + cluster, size, String.format(Locale.ROOT, "%,d", size)));
            }
            add("cluster-sizes" + end, new BarChart("sizes", "samples in each cluster", bars).picture());
        }
        if (!structure.explained().isEmpty()) {
            var bars = new ArrayList<BarChart.Bar>();
            var together = 0.0;
            for (var share : structure.explained()) {
                together += share;
                var text = String.format(Locale.ROOT, "%.1f%%, %.1f%%", 100 * share, 100 * together);
                bars.add(new BarChart.Bar("component " + (bars.size() + 1), share, text));
            }
            add(
                    "explained-variance" + end,
                    new BarChart(
                                    "explained variance",
                                    "share of the features' variance, and with those before it",
                                    bars)
                            .picture());
        }
        var scores = structure.scores();
        if (scores != null) {
            add(
                    "scores" + end,
                    new Histogram("anomaly scores", "score", scores.from(), scores.to(), scores.counts()).picture());
        }
    }

    private static Picture calibration(Calibration calibration) {
        var bins = calibration.bins().stream()
                .map(bin -> new CalibrationChart.Bin(bin.from(), bin.to(), bin.count(), bin.probability(), bin.share()))
                .toList();
        return new CalibrationChart(bins).picture();
    }

    private static Picture roc(List<ClassCurves> classes) {
        var curves = new ArrayList<Curve>();
        curves.add(new Curve("", Palette.MUTED, true, List.of(ORIGIN, new Point(1, 1))));
        curves.addAll(curves(classes, ClassCurves::roc, ClassCurves::rocAuc));
        return LineChart.ofShares("ROC", "false positive rate · vertical: true positive rate", curves)
                .picture();
    }

    private static Picture precisionRecall(List<ClassCurves> classes) {
        return LineChart.ofShares(
                        "precision and recall",
                        "recall · vertical: precision",
                        curves(classes, each -> steps(each.precisionRecall()), ClassCurves::averagePrecision))
                .picture();
    }

    /** Where there are too many classes to tell apart, those with the least area stand out. */
    private static List<Curve> curves(
            List<ClassCurves> classes,
            Function<ClassCurves, List<ClassCurves.Point>> points,
            ToDoubleFunction<ClassCurves> area) {
        if (classes.size() <= Palette.mostOfSeries()) {
            return classes.stream()
                    .map(each -> curve(each, points, area, Palette.ofSeries(each.index())))
                    .toList();
        }
        var sorted = classes.stream().sorted(Comparator.comparingDouble(area)).toList();
        var curves = new ArrayList<Curve>();
        for (var each : sorted.subList(WORST_CLASSES, sorted.size())) {
            curves.add(curve(each, points, area, Palette.FAINT).unnamed());
        }
        for (var i = 0; i < WORST_CLASSES; i++) {
            curves.add(curve(sorted.get(i), points, area, Palette.ofSeries(i)));
        }
        return curves;
    }

    private static Curve curve(
            ClassCurves of,
            Function<ClassCurves, List<ClassCurves.Point>> points,
            ToDoubleFunction<ClassCurves> area,
            Palette palette) {
        return new Curve(
                of.name() + String.format(Locale.ROOT, " %.3f", area.applyAsDouble(of)),
                palette,
                false,
                points.apply(of).stream()
                        .map(point -> new Point(point.x(), point.y()))
                        .toList());
    }

    /** The corners of a curve that goes from each point to the left, then up or down to the point before. */
    private static List<ClassCurves.Point> steps(List<ClassCurves.Point> points) {
        var corners = new ArrayList<ClassCurves.Point>();
        for (var point : points) {
            if (!corners.isEmpty()) {
                corners.add(new ClassCurves.Point(corners.getLast().x(), point.y()));
            }
            corners.add(point);
        }
        return corners;
    }

    private static Picture predicted(Residuals residuals, String suffix) {
        var points = residuals.pairs().stream()
                .map(pair -> new Point(pair.actual(), pair.predicted()))
                .toList();
        return new ScatterPlot("predicted" + suffix, "true value", "vertical: predicted value", points, Guide.DIAGONAL)
                .picture();
    }

    private static Picture residuals(Residuals residuals, String suffix) {
        return new Histogram(
                        "residuals" + suffix, "predicted − true", residuals.from(), residuals.to(), residuals.counts())
                .picture();
    }
}
