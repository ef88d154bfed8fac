package dev.updraft.benchmarks;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.report.LiveReport;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.callbacks.CsvLog;
import dev.updraft.training.callbacks.JsonLog;
import dev.updraft.training.callbacks.TensorBoardLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What metrics, logs, checkpoints and somebody who watches add to training: {@code Bookkeeping FILE.model DATA EPOCHS ROUNDS
 * FOLDER}. Trains one model after the other in turn, so many rounds after one to warm up, and prints the median of the seconds
 * of each. The metrics of the file, which must stand on a line of their own, are left out or replaced by all there are.
 */
public final class TrainingOverheadBenchmark {
    private static final Pattern METRICS = Pattern.compile("(?m)^ *metrics .*$");
    private static final String ALL_METRICS =
            "metrics accuracy, balanced_accuracy, top_k_accuracy(k: 3), precision, recall, f1,"
                    + " f_beta(beta: 2), roc_auc, pr_auc, log_loss, brier, cohen_kappa, mcc";

    private final String text;
    private final Dataset data;
    private final FitOptions options;
    private final Path folder;
    private int runs;

    private TrainingOverheadBenchmark(String text, Dataset data, FitOptions options, Path folder) {
        this.text = text;
        this.data = data;
        this.options = options;
        this.folder = folder;
    }

    /** Trains a model anew. */
    @FunctionalInterface
    private interface Training {
        void run(Path place) throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]);
        try (var model = Updraft.compile(file).on(Device.cpu())) {
            var data = Datasets.open(arguments[1], Path.of("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
            var options = FitOptions.NONE.withEpochs(Integer.parseInt(arguments[2]));
            var folder = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[4])), "runs");
            new TrainingOverheadBenchmark(Files.readString(file), data, options, folder)
                    .measure(Integer.parseInt(arguments[3]));
        }
    }

    private void measure(int rounds) throws IOException {
        var none = METRICS.matcher(text).replaceFirst("");
        var all = METRICS.matcher(text).replaceFirst(ALL_METRICS);
        var trainings = new LinkedHashMap<String, Training>();
        trainings.put("no metrics", _ -> fit(none, options));
        trainings.put("metrics of the file", _ -> fit(text, options));
        trainings.put("all metrics", _ -> fit(all, options));
        trainings.put("with checkpoints", place -> fit(text, options.withCheckpoints(Checkpoints.in(place))));
        trainings.put("with CSV, JSONL, TensorBoard", place -> fit(text, logs(place)));
        trainings.put("watched", _ -> watched());
        var seconds = new LinkedHashMap<String, List<Double>>();
        for (var round = 0; round <= rounds; round++) {
            for (var training : trainings.entrySet()) {
                var start = System.nanoTime();
                training.getValue().run(folder.resolve("run-" + ++runs));
                var took = (System.nanoTime() - start) / 1e9;
                if (round > 0) {
                    seconds.computeIfAbsent(training.getKey(), _ -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        print(seconds);
    }

    private static void print(Map<String, List<Double>> seconds) {
        var least = median(seconds.values().iterator().next());
        seconds.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "%-30s %6.2f s  %+5.1f %%  %s%n",
                name,
                median(all),
                100 * (median(all) / least - 1),
                all));
    }

    private static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private void fit(String source, FitOptions how, TrainingListener... listeners) throws IOException {
        var file = Files.writeString(folder.resolve("measured.model"), source);
        try (Model model = Updraft.compile(file).on(Device.cpu())) {
            model.fit(data, how, listeners);
        }
    }

    private FitOptions logs(Path place) throws IOException {
        Files.createDirectories(place);
        return options.withCallbacks(
                new CsvLog(place.resolve("log.csv")),
                new JsonLog(place.resolve("log.jsonl")),
                new TensorBoardLog(place.resolve("logs")));
    }

    /** As a page does that is open: hears of every change, and fetches what there is to see then. */
    private void watched() throws IOException {
        try (var client = HttpClient.newHttpClient();
                var live = LiveReport.on(0)) {
            var events = HttpRequest.newBuilder(URI.create(live.address() + "events"))
                    .build();
            var content = HttpRequest.newBuilder(URI.create(live.address() + "content"))
                    .build();
            Thread.startVirtualThread(() -> {
                try (var lines = client.send(events, BodyHandlers.ofLines()).body()) {
                    for (var line : (Iterable<String>) lines::iterator) {
                        if (line.startsWith("data: ")) {
                            client.send(content, BodyHandlers.ofString());
                        }
                    }
                } catch (IOException | UncheckedIOException | InterruptedException _) {
                    // The training is over.
                }
            });
            fit(text, options, live);
        }
    }
}
