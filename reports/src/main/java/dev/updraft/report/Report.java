package dev.updraft.report;

import dev.updraft.Model;
import dev.updraft.charts.picture.PictureException;
import dev.updraft.compiler.dump.RecordText;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.summary.Summary;
import dev.updraft.data.Dataset;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.OperationTimes;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.Misclassification;
import dev.updraft.metrics.TargetEvaluation;
import dev.updraft.report.page.RunPage;
import dev.updraft.report.run.ReportException;
import dev.updraft.report.run.RunFile;
import dev.updraft.report.run.RunReport;
import dev.updraft.report.run.RunReport.Data;
import dev.updraft.report.run.RunReport.EncodedColumn;
import dev.updraft.report.run.RunReport.Layer;
import dev.updraft.report.run.RunReport.Platform;
import dev.updraft.version.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a report of a run.
 *
 * {@snippet :
 * var options = FitOptions.NONE.withValidation(test);
 * var history = model.fit(train, options);
 * Report.of(model)
 *         .trained(history, options.over(model.compiled().layers().fit()))
 *         .data("training", train)
 *         .evaluated("test", model.evaluate(test), test)
 *         .save(Path.of("report"));
 * }
 */
public final class Report {
    private final Model model;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Data> data = new ArrayList<>();
    private final IdentityHashMap<Dataset, Fingerprint> fingerprints = new IdentityHashMap<>();
    private @Nullable History history;
    private OperationTimes operations = OperationTimes.unknown("");
    private @Nullable String evaluatedOn;
    private @Nullable Evaluation evaluation;
    private @Nullable Dataset evaluated;
    private Map<Integer, byte[]> images = Map.of();

    private Report(Model model) {
        this.model = model;
        describe(model.compiled().layers());
    }

    /**
     * Whether a folder contains a training report, which another report should not replace. A report that this version
     * cannot read may be one.
     */
    public static boolean mayBeOfTraining(Path folder) {
        if (Files.notExists(folder.resolve(RunFile.NAME))) {
            return false;
        }
        try {
            return RunFile.read(folder).history() != null;
        } catch (ReportException _) {
            return true;
        }
    }

    /**
     * Checks that {@link #save} can write to a folder, before there is anything to save.
     *
     * @throws ReportException if it contains something other than a report
     */
    public static void requireFit(Path folder) {
        ReportFolder.requireFit(folder);
    }

    /** Starts a report of a model. */
    public static Report of(Model model) {
        return new Report(model);
    }

    private void describe(LayerGraph layers) {
        layers.parameters().forEach((name, value) -> settings.put(name, RecordText.value(value)));
        if (layers.hasLoss()) {
            settings.put("loss", RecordText.sum(layers.losses()));
        }
        if (layers.optimizer() instanceof Record optimizer) {
            settings.put("optimizer", RecordText.of(optimizer));
        }
    }

    /**
     * Adds the training.
     *
     * @param how the history of the training
     * @param fit the settings that were used
     */
    public Report trained(History how, FitSettings fit) {
        history = how;
        var used = RecordText.byName(fit);
        used.remove("seed");
        used.remove("step");
        // What was read, the data sets say; cross-validation alone has folds.
        List.of("data", "validation", "test", "folds").forEach(used::remove);
        used.putAll(RecordText.byName(fit.step()));
        if (fit.callbacks().isEmpty()) {
            used.remove("callbacks");
        }
        used.put("threads", Integer.toString(model.threads()));
        settings.putAll(used);
        return this;
    }

    /**
     * Adds a data set, which is read once for its fingerprint.
     *
     * @param role {@code training}, {@code validation} or {@code test}
     */
    public Report data(String role, Dataset set) {
        var fingerprint = fingerprints.computeIfAbsent(set, this::fingerprint);
        data.add(new Data(
                role,
                set.description(),
                fingerprint.samples(),
                fingerprint.inputShape(),
                fingerprint.inputsRead(),
                fingerprint.checksum()));
        return this;
    }

