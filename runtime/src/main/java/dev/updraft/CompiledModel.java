package dev.updraft;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.compiler.summary.Summary;
import dev.updraft.compiler.summary.SummaryTable;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import java.util.List;
import java.util.function.Consumer;

/** A checked model without weights. Immutable; any number of models can be made from it. */
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

    /** What the compiler warns of, by file and position. */
    public List<Diagnostic> warnings() {
        return warnings;
    }

    /** Where it came from: its text, its imports' texts and its parameters. */
    public ModelSource source() {
        return source;
    }

    /** The table of layers, output shapes, parameter counts and FLOPs that {@code updraft summary} prints. */
    public String summary() {
        return SummaryTable.render(Summary.of(layers));
    }

    /** A model on the device, and with the threads and the seed, that the file's {@code fit} block names. */
    public Model on() {
        return on(Device.parse(layers.fit().device()));
    }

    /** A model on a device, with the threads and the seed that the file's {@code fit} block names. */
    public Model on(Device device) {
        var threads = layers.fit().threads();
        var processors = Runtime.getRuntime().availableProcessors();
        return on(
                device,
                new Engine.Options(
                        threads == null ? processors : threads, layers.fit().seed()));
    }

    /**
     * A model on a device. Its weights have their initial values, which follow from the seed alone.
     *
     * @throws EngineException if there is no such device, or it cannot compute the model
     */
    public Model on(Device device, Engine.Options options) {
        return new Model(this, EngineChoice.of(device), options);
    }

    /**
     * As {@link #on(Device, Engine.Options)}.
     *
     * @param notice hears in a line what a user should know: of the choice of {@link Device#auto} that no GPU is used, and
     *     why; of a GPU that tile sizes are tried first. Without it the log hears.
     */
    public Model on(Device device, Engine.Options options, Consumer<String> notice) {
        var engine = EngineChoice.of(device, (_, text) -> notice.accept(text));
        return new Model(this, engine, new Engine.Options(options.threads(), options.seed(), notice));
    }
}
