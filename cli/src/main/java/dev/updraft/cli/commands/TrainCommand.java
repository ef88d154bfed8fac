package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.cli.commands.DataReader.TrainingData;
import dev.updraft.cli.options.CallbackOptions;
import dev.updraft.cli.options.CheckpointOptions;
import dev.updraft.cli.options.FitArguments;
import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.options.ReportOptions;
import dev.updraft.cli.options.RunOptions;
import dev.updraft.cli.options.StepOptions;
import dev.updraft.cli.options.WatchOption;
import dev.updraft.cli.options.WeightsOutput;
import dev.updraft.cli.output.Interrupted;
import dev.updraft.cli.output.Interruption;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.ProgressLine;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.internal.profile.TrainingWarnings;
import dev.updraft.engine.OperationTimes;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import dev.updraft.report.LiveReport;
import dev.updraft.report.Report;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description = "Train a model, evaluate it and write its weights. Options override the `fit` block of the file.")
public final class TrainCommand extends Subcommand {
    private static final int MOST_WARNINGS = 10;

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Mixin
    private FitArguments fit = new FitArguments();

    @Option(
            names = "--validation",
            paramLabel = "NAME|PATH",
            description = "Data to validate on after each epoch, instead of a part of the training data.")
    private @Nullable String validation;

    @Mixin
    private StepOptions step = new StepOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private WatchOption watch = new WatchOption();

    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Option(
            names = "--weights",
            paramLabel = "FILE.safetensors",
            description = "Weights to start from instead of random ones.")
    private @Nullable Path weights;

    @Mixin
    private WeightsOutput output = new WeightsOutput();

    @Mixin
    private CallbackOptions callbacks = new CallbackOptions();

    @Mixin
    private CheckpointOptions checkpoints = new CheckpointOptions();

    @Option(
            names = "--find-learning-rate",
            description =
                    "Do not train the model, but try learning rates from 1e-7 to 10 on a copy of it, suggest one and"
                            + " draw the losses in learning-rate.svg. No weights are written.")
    private boolean findLearningRate;

    @Option(
            names = "--profile",
            description =
                    "After training, show how long the operations of a step take, layer by layer, with their share,"
                            + " GFLOP/s and GB/s.")
    private boolean profile;

    private @Nullable String unsaved;
    private @Nullable String unwritten;

