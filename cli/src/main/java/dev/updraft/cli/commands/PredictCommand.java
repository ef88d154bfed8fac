package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.options.PredictionFormat;
import dev.updraft.cli.options.PredictionOutput;
import dev.updraft.cli.options.RunOptions;
import dev.updraft.cli.options.WeightsOption;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.databases.ParquetFile;
import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "predict", description = "Predict with a trained model: one line per sample.")
public final class PredictCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            description = "Data to predict from: a table, an image, a folder of images or any data set; - reads a table"
                    + " from standard input.")
    private @Nullable String data;

    @Option(
            names = "--row",
            paramLabel = "NAME=VALUE",
            arity = "1..*",
            description =
                    "One row instead of --data: values by the names of columns, as they stand in a table. What may be"
                            + " missing may be left out.")
    private List<String> row = List.of();

    @Mixin
    private PredictionOutput output = new PredictionOutput();

    @Option(
            names = "--output",
            paramLabel = "NAME",
            split = ",",
            description = "Print values inside the network instead: what the file or `summary` calls them.")
    private List<String> outputs = List.of();

    @Option(
            names = "--block",
            paramLabel = "NAME",
            description = "Run only this block; the data has what the block takes, by the names of its parameters.")
    private @Nullable String block;

    @Option(
            names = "--explain",
            description = "Say what each column contributes to the score of each prediction: Shapley values of trees.")
    private boolean explain;

    @Mixin
    private WeightsOption weights = new WeightsOption();

    @Mixin
    private RunOptions run = new RunOptions();

    public PredictCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        if (data == null && row.isEmpty()) {
            throw new UserMistake("no data given: pass --data NAME|PATH, --data - for a table from standard input, or"
                    + " --row NAME=VALUE");
        }
        if (data != null && !row.isEmpty()) {
            throw new UserMistake("--data and --row exclude each other: omit one");
        }
        if (explain && (block != null || !outputs.isEmpty())) {
            throw new UserMistake("--explain is about predictions: omit " + (block != null ? "--block" : "--output"));
        }
        output.require(isJson(), readFiles());
        run.prepare();
        var compiled = model.compile(say);
        ModelWeights.requireFit(weights.file(), compiled.program().variables());
        weights.warnOfEdits(compiled, say);
        try (var trained = run.open(compiled, say)) {
            trained.load(weights.file());
            var wanted = part(trained);
            try {
                predict(wanted, say);
            } finally {
                wanted.close();
            }
        }
    }

    /** The files that are read, which predictions must not replace. */
    private List<Path> readFiles() {
        var files = new ArrayList<>(List.of(model.file(), weights.file()));
        if (data != null && !DataReader.isStandardInput(data)) {
            files.add(Path.of(data));
        }
        return files;
    }

    /** The whole model, or what was asked for. */
    private Model part(Model trained) {
        if (block != null && !outputs.isEmpty()) {
            throw new UserMistake("--block and --output exclude each other: a block has one output");
        }
        try {
            if (block != null) {
                return trained.block(block);
            }
            return outputs.isEmpty()
                    ? trained
                    : trained.upTo(
                            outputs.getFirst(),
                            outputs.subList(1, outputs.size()).toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new UserMistake(Objects.requireNonNull(e.getMessage()));
        }
    }

    private void predict(Model part, Output say) {
        var samples = data == null
                ? RowArguments.read(row, part.inputSpec(), say.reading())
                : new DataReader(part.compiled().layers(), model.folder(), say.reading())
                        .forPrediction(data, part.inputSpec());
        var predictions = part.predict(samples, say.training());
        var contributions = explain ? Contributions.of(part, samples, say) : null;
        var fields = new LinkedHashMap<String, Object>();
        fields.put("samples", predictions.size());
        var file = output.file();
        if (file == null) {
            print(part, samples, predictions, contributions, say);
        } else if (output.format() == PredictionFormat.PARQUET) {
            if (contributions != null) {
                throw new UserMistake(
                        "--explain writes text, CSV and JSON lines; pass --format csv, and no Parquet file");
            }
            var table = PredictionTable.of(part, samples);
            output.write(new ParquetFile(file, table.columns()), writer -> {
                for (var index = 0; index < predictions.size(); index++) {
                    writer.append(PredictionTable.csv(table.row(index, predictions.get(index))))
                            .append('\n');
                }
            });
            fields.put("predictions", file.toString());
        } else {
            output.write(
                    file,
                    writer -> write(
                            part,
                            samples,
                            predictions,
                            contributions,
                            line -> writer.append(line).append('\n')));
            fields.put("predictions", file.toString());
        }
        fields.put("engine", part.engine());
        fields.put("device", part.device());
        say.result(
                file == null
                        ? ""
                        : predictions.size() + (predictions.size() == 1 ? " prediction" : " predictions")
                                + " written to " + Printable.line(file.toString()),
                fields);
    }

    /** Takes a line without its end. */
    @FunctionalInterface
    private interface Lines {
        void add(String line) throws IOException;
    }

    private void print(
            Model part, Dataset samples, List<float[]> predictions, @Nullable Contributions contributions, Output say) {
        if (output.format() == PredictionFormat.TEXT) {
            var wording = PredictionWording.of(part);
            for (var index = 0; index < predictions.size(); index++) {
                var prediction = predictions.get(index);
                print(say, samples.sampleName(index), index, prediction, wording.of(prediction), contributions);
            }
            return;
        }
        try {
            write(part, samples, predictions, contributions, say::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Standard output remembers its own.
        }
    }

    private static void print(
            Output say,
            String name,
            int index,
            float[] prediction,
            PredictionWording.Words words,
            @Nullable Contributions contributions) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sample", name);
        fields.putAll(words.fields());
        if (contributions != null) {
            fields.put("shap", contributions.fields(index, prediction));
        }
        say.item(text(name, words, index, prediction, contributions), "prediction", fields);
    }

    private static String text(
            String name,
            PredictionWording.Words words,
            int index,
            float[] prediction,
            @Nullable Contributions contributions) {
        return Printable.line(name) + "\t" + words.text()
                + (contributions == null ? "" : "\t" + contributions.text(index, prediction));
    }

    private void write(
            Model part, Dataset samples, List<float[]> predictions, @Nullable Contributions contributions, Lines lines)
            throws IOException {
        var wording = PredictionWording.of(part);
        var table = PredictionTable.of(part, samples);
        var header = new ArrayList<>(table.header());
        if (contributions != null && output.format() == PredictionFormat.CSV) {
            header.addAll(contributions.header());
        } else if (contributions != null) {
            header.add("shap");
        }
        if (output.format() == PredictionFormat.CSV) {
            lines.add(PredictionTable.csv(header));
        }
        for (var index = 0; index < predictions.size(); index++) {
            var prediction = predictions.get(index);
            var cells = new ArrayList<@Nullable Object>(table.row(index, prediction));
            lines.add(
                    switch (output.format()) {
                        case TEXT ->
                            text(samples.sampleName(index), wording.of(prediction), index, prediction, contributions);
                        case CSV, PARQUET -> {
                            if (contributions != null) {
                                cells.addAll(contributions.cells(index, prediction));
                            }
                            yield PredictionTable.csv(cells);
                        }
                        case JSONL -> {
                            if (contributions != null) {
                                cells.add(contributions.fields(index, prediction));
                            }
                            yield PredictionTable.json(header, cells);
                        }
                    });
        }
    }
}
