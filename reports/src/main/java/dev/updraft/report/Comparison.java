package dev.updraft.report;

import dev.updraft.charts.Curve;
import dev.updraft.charts.LineChart;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import dev.updraft.history.History;
import dev.updraft.history.internal.LearningCurves;
import dev.updraft.report.page.ComparisonPage;
import dev.updraft.report.run.ReportException;
import dev.updraft.report.run.RunFile;
import dev.updraft.report.run.RunReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A comparison of several runs: metrics, settings that differ, and overlaid curves. */
public final class Comparison {
    private final List<Path> folders;
    private final List<RunReport> runs;

    private Comparison(List<Path> folders, List<RunReport> runs) {
        this.folders = List.copyOf(folders);
        this.runs = List.copyOf(runs);
    }

    /**
     * Compares reports written by {@code updraft train} or {@code updraft evaluate}.
     *
     * @param folders the report folders, in display order
     * @throws ReportException if one does not exist or cannot be read
     */
    public static Comparison of(List<Path> folders) {
        return new Comparison(folders, folders.stream().map(RunFile::read).toList());
    }

    /**
     * Writes the page, replacing an existing one.
     *
     * @return the page
     * @throws ReportException if it cannot be written, or if the folder contains something else
     */
    public Path save(Path folder) {
        var page = new ComparisonPage(names(), runs, charts());
        return ReportFolder.replace(
                folder, Map.of(ReportFolder.PAGE, page.html().getBytes(StandardCharsets.UTF_8)));
    }

    /** What the user called them. */
    private List<String> names() {
        return folders.stream().map(Path::toString).toList();
    }

    private List<Picture> charts() {
        var names = new LinkedHashSet<String>();
        for (var run : runs) {
            if (run.history() != null) {
                names.addAll(LearningCurves.names(run.history().epochs()));
            }
        }
        // Of metrics of single classes there would be one each.
        return names.stream()
                .filter(name -> !name.contains("["))
                .map(this::chart)
                .toList();
    }

    /** Of the validation data where there are any, else of training. */
    private Picture chart(String name) {
        var curves = new ArrayList<Curve>();
        for (var i = 0; i < runs.size(); i++) {
            var history = runs.get(i).history();
            if (history != null) {
                curves.add(new Curve("", Palette.ofSeries(i), false, points(history, name)));
            }
        }
        return LineChart.overEpochs(name, curves, null).picture();
    }

    private static List<Point> points(History history, String name) {
        var validated = history.epochs().stream().anyMatch(epoch -> epoch.validationLoss() != null);
        return history.epochs().stream()
                .map(epoch -> new Point(
                        epoch.number(), epoch.allMetrics().getOrDefault((validated ? "val_" : "") + name, Double.NaN)))
                .toList();
    }
}