    public TrainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        run.prepare();
        var compiled = step.over(model.compile(say));
        var target = output.target(model.file());
        var reportFolder = reports.folder(WeightsOutput.beside(target, ReportOptions.FOLDER));
        if (weights != null && checkpoints.resumes()) {
            throw new UserMistake("--resume continues from the weights in its checkpoint: omit --weights");
        }
        if (findLearningRate && checkpoints.wanted() != null) {
            throw new UserMistake(
                    "--find-learning-rate trains nothing that could be saved or resumed: omit --checkpoint"
                            + " and --resume");
        }
        if (findLearningRate) {
            LearningRateSearch.requireSteps(compiled.layers());
        }
        if (weights != null) {
            ModelWeights.requireFit(weights, compiled.program().variables());
        }
        var data = new DataReader(compiled.layers(), model.folder(), say.reading())
                .forTraining(
                        fit.data,
                        validation,
                        fit.seed != null ? fit.seed : compiled.layers().fit().seed());
        warn(compiled.layers(), data, say);
        try (var live = watch.open(say);
                var trained = run.open(compiled, fit.seed, say)) {
            if (weights != null) {
                trained.load(weights);
            }
            var options = options(data);
            if (findLearningRate) {
                var picture = WeightsOutput.beside(target, LearningRateSearch.PICTURE);
                LearningRateSearch.run(trained, data.train(), options, picture, say);
                return;
            }
            var history = fit(trained, data, options, target, say, live);
            var written = WeightsOutput.write(trained, target);
            unwritten = written.problem();
            var evaluation = trained.evaluate(data.test(), say.training());
            var page = reports.write(
                    reportFolder,
                    () -> report(trained, data)
                            .trained(history, options.over(compiled.layers().fit()))
                            .evaluated(data.testIs(), evaluation, data.test()),
                    say);
            var operations = profile ? OperationTable.profile(trained, data.train()) : null;
            report(say, trained, history, data, evaluation, operations, written.file(), page);
        }
        if (unwritten != null) {
            throw new UserMistake(
                    "the model is trained, but its weights could not be written to --output: " + unwritten);
        }
        if (unsaved != null) {
            throw new UserMistake(
                    "the model is trained and its weights are written, but the last checkpoint could not be saved: "
                            + unsaved);
        }
    }

    /** Says what is odd about the data, before time is spent on it. */
    private static void warn(LayerGraph model, TrainingData data, Output say) {
        var warnings = TrainingWarnings.of(model, data.train());
        warnings.stream().limit(MOST_WARNINGS).map(ProfileText::of).forEach(say::warning);
        if (warnings.size() > MOST_WARNINGS) {
            say.warning(
                    "%s more columns are odd; `updraft describe` shows all".formatted(warnings.size() - MOST_WARNINGS));
        }
    }

    /** Ctrl-C ends it after the step at hand, and nothing is lost: that is said before Java may end. */
    private History fit(
            Model model, TrainingData data, FitOptions options, Path target, Output say, @Nullable LiveReport live) {
        try (var interruption = new Interruption()) {
            try {
                return model.fit(data.train(), options, listeners(say, live, interruption));
            } catch (CancellationException e) {
                say.error(saved(model, options, target));
                throw new Interrupted(e);
            }
        }
    }

    /** From the first step on there is something to lose. */
    private static void begun(TrainingEvent event, Interruption interruption) {
        if (event instanceof TrainingEvent.StepFinished) {
            interruption.begun();
        }
    }

    private void checkpoint(TrainingEvent event) {
        if (event instanceof TrainingEvent.Checkpoint(var _, var problem)) {
            unsaved = problem;
        }
    }

    private String saved(Model model, FitOptions options, Path target) {
        var folder =
                options.checkpoints() == null ? null : options.checkpoints().folder();
        if (folder != null && unsaved == null) {
            return "Interrupted. Everything is saved: pass --resume " + folder + " instead of --checkpoint to continue";
        }
        var written = WeightsOutput.write(model, target);
        var problem = (folder == null ? "" : " (there is no checkpoint: " + unsaved + ")")
                + (written.problem() == null ? "" : " (" + written.problem() + ")");
        return "Interrupted. The current weights are in " + written.file() + ": give --weights " + written.file()
                + " to continue training from them" + problem + "; with --checkpoint FOLDER a training can be resumed"
                + " where it stopped";
    }

    private TrainingListener[] listeners(Output say, @Nullable LiveReport live, Interruption interruption) {
        var listeners = new ArrayList<TrainingListener>();
        listeners.add(event -> begun(event, interruption));
        listeners.add(say.training());
        listeners.add(this::checkpoint);
        if (live != null) {
            listeners.add(live);
        }
        return listeners.toArray(TrainingListener[]::new);
    }

    private static Report report(Model model, TrainingData data) {
        var report = Report.of(model).data("training", data.train());
        return data.validation() == null ? report : report.data("validation", data.validation());
    }

    private FitOptions options(TrainingData data) {
        // The share has been taken already; that it was, the report says.
        var options = new FitOptions(
                        fit.epochs, fit.batchSize, data.split() ? null : DataSplit.none(), null, data.validation())
                .withCallbacks(callbacks.callbacks());
        var wanted = checkpoints.wanted();
        return wanted == null ? options : options.withCheckpoints(wanted);
    }

    private static void report(
            Output say,
            Model model,
            History history,
            TrainingData data,
            Evaluation evaluation,
            @Nullable OperationTimes operations,
            Path target,
            @Nullable Path page) {
        var outOfBag = history.outOfBag() == null ? null : new OutOfBagText(history.outOfBag());
        var text = """

                On %s data, %s:
                %s
                %sWeights written to %s
                %sTrained on %s in %s%s%s""".formatted(
                data.testIs(),
                data.test().description(),
                evaluation.render(),
                operations == null ? "" : OperationTable.text(operations) + "\n",
                Printable.line(target.toString()),
                ReportOptions.line(page),
                model.device(),
                ProgressLine.time(history.seconds()),
                outOfBag == null ? "" : "; " + outOfBag.text(data.train().size()),
                history.stopped() == null ? "" : "; stopped: " + history.stopped());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("model", model.compiled().name());
        fields.put("epochs", history.epochs().size());
        fields.put("seconds", history.seconds());
        if (outOfBag != null) {
            fields.put("out_of_bag", outOfBag.fields());
        }
        if (history.stopped() != null) {
            fields.put("stopped", history.stopped());
        }
        fields.put("engine", model.engine());
        fields.put("device", model.device());
        fields.put("weights", target.toString());
        ReportOptions.put(fields, page);
        fields.put("evaluated_on", data.testIs());
        fields.putAll(EvaluationFields.of(evaluation));
        if (operations != null) {
            fields.put("profile", OperationTable.fields(operations));
        }
        say.result(text, fields);
    }
}
