package dev.updraft.cli.commands;

import dev.updraft.CrossValidation;
import dev.updraft.CrossValidation.MetricStatistics;
import dev.updraft.cli.options.FitArguments;
import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.options.RunOptions;
import dev.updraft.cli.options.StepOptions;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.ProgressLine;
import dev.updraft.cli.output.Terminal;
import dev.updraft.training.FitOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cross-validate",
        description = "Split the data into folds; for each fold, train on the others and evaluate on it. No weights are"
                + " written: use `train` for a model of all the data.")
public final class CrossValidateCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Mixin
    private FitArguments fit = new FitArguments();

    @Option(
            names = "--folds",
            paramLabel = "N",
            description = "Number of folds, at least 2; by default as set in the model file.")
    private @Nullable Integer folds;

    @Mixin
    private StepOptions step = new StepOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    public CrossValidateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var compiled = step.over(model.compile(say));
        var samples = new DataReader(compiled.layers(), model.folder(), say.reading()).whole(fit.data);
        var count = folds != null ? folds : compiled.layers().fit().folds();
        var options = new FitOptions(fit.epochs, fit.batchSize, null, null, null);
        var result = compiled.crossValidate(
                samples, count, run.device(compiled), run.options(compiled, fit.seed, say), options, say.training());
        say.result(text(result), fields(compiled.name(), result));
    }

    private static String text(CrossValidation result) {
        var metrics = result.metrics();
        var width = metrics.keySet().stream().mapToInt(String::length).max().orElse(0);
        var lines = metrics.entrySet().stream()
                .map(metric -> ("%-" + width + "s  %s ± %s   %s")
                        .formatted(
                                metric.getKey(),
                                number(metric.getValue().mean()),
                                number(metric.getValue().deviation()),
                                folds(result, metric.getKey())))
                .collect(Collectors.joining("\n"));
        return String.format(
                Locale.ROOT,
                "\nOver %d folds, mean ± standard deviation, then each fold:\n%s",
                result.folds().size(),
                lines);
    }

    private static String folds(CrossValidation result, String name) {
        return result.folds().stream()
                .map(fold -> number(name.equals("loss") ? fold.loss() : fold.metric(name)))
                .collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        return ProgressLine.number(value);
    }

    private static Map<String, Object> fields(String model, CrossValidation result) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("model", model);
        for (Map.Entry<String, MetricStatistics> metric : result.metrics().entrySet()) {
            fields.put(metric.getKey(), metric.getValue().mean());
            fields.put(metric.getKey() + "_deviation", metric.getValue().deviation());
        }
        fields.put("folds", result.folds().stream().map(EvaluationFields::of).toList());
        return fields;
    }
}
