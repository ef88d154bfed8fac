package dev.updraft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.updraft.history.History;
import dev.updraft.metrics.ClassScore;
import dev.updraft.metrics.ConfusionMatrix;
import dev.updraft.metrics.Evaluation;
import dev.updraft.report.page.RunPage;
import dev.updraft.training.TrainingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages as a browser shows them. Where there is none these tests are skipped, unless {@code updraft.browser} is
 * {@code required}.
 */
class BrowserTest {
    private static final int PHONE = 360;
    /** How many frames hold more than they show, and letters of pictures outside them. */
    private static final String CUT = """
            [...document.querySelectorAll('.scroll')].filter(frame => frame.scrollWidth > frame.clientWidth).length
                + [...document.querySelectorAll('figure text')].filter(text => {
                    const own = text.getBoundingClientRect(), frame = text.closest('figure').getBoundingClientRect();
                    return own.left < frame.left || own.right > frame.right;
                  }).length
            """;

    // A browser that ends may still write into its profile.
    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path folder = Path.of("");

    private static Path program = Path.of("");

    @BeforeAll
    static void train() {
        var installed = Chromium.installed();
        if (!"required".equals(System.getProperty("updraft.browser"))) {
            assumeTrue(installed != null, "there is no chromium");
        }
        assertThat(installed).as("chromium").isNotNull();
        program = installed == null ? program : installed;
        TrainedExample.iris(folder.resolve("report"), 3);
    }

    private static Chromium browser(String colours, int width) throws Exception {
        var browser = Chromium.start(program, Files.createTempDirectory(folder, "profile"));
        browser.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width == PHONE));
        browser.send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
        return browser;
    }

    @ParameterizedTest
    @CsvSource({"light, 360", "dark, 1200"})
    void thePageNeedsNothingElseAndFits(String colours, int width) throws Exception {
        try (var browser = browser(colours, width)) {
            var page = folder.resolve("report/index.html").toUri().toString();
            browser.open(page);
            assertThat(browser.named("Network.requestWillBeSent"))
                    .extracting(event -> (String) Json.at(event, "/params/request/url"))
                    .allMatch(url -> url.equals(page) || url.startsWith("data:"));
            requireNoErrors(browser);
            requireFits(browser, width);
            requireMetrics(browser);
            var paper = (String) browser.evaluate("getComputedStyle(document.body).backgroundColor");
            assertThat(paper).isEqualTo(colours.equals("dark") ? "rgb(16, 20, 24)" : "rgb(250, 248, 244)");
        }
    }

    private static void requireFits(Chromium browser, int width) throws Exception {
        assertThat(((Number) browser.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(width);
    }

    @ParameterizedTest
    @ValueSource(ints = {PHONE, 1280})
    void sixRunsSideBySideFit(int width) throws Exception {
        var runs = new ArrayList<Path>();
        for (var i = 0; i < 6; i++) {
            runs.add(folder.resolve("a-run-with-quite-a-long-name-" + i + "/report"));
            TrainedExample.iris(runs.getLast(), i + 1);
        }
        var page = Comparison.of(runs).save(folder.resolve("comparison-" + width));
        try (var browser = browser("light", width)) {
            browser.open(page.toUri().toString());
            requireFits(browser, width);
            requireNoErrors(browser);
            assertThat(browser.evaluate("document.querySelectorAll('#metrics tbody tr').length"))
                    .isEqualTo(6);
            if (width > PHONE) {
                assertThat(browser.evaluate(CUT)).isEqualTo(0);
            }
        }
    }

    @Test
    void sixtyClassesOfLongNamesFit() throws Exception {
        var names = IntStream.range(0, 60)
                .mapToObj(i -> "a kingfisher of the upper Amazon basin, number " + i)
                .toList();
        var counts = IntStream.range(0, 60)
                .mapToObj(row -> IntStream.range(0, 60)
                        .mapToObj(column -> row == column ? 9000L : 0)
                        .toList())
                .toList();
        var run = ReportTest.run(new Evaluation(
                540_000,
                0.5,
                Map.of("accuracy", 1.0),
                names.stream().map(name -> new ClassScore(name, 1, 1, 1, 9000)).toList(),
                new ConfusionMatrix(names, counts)));
        var html = new RunPage(run, ReportPictures.of(run), Map.of()).html();
        var page = Files.writeString(folder.resolve("many.html"), html);
        try (var browser = browser("light", 1280)) {
            browser.open(page.toUri().toString());
            requireFits(browser, 1280);
            assertThat(browser.evaluate(CUT)).isEqualTo(0);
        }
    }

    @Test
    void paperIsLightWhateverTheScreenIs() throws Exception {
        try (var browser = browser("dark", 1200)) {
            browser.send(
                    "Emulation.setEmulatedMedia",
                    Map.of(
                            "media",
                            "print",
                            "features",
                            List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
            browser.open(folder.resolve("report/index.html").toUri().toString());
            assertThat(browser.evaluate("getComputedStyle(document.body).color"))
                    .isEqualTo("rgb(31, 38, 46)");
            assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            assertThat(browser.evaluate("getComputedStyle(document.querySelector('.f-text')).fill"))
                    .isEqualTo("rgb(31, 38, 46)");
        }
    }

    private static void requireNoErrors(Chromium browser) {
        assertThat(browser.named("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"))
                .isEmpty();
    }

    private static void requireMetrics(Chromium browser) throws Exception {
        var json = Json.object(Files.readString(folder.resolve("report/report.json")));
        var metrics = (List<?>) browser.evaluate(
                "[...document.querySelectorAll('data')].map(metric => [metric.dataset.metric, metric.value])");
        assertThat(metrics).hasSizeGreaterThan(50);
        for (var metric : metrics) {
            var pointer = (String) Json.at(metric, "/0");
            assertThat(Double.parseDouble((String) Json.at(metric, "/1")))
                    .as(pointer)
                    .isEqualTo(((Number) Json.at(json, pointer)).doubleValue());
        }
    }

    @Test
    void theLivePageFollowsTraining() throws Exception {
        try (var live = LiveReport.on(0);
                var browser = browser("light", PHONE)) {
            browser.open(live.address());
            live.on(new TrainingEvent.EpochFinished(
                    new History.Epoch(1, 0.5, Map.of("accuracy", 0.75), null, Map.of(), 1, 10, 0.01), 2));
            var shown = "";
            for (var tries = 0; tries < 100 && !shown.contains("epoch 1 of 2 is complete"); tries++) {
                Thread.sleep(50);
                shown = (String) browser.evaluate("document.body.innerText");
            }
            assertThat(shown).contains("epoch 1 of 2 is complete");
            assertThat(browser.evaluate("document.querySelectorAll('svg').length"))
                    .isEqualTo(2);
            requireNoErrors(browser);
        }
    }
}
