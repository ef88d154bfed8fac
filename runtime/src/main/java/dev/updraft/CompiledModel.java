package dev.updraft;

import static java.util.Objects.requireNonNull;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.FullBatch;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.compiler.summary.Summary;
import dev.updraft.compiler.summary.SummaryTable;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.batches.Folds;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.metrics.Evaluation;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.loop.RankedSplit;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A compiled model without weights. Immutable; any number of models can be created from it. */
public final class CompiledModel {
    private final ModelSource source;
    private final LayerGraph layers;
    private final Program program;
    private final List<Diagnostic> warnings;

    CompiledModel(ModelSource source, LayerGraph layers, Program program, List<Diagnostic> warnings) {
        this.source = source;
        this.layers = layers;
        this.program = program;
        this.warnings = List.copyOf(warnings);
    }

    /** The model's name. */
    public String name() {
        return layers.name();
    }

    /** Layers, shapes and settings. */
    public LayerGraph layers() {
        return layers;
    }

    /** The operations that predict, evaluate and train. */
    public Program program() {
        return program;
    }

    /** The same operations, with a loss that multiplies each sample's loss by its weight. */
    Program weightedProgram() {
        return program.isWeighted()
                ? program
                : Compiler.lower(
                        layers.with(layers.fit().with(layers.fit().step().withSampleWeight("weight"))));
    }

    /** A part of the network, with the same weights. */
    CompiledModel part(LayerGraph part) {
        return new CompiledModel(source, part, Compiler.lower(part), warnings);
    }

    /** The compiler's warnings, sorted by file and position. */
    public List<Diagnostic> warnings() {
        return warnings;
    }

    /** Its source: its text, the texts of its imports, and its parameters. */
    public ModelSource source() {
        return source;
    }

    /** The table of layers, output shapes, parameter counts and FLOPs that {@code updraft summary} prints. */
    public String summary() {
        return SummaryTable.render(Summary.of(layers));
    }

    /**
     * The same model with other step settings; weights are compatible with both.
     *
     * {@snippet :
     * compiled.with(StepSettings.PLAIN.withGradientAccumulation(4).withMovingAverage(0.999));
     * }
     *
     * @throws IllegalArgumentException if the class weights do not fit the target, or the optimizer does not fit the settings
     */
    public CompiledModel with(StepSettings step) {
        requireNonNull(step, "step must not be null");
        var misfit = step.classWeight().misfit(ClassWeight.classes(layers));
        if (misfit != null) {
            throw new IllegalArgumentException("invalid class weights: " + misfit);
        }
        var other = layers.with(layers.fit().with(step));
        var unsuitable = FullBatch.misfit(other);
        if (unsuitable != null) {
            throw new IllegalArgumentException(unsuitable.message() + ": " + unsuitable.help());
        }
        return new CompiledModel(source, other, Compiler.lower(other), warnings);
    }

    /**
     * Splits the data into folds and, for each fold, trains a new model on the others and evaluates it on that fold.
     * Callbacks in the file that write files are ignored, since each training would overwrite the last one's.
     *
     * @param folds number of folds, at least 2; classes are distributed evenly
     * @param device and {@code options} as for {@link #on(Device, Engine.Options)}
     * @param fit options that override the {@code fit} block
     * @param listeners listeners for every training and evaluation
     * @throws dev.updraft.data.DataException if the data does not match the model, or has fewer samples than folds
     */
    public CrossValidation crossValidate(
            Dataset data,
            int folds,
            Device device,
            Engine.Options options,
            FitOptions fit,
            TrainingListener... listeners) {
        requireNonNull(data, "data must not be null");
        requireNonNull(device, "device must not be null");
        requireNonNull(options, "options must not be null");
        requireNonNull(fit, "fit must not be null");
        requireNonNull(listeners, "listeners must not be null");
        var evaluations = new ArrayList<Evaluation>();
        var quiet = new CompiledModel(source, layers.with(layers.fit().withoutFiles()), program, warnings);
        // Chosen once: what there is to say of the choice is not said again for each fold.
        var engine = EngineChoice.of(device, layers.fit().step().precision());
        var dataSpec = DataSpec.of(layers);
        // Rows of Java have neither classes nor columns before a model says which they are.
        var whole = dataSpec.hasGroups() ? data.as(dataSpec) : data;
        var split = fit.over(layers.fit()).foldSplit();
        RankedSplit.requireOfFolds(layers, split);
        for (var trainValidationSplit : Folds.of(whole, split, dataSpec, folds, options.seed())) {
            try (var model = new Model(quiet, engine, used(options))) {
                model.fit(trainValidationSplit.train(), fit, listeners);
                evaluations.add(model.evaluate(trainValidationSplit.validation(), listeners));
            }
        }
        return new CrossValidation(evaluations);
    }

    /** A model on the device, with the threads and the seed, set in the file's {@code fit} block. */
    public Model on() {
        return on(Device.parse(layers.fit().device()));
    }

    /** A model on a device, with the threads and the seed set in the file's {@code fit} block. */
    public Model on(Device device) {
        var threads = layers.fit().threads();
        var processors = Runtime.getRuntime().availableProcessors();
        return on(
                device,
                new Engine.Options(
                        threads == null ? processors : threads, layers.fit().seed()));
    }

    /**
     * A model on a device. Its weights have their initial values, which depend only on the seed.
     *
     * @throws EngineException if there is no such device, or it cannot compute the model
     */
    public Model on(Device device, Engine.Options options) {
        requireNonNull(device, "device must not be null");
        requireNonNull(options, "options must not be null");
        return new Model(this, EngineChoice.of(device, layers.fit().step().precision()), used(options));
    }

    /**
     * As {@link #on(Device, Engine.Options)}.
     *
     * @param notice receives one-line notices for the user: that {@link Device#auto} uses no GPU, and why; that tile sizes
     *     are tuned first. Without it, notices are logged.
     */
    public Model on(Device device, Engine.Options options, Consumer<String> notice) {
        requireNonNull(options, "options must not be null");
        return on(device, new Engine.Options(options.threads(), options.seed(), notice), notice, notice);
    }

    /**
     * As {@link #on(Device, Engine.Options)}.
     *
     * @param notice receives why {@link Device#auto} uses no GPU, in a line; what the engine has to tell, those of the options
     *     receive
     * @param warning receives one-line warnings, which even users who ignore notices must see: that {@link Device#auto}
     *     found only the reference engine, and why
     */
    public Model on(Device device, Engine.Options options, Consumer<String> notice, Consumer<String> warning) {
        requireNonNull(device, "device must not be null");
        requireNonNull(options, "options must not be null");
        requireNonNull(notice, "notice must not be null");
        requireNonNull(warning, "warning must not be null");
        var engine = EngineChoice.of(
                device,
                layers.fit().step().precision(),
                (level, text) -> (level == Level.WARNING ? warning : notice).accept(text));
        return new Model(this, engine, used(options));
    }

    /** More threads than processors only get in each other's way: they wait for one another at every step. */
    private static Engine.Options used(Engine.Options options) {
        var most = Math.min(options.threads(), Runtime.getRuntime().availableProcessors());
        return new Engine.Options(Math.max(1, most), options.seed(), options.notice());
    }
}
