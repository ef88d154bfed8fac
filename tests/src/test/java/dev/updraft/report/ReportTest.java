package dev.updraft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.updraft.engine.OperationTimes;
import dev.updraft.history.History;
import dev.updraft.metrics.ClassCurves;
import dev.updraft.metrics.ClassScore;
import dev.updraft.metrics.ConfusionMatrix;
import dev.updraft.metrics.ErrorAnalysis;
import dev.updraft.metrics.Evaluation;
import dev.updraft.report.page.RunPage;
import dev.updraft.report.run.ReportException;
import dev.updraft.report.run.RunFile;
import dev.updraft.report.run.RunReport;
import dev.updraft.report.run.RunReport.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Pattern FIGURE =
            Pattern.compile("<data value=\"([^\"]*)\" data-metric=\"([^\"]*)\">([^<]*)</data>");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyMetricOfThePageIsThatOfTheJson() throws IOException {
        var page = Files.readString(TrainedExample.iris(folder.resolve("report"), 3));
        requireMetrics(page, 50);
        assertThat(page)
                .contains("Learning curves", "Per-class metrics", "ROC AUC", "calibration", "sparse_categorical");
    }

    @Test
    void aReportOfNumbersShowsThemAgainstTheTruth() throws Exception {
        var page = Files.readString(TrainedExample.penguins(folder.resolve("report"), 3));
        requireMetrics(page, 15);
        assertThat(page)
                .contains("predicted", "residuals", "/evaluation/metrics/mae", "/evaluation/metrics/r2")
                .doesNotContain("Per-class metrics", "confusion", "ROC", "NaN");
        for (var name : List.of("curve-loss", "predicted", "residuals")) {
            assertThat(folder.resolve("report/" + name + ".svg")).isNotEmptyFile();
            assertThat(folder.resolve("report/" + name + ".png")).isNotEmptyFile();
        }
    }

    private void requireMetrics(String page, int atLeast) throws IOException {
        var json = Json.object(Files.readString(folder.resolve("report/report.json")));
        var metrics = FIGURE.matcher(page).results().toList();
        assertThat(metrics).hasSizeGreaterThan(atLeast);
        for (var metric : metrics) {
            var value = Double.parseDouble(metric.group(1));
            assertThat(((Number) Json.at(json, metric.group(2))).doubleValue())
                    .as(metric.group(2))
                    .isEqualTo(value);
            if (metric.group(3).matches("[\\d,.-]+")) {
                assertThat(Double.parseDouble(metric.group(3).replace(",", "")))
                        .as(metric.group(2))
                        .isCloseTo(value, offset(0.50001 * Math.pow(10, -decimals(metric.group(3)))));
            }
        }
    }

    private static int decimals(String number) {
        return number.contains(".") ? number.length() - 1 - number.indexOf('.') : 0;
    }

    @Test
    void theRecordComesBackFromItsFile() {
        TrainedExample.iris(folder.resolve("report"), 2);
        var run = RunFile.read(folder.resolve("report"));
        assertThat(run.model()).isEqualTo("Iris");
        assertThat(run.history()).isNotNull();
        assertThat(RunFile.write(run)).isEqualTo(RunFile.write(RunFile.read(folder.resolve("report/report.json"))));
        assertThat(run.settings())
                .containsEntry("epochs", "2")
                .containsEntry("hidden", "16")
                .containsEntry("class_weight", "even")
                .doesNotContainKeys("step", "callbacks");
        assertThat(run.data()).extracting(RunReport.Data::samples).containsExactly(120, 30);
    }

    @Test
    void everyPictureIsThereAsSvgAndAsPng() throws Exception {
        TrainedExample.iris(folder.resolve("report"), 2);
        var names =
                List.of("curve-loss", "curve-accuracy", "confusion", "roc", "precision-recall", "calibration", "model");
        for (var name : names) {
            var svg = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("report/" + name + ".svg").toFile());
            assertThat(svg.getElementsByTagName("text").getLength()).as(name).isPositive();
            var png = ImageIO.read(folder.resolve("report/" + name + ".png").toFile());
            assertThat(png.getWidth()).as(name).isGreaterThan(300);
        }
    }

    @Test
    void aReportReplacesAReportAndNothingElse() throws IOException {
        var report = folder.resolve("report");
        TrainedExample.iris(report, 1);
        Files.writeString(report.resolve("old.svg"), "of the first run");
        TrainedExample.iris(report, 1);
        assertThat(report.resolve("old.svg")).doesNotExist();
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(report);
        }
        var mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> TrainedExample.iris(mine, 1))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("left alone")
                .hasMessageContaining("--report");
        assertThat(mine.resolve("thesis.txt")).exists();
        Files.move(mine.resolve("thesis.txt"), report.resolve("thesis.txt"));
        assertThatThrownBy(() -> TrainedExample.iris(report, 1)).hasMessageContaining("left alone");
        assertThat(report.resolve("thesis.txt")).exists();
    }

    @Test
    void aReportOfTheFormatBeforeIsRead() throws IOException {
        TrainedExample.iris(folder.resolve("report"), 1);
        var today = Files.readString(folder.resolve("report/report.json"));
        var read = RunFile.read(Files.writeString(folder.resolve("report.json"), inFormatBefore(today)));

        assertThat(RunFile.write(read)).isEqualTo(today.replace("\"name\" : \"species\"", "\"name\" : \"\""));
    }

    /** There was one target, whose findings were those of the evaluation. */
    @SuppressWarnings("unchecked") // what the report is made of
    private static String inFormatBefore(String today) throws IOException {
        var report = JSON.std.mapFrom(today);
        report.put("format", 2);
        var evaluation = (Map<String, Object>) Objects.requireNonNull(report.get("evaluation"));
        var targets = (List<Map<String, Object>>) Objects.requireNonNull(evaluation.remove("targets"));
        for (var key : List.of("perClass", "confusion", "errorAnalysis")) {
            evaluation.put(key, targets.getFirst().get(key));
        }
        return JSON.std
                .with(JSON.Feature.WRITE_NULL_PROPERTIES)
                .asString(report)
                .replace("\"errorAnalysis\"", "\"findings\"")
                .replace("\"misclassifications\"", "\"mistakes\"");
    }

    @Test
    void whatIsNoReportIsRefusedInWords() throws IOException {
        assertThatThrownBy(() -> RunFile.read(folder.resolve("none"))).hasMessageContaining("no such report");
        requireRefused("is not an Updraft report", "", "{", "[]", "{}", "\u0000", "{\"format\": \"1\"}");
        requireRefused("by a newer version", "{\"format\": 7}");
        requireRefused("by an older version", "{\"format\": 0}", "{\"format\": 1}");
        requireRefused("is damaged", "{\"format\": 3}", "{\"format\": 2, \"data\": 3}");
        Files.write(folder.resolve("report.json"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> RunFile.read(folder)).hasMessageContaining("is not an Updraft report");
    }

    private void requireRefused(String why, String... texts) throws IOException {
        for (var text : texts) {
            Files.writeString(folder.resolve("report.json"), text);
            assertThatThrownBy(() -> RunFile.read(folder))
                    .as(text)
                    .isInstanceOf(ReportException.class)
                    .hasMessageContaining("report.json")
                    .hasMessageContaining(why);
        }
    }

    @Test
    void thePageTellsThatTrainingWasResumed() {
        var run = run(new Evaluation(1, 0.5, Map.of(), List.of(), null))
                .withHistory(new History(List.of(), 100, null, new History.Resumption(3, 12, 75)));
        assertThat(new RunPage(run, ReportPictures.of(run), Map.of()).html())
                .contains("It was resumed after epoch 3 and 12 steps of the next, 1 min 15 s into the training.");
    }

    @Test
    void namesFromDataNeverBecomeMarkup() throws Exception {
        var nasty = "<script>alert('x')</script>\" onload=\"\u0000&";
        var run = run(new Evaluation(
                2,
                0.5,
                Map.of(nasty, 0.5),
                List.of(new ClassScore(nasty, 1, 1, 1, 1), new ClassScore("b", 1, 1, 1, 1)),
                new ConfusionMatrix(List.of(nasty, "b"), List.of(List.of(1L, 0L), List.of(0L, 1L)))));
        var pictures = ReportPictures.of(run);
        assertThat(new RunPage(run, pictures, Map.of()).html())
                .doesNotContain("<script", "\" onload=\"", "\u0000")
                .contains("&lt;script&gt;")
                .contains("What each operation takes is not known: the engine is &lt;odd&gt;.");
        for (var picture : pictures.values()) {
            var svg = picture.svg().getBytes(StandardCharsets.UTF_8);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        }
    }

    static RunReport run(Evaluation evaluation) {
        return new RunReport(
                RunReport.FORMAT,
                "evaluate",
                "M",
                "",
                "2026-01-01T00:00:00Z",
                new Platform("1", "25", "Linux", 2, "cpu", "cpu"),
                0,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                OperationTimes.unknown("the engine is <odd>"),
                "test",
                evaluation,
                null,
                null);
    }

    @Test
    void reportsOfTrainingAreToldFromOthers() throws IOException {
        var report = Files.createDirectory(folder.resolve("report"));
        assertThat(Report.mayBeOfTraining(report)).isFalse();
        var run = run(new Evaluation(1, 0.5, Map.of(), List.of(), null));
        Files.writeString(report.resolve(RunFile.NAME), RunFile.write(run));
        assertThat(Report.mayBeOfTraining(report)).isFalse();
        Files.writeString(
                report.resolve(RunFile.NAME), RunFile.write(run.withHistory(new History(List.of(), 1, null))));
        assertThat(Report.mayBeOfTraining(report)).isTrue();
        Files.writeString(report.resolve(RunFile.NAME), "{\"format\": 7}");
        assertThat(Report.mayBeOfTraining(report)).isTrue();
    }

    @Test
    void thePageSaysWhyTrainingEndedEarly() {
        var run = run(new Evaluation(1, 0.5, Map.of(), List.of(), null))
                .withHistory(new History(List.of(), 1, "val_loss has not become less for 5 epochs"));
        assertThat(new RunPage(run, ReportPictures.of(run), Map.of()).html())
                .contains("It was stopped: val_loss has not become less for 5 epochs.");
    }

    @Test
    void metricsThatAreNoneAreShownAndRead() throws IOException {
        var run = run(new Evaluation(1, Double.NaN, Map.of("roc_auc", Double.NaN), List.of(), null));
        assertThat(new RunPage(run, ReportPictures.of(run), Map.of()).html()).contains(">–</data>");
        var file = Files.writeString(folder.resolve("report.json"), RunFile.write(run));
        assertThat(RunFile.read(file)).isEqualTo(run);
    }

    @Test
    void undefinedNumbersAreNullInTheFile() throws IOException {
        var epoch = new History.Epoch(
                1, Double.POSITIVE_INFINITY, Map.of("roc_auc", Double.NaN), null, Map.of(), 1, 10, 0.01);
        var run = run(new Evaluation(1, Double.NaN, Map.of("roc_auc", Double.NaN), List.of(), null))
                .withHistory(new History(List.of(epoch), 1, null));
        var text = RunFile.write(run);
        assertThat(text).doesNotContain("NaN", "Infinity");
        assertThat(Json.object(text).get("evaluation"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("loss", null)
                .extractingByKey("metrics", InstanceOfAssertFactories.MAP)
                .containsEntry("roc_auc", null);
        var read = RunFile.read(Files.writeString(folder.resolve("report.json"), text));
        assertThat(read.evaluation()).isEqualTo(run.evaluation());
        assertThat(Objects.requireNonNull(read.history()).epochs().getFirst())
                .isEqualTo(
                        new History.Epoch(1, Double.NaN, Map.of("roc_auc", Double.NaN), null, Map.of(), 1, 10, 0.01));
    }

    @Test
    void reportsThatSpellUndefinedNumbersOutAreReadToo() throws IOException {
        var run = run(new Evaluation(1, Double.NaN, Map.of("roc_auc", Double.NaN), List.of(), null));
        var text = RunFile.write(run).replaceAll("\"(loss|roc_auc)\" : null", "\"$1\" : \"NaN\"");
        assertThat(text).contains("\"NaN\"");
        assertThat(RunFile.read(Files.writeString(folder.resolve("report.json"), text)))
                .isEqualTo(run);
    }

    @Test
    void learningCurvesAreSavedAsTheEndingSays() throws IOException {
        var epochs = List.of(
                new History.Epoch(1, 0.9, Map.of("accuracy", 0.5), 0.8, Map.of("accuracy", 0.6), 1, 10, 0.01),
                new History.Epoch(2, 0.4, Map.of("accuracy", 0.8), 0.9, Map.of("accuracy", 0.7), 1, 10, 0.01));
        var history = new History(epochs, 2, null);
        history.plot().save(folder.resolve("curves.svg"));
        history.plot().save(folder.resolve("curves.PNG"));
        assertThat(folder.resolve("curves.svg")).content().contains("best: epoch 1, 0.8000", "validation");
        assertThat(ImageIO.read(folder.resolve("curves.PNG").toFile())).isNotNull();
        assertThatThrownBy(() -> history.plot().save(folder.resolve("curves.gif")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(".svg or .png");
    }

    @Test
    void runsAreLaidSideBySide() throws IOException {
        TrainedExample.iris(folder.resolve("a"), 2);
        TrainedExample.iris(folder.resolve("b"), 3);
        var page =
                Comparison.of(List.of(folder.resolve("a"), folder.resolve("b"))).save(folder.resolve("comparison"));
        assertThat(Files.readString(page))
                .contains("2 runs", "<th>epochs</th>", ">a</th>", ">b</th>", "<td>2</td>", "<td>3</td>")
                .contains("<dt>batch_size</dt><dd>16</dd>")
                .containsPattern("<b><data value=\"[^\"]*\" data-metric=\"/evaluation/loss\">");
    }

    @Test
    void aRunThatEndedBeforeItsFirstEpochHasAReport() {
        var run = run(new Evaluation(1, 0.5, Map.of(), List.of(), null))
                .withHistory(new History(List.of(), 0.5, "it has taken 1s"));
        assertThat(ReportPictures.of(run)).containsOnlyKeys("model");
        assertThat(new RunPage(run, ReportPictures.of(run), Map.of()).html())
                .contains("Trained for less than an epoch", "It was stopped: it has taken 1s.")
                .doesNotContain("Learning curves", "steps per second");
    }

    @Test
    void metricsThatNeverWereNumbersHaveNoCurve() {
        var epochs = List.of(
                new History.Epoch(1, Double.NaN, Map.of("mae", Double.NaN), null, Map.of(), 1, 10, 0.01),
                new History.Epoch(2, Double.POSITIVE_INFINITY, Map.of("mae", 0.5), null, Map.of(), 1, 10, 0.01));
        var run = run(new Evaluation(1, Double.NaN, Map.of("mae", Double.NaN), List.of(), null))
                .withHistory(new History(epochs, 2, null));
        var pictures = ReportPictures.of(run);
        assertThat(Objects.requireNonNull(pictures.get("curve-loss")).svg()).contains("no finite value");
        assertThat(Objects.requireNonNull(pictures.get("curve-mae")).svg()).contains("best: epoch 2, 0.5000");
        assertThat(new RunPage(run, pictures, Map.of()).html()).doesNotContain(">NaN<", ">Infinity<");
    }

    @Test
    void metricsOfEachClassShareAPicture() {
        var epoch = new History.Epoch(
                1, 85292.838, Map.of("f1[cat]", 0.5, "f1[dog]", 0.25), 1.0, Map.of("f1[cat]", 0.5), 1, 10, 0.01);
        var run = run(new Evaluation(1, 0.5, Map.of(), List.of(), null))
                .withHistory(new History(List.of(epoch), 1, null));
        var pictures = ReportPictures.of(run);
        assertThat(pictures).containsKeys("curve-loss", "curve-f1_of_each_class_validation");
        assertThat(Objects.requireNonNull(pictures.get("curve-f1_of_each_class_validation"))
                        .svg())
                .contains(">cat<", ">dog<");
    }

    @Test
    void largeMetricsAreGroupedInPicturesToo() {
        var epochs = List.of(
                new History.Epoch(1, 90000, Map.of(), null, Map.of(), 1, 10, 0.01),
                new History.Epoch(2, 85292.838, Map.of(), null, Map.of(), 1, 10, 0.01));
        assertThat(new History(epochs, 1, null).plot().svg()).contains("best: epoch 2, 85,292.8");
    }

    @Test
    void ofManyClassesThoseWithTheLeastAreaStandOut() {
        var curves = IntStream.range(0, 30)
                .mapToObj(i -> new ClassCurves(
                        i,
                        "class" + i,
                        1,
                        1,
                        List.of(new ClassCurves.Point(0, 0), new ClassCurves.Point(1, 1)),
                        0.99 - i * 0.01,
                        List.of(new ClassCurves.Point(0, 1), new ClassCurves.Point(1, 0)),
                        0.9))
                .toList();
        var errorAnalysis = new ErrorAnalysis(curves, null, List.of(), List.of(), null, null);
        var run = run(new Evaluation(1, 0.5, Map.of(), List.of(), null, errorAnalysis));
        assertThat(Objects.requireNonNull(ReportPictures.of(run).get("roc")).svg())
                .contains("class29 0.700", "class25 0.740")
                .doesNotContain("class24");
    }
}
