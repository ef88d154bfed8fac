package dev.updraft.cli.commands;

import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.options.ReportOptions;
import dev.updraft.cli.options.RunOptions;
import dev.updraft.cli.options.WeightsOption;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.report.Report;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "evaluate", description = "Evaluate a trained model on labelled data.")
public final class EvaluateCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            description = "Data to evaluate on; by default the test data that the model file names or sets aside, else"
                    + " its validation data.")
    private @Nullable String given;

    @Mixin
    private WeightsOption weights = new WeightsOption();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private ReportOptions reports = new ReportOptions();

    public EvaluateCommand(Terminal terminal) {
        super(terminal);
    }

    /** Evaluating never takes the place of learning curves, unless {@code --report} says so. */
    private static Path usualFolder() {
        var usual = Path.of(ReportOptions.FOLDER);
        return Report.mayBeOfTraining(usual) ? Path.of("evaluation") : usual;
    }

    @Override
    void run(Output say) {
        run.prepare();
        var compiled = model.compile(say);
        ModelWeights.requireFit(weights.file(), compiled.program().variables());
        var folder = reports.folder(usualFolder());
        weights.warnOfEdits(compiled, say);
        try (var trained = run.open(compiled, say)) {
            trained.load(weights.file());
            var data = new DataReader(compiled.layers(), model.folder(), say.reading()).forEvaluation(given, trained);
            var test = data.samples();
            if (data.is().equals("training")) {
                say.warning(
                        "the model was trained on all of this data, so that these figures say little about new data:"
                                + " pass --data, or set test_split in the `fit` block");
            }
            var evaluation = trained.evaluate(test, say.training());
            var page = reports.write(folder, () -> Report.of(trained).evaluated(data.is(), evaluation, test), say);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("model", compiled.name());
            fields.put("data", test.description());
            fields.put("evaluated_on", data.is());
            fields.put("engine", trained.engine());
            fields.put("device", trained.device());
            ReportOptions.put(fields, page);
            fields.putAll(EvaluationFields.of(evaluation));
            say.result(
                    "%s on %s:\n%s\n%sEvaluated on %s"
                            .formatted(
                                    compiled.name(),
                                    test.description(),
                                    evaluation.render(),
                                    ReportOptions.line(page),
                                    trained.device()),
                    fields);
        }
    }
}
