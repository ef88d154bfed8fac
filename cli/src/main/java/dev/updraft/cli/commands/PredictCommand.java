package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.options.RunOptions;
import dev.updraft.cli.options.WeightsOption;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.Dataset;
import dev.updraft.weights.internal.ModelWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            required = true,
            description = "Data to predict from: an image, a folder of images, a CSV file or any data set.")
    private @Nullable String data;

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

    @Mixin
    private WeightsOption weights = new WeightsOption();

    @Mixin
    private RunOptions run = new RunOptions();

    public PredictCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var compiled = model.compile(say);
        ModelWeights.requireFit(weights.file(), compiled.program().variables());
        weights.warnOfEdits(compiled, say);
        try (var trained = run.open(compiled, null, say)) {
            trained.load(weights.file());
            var wanted = part(trained);
            try {
                predict(wanted, say);
            } finally {
                wanted.close();
            }
        }
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
        var samples = new DataReader(part.compiled().layers(), model.folder(), say.reading())
                .forPrediction(Objects.requireNonNull(data, "picocli asks for it"), part.inputSpec());
        var wording = PredictionWording.of(part);
        var predictions = part.predict(samples, say.training());
        for (var index = 0; index < predictions.size(); index++) {
            print(say, samples, index, wording.of(predictions.get(index)));
        }
        say.result(
                "",
                Map.of(
                        "samples", predictions.size(),
                        "engine", part.engine(),
                        "device", part.device()));
    }

    private static void print(Output say, Dataset samples, int index, PredictionWording.Words words) {
        var name = samples.sampleName(index);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sample", name);
        fields.putAll(words.fields());
        say.item(Printable.line(name) + "\t" + words.text(), "prediction", fields);
    }
}