    /** Of rows of Java, the model says which columns are read. */
    private Fingerprint fingerprint(Dataset set) {
        var isOfGroups = model.compiled().layers().inputs().stream().anyMatch(input -> input.columns() != null);
        return Fingerprint.of(isOfGroups ? set.as(model.dataSpec()) : set);
    }

    /**
     * Adds an evaluation.
     *
     * @param role role of the data: {@code test}, {@code validation} or {@code training}
     * @param result the evaluation
     * @param set the data, for the images of samples
     */
    public Report evaluated(String role, Evaluation result, Dataset set) {
        evaluatedOn = role;
        evaluation = result;
        evaluated = set;
        operations = timed(set);
        if (data.stream().noneMatch(known -> known.role().equals(role))) {
            data(role, set);
        }
        var mistaken = result.targets().stream()
                .map(TargetEvaluation::errorAnalysis)
                .filter(Objects::nonNull)
                .flatMap(errorAnalysis -> errorAnalysis.misclassifications().stream())
                .map(Misclassification::sample)
                .distinct()
                .toList();
        if (!mistaken.isEmpty()) {
            images = SampleImages.of(set, mistaken);
        }
        return this;
    }

    /** A report is not lost for that. */
    private OperationTimes timed(Dataset set) {
        try {
            return model.profile(set, history != null);
        } catch (EngineException e) {
            return OperationTimes.unknown(Objects.requireNonNullElse(e.getMessage(), "the engine failed"));
        }
    }

    /** Everything but the images. */
    public RunReport run() {
        var layers = model.compiled().layers();
        var summary = Summary.of(layers);
        return new RunReport(
                RunReport.FORMAT,
                history == null ? "evaluate" : "train",
                layers.name(),
                layers.doc(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                platform(),
                model.seed(),
                settings,
                data,
                summary.rows().stream().map(Report::layer).toList(),
                summary.encodings().stream().flatMap(Report::columns).toList(),
                history,
                operations,
                evaluatedOn,
                evaluation,
                layers.trees() == null ? null : ExplainedTrees.of(model.trees(), evaluated),
                layers.linear() == null ? null : model.coefficients());
    }

    private Platform platform() {
        return new Platform(
                Version.TEXT,
                System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                model.engine(),
                model.device());
    }

    private static Stream<EncodedColumn> columns(Summary.Encoding encoding) {
        return encoding.columns().stream()
                .map(column -> new EncodedColumn(
                        encoding.layer(), column.name(), column.kind(), column.becomes(), column.numbers()));
    }

    private static Layer layer(Summary.Row row) {
        return new Layer(
                row.name(),
                row.kind(),
                row.shape().toString(),
                row.inputs(),
                row.trainable(),
                row.nonTrainable(),
                row.shared(),
                row.flops());
    }

    /**
     * Writes the page, its metrics as JSON and its charts as SVG and, if there are fonts, as PNG. An existing report is
     * replaced as a whole.
     *
     * @return the page, and what is missing
     * @throws ReportException if it cannot be written, or if the folder contains something other than a report
     */
    public Saved save(Path folder) {
        var run = run();
        var pictures = ReportPictures.of(run);
        var files = new LinkedHashMap<String, byte[]>();
        files.put(ReportFolder.PAGE, utf8(new RunPage(run, pictures, images).html()));
        files.put(RunFile.NAME, utf8(RunFile.write(run)));
        pictures.forEach((name, picture) ->
                files.put(name + ".svg", utf8(picture.framed().svg())));
        String missing = null;
        try {
            for (var picture : pictures.entrySet()) {
                files.put(picture.getKey() + ".png", picture.getValue().framed().png());
            }
        } catch (PictureException e) {
            missing = "charts were saved only as SVG: " + e.getMessage();
        }
        return new Saved(ReportFolder.replace(folder, files), missing);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A written report.
     *
     * @param page the page to open in a browser
     * @param missing what is missing, and why; null if nothing
     */
    public record Saved(Path page, @Nullable String missing) {}
}
