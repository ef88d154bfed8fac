package dev.updraft.cli.commands;

import dev.updraft.CrossValidation;
import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.cli.draft.DraftKind;
import dev.updraft.cli.draft.ModelDraft;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.ProgressLine;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.engine.Engine;
import dev.updraft.files.FileProblem;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Several models for a table, each trained on the same folds.
 *
 * @param results of each
 */
record ModelComparison(Map<DraftKind, Result> results) {
    private static final int FOLDS = 5;

    /**
     * How one did.
     *
     * @param seconds all folds together
     */
    record Result(CrossValidation validation, double seconds) {}

    /**
     * Trains all.
     *
     * @param drafts models of one table and target
     */
    static ModelComparison of(Map<DraftKind, ModelDraft> drafts, Output say) {
        var results = new LinkedHashMap<DraftKind, Result>();
        try {
            var folder = Files.createTempDirectory("updraft-new");
            try {
                for (var draft : drafts.entrySet()) {
                    say.note("%s: %s folds".formatted(draft.getKey().words(), FOLDS));
                    results.put(draft.getKey(), result(folder, draft.getValue(), say));
                }
            } finally {
                Files.deleteIfExists(folder.resolve("draft.model"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UserMistake("no temporary file can be written: " + FileProblem.reason(e)
                    + "; make room, or name another folder with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=…");
        }
        return new ModelComparison(results);
    }

    private static Result result(Path folder, ModelDraft draft, Output say) throws IOException {
        var start = System.nanoTime();
        var compiled = Updraft.compile(Files.writeString(folder.resolve("draft.model"), draft.text()));
        var fit = compiled.layers().fit();
        var data = new DataReader(compiled.layers(), folder, say.reading()).whole(null);
        var options = new Engine.Options(Runtime.getRuntime().availableProcessors(), fit.seed(), say::note);
        var validation = compiled.crossValidate(data, FOLDS, Device.cpu(), options, FitOptions.NONE);
        return new Result(validation, (System.nanoTime() - start) * 1e-9);
    }

    /** The one whose {@link #decisive} metric is the highest on the mean. */
    DraftKind best() {
        return results.keySet().stream()
                .reduce((one, other) -> mean(other) > mean(one) ? other : one)
                .orElseThrow();
    }

    private double mean(DraftKind kind) {
        var metrics = Objects.requireNonNull(results.get(kind)).validation().metrics();
        return Objects.requireNonNull(metrics.get(decisive())).mean();
    }

    /** Of which more is better, for two classes, more, or a number. */
    private String decisive() {
        var known = results.values().iterator().next().validation().metrics().keySet();
        return Stream.of("roc_auc", "accuracy", "r2")
                .filter(known::contains)
                .findFirst()
                .orElseThrow();
    }

    /** A table. */
    String text() {
        var text = new StringBuilder("Over %s folds, mean ± standard deviation:\n".formatted(FOLDS));
        var names = results.values().iterator().next().validation().metrics().keySet();
        text.append(String.format(Locale.ROOT, "%-16s", ""));
        names.forEach(name -> text.append(String.format(Locale.ROOT, "%-22s", name)));
        text.append("seconds\n");
        results.forEach((kind, result) -> {
            text.append(String.format(Locale.ROOT, "%-16s", kind.words()));
            result.validation()
                    .metrics()
                    .values()
                    .forEach(metric -> text.append(String.format(
                            Locale.ROOT,
                            "%-22s",
                            ProgressLine.number(metric.mean()) + " ± " + ProgressLine.number(metric.deviation()))));
            text.append(String.format(Locale.ROOT, "%.1f\n", result.seconds()));
        });
        return text.append("The best is written, by ")
                .append(decisive())
                .append(": ")
                .append(best().words())
                .append("\n\n")
                .toString();
    }

    /** As fields of JSON. */
    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        results.forEach((kind, result) -> {
            var metrics = new LinkedHashMap<String, Object>();
            result.validation().metrics().forEach((name, metric) -> {
                metrics.put(name, metric.mean());
                metrics.put(name + "_deviation", metric.deviation());
            });
            metrics.put("seconds", result.seconds());
            fields.put(kind.name().toLowerCase(Locale.ROOT), metrics);
        });
        return fields;
    }
}
