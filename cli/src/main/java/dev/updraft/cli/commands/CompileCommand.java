package dev.updraft.cli.commands;

import dev.updraft.cli.options.CountConverter;
import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.options.PurposeConverter;
import dev.updraft.cli.output.ModelErrors;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.dump.Dump;
import dev.updraft.compiler.dump.PassText;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.GpuEngine;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "compile", description = "Print what a model is compiled to.")
public final class CompileCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--emit",
            paramLabel = "STAGE",
            required = true,
            converter = Stages.Converter.class,
            completionCandidates = Stages.class,
            description = {
                "syntax, layers; ops: the tensor operations; program: the fused kernels; "
                        + "plan: the engine's steps and buffers; "
                        + "kernels: the Java source for TornadoVM; opencl, cuda, ptx: what TornadoVM compiles it to"
                        + " on this machine.",
                "Or the name of a pass, for its result: ${COMPLETION-CANDIDATES}."
            })
    private @Nullable String stage;

    @Option(
            names = "--graph",
            paramLabel = "GRAPH",
            converter = PurposeConverter.class,
            completionCandidates = PurposeConverter.Names.class,
            description = "The graph to print: training, evaluation or prediction. By default all graphs of the"
                    + " model; from kernels on, training, or prediction if the model has no optimizer.")
    private @Nullable Purpose graph;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "For plans and kernels, the batch size; by default the one in the `fit` block.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "For plans, the engine to plan for: cpu (the default) or gpu, whose plan ends with how many"
                    + " kernels a step is.")
    private PlannedEngine engine = PlannedEngine.cpu;

    /** An engine that runs plans, by the name that users give. */
    enum PlannedEngine {
        cpu,
        gpu
    }

    public CompileCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var wanted = Objects.requireNonNull(stage, "picocli asks for it");
        var fields = new LinkedHashMap<String, Object>();
        if (wanted.equals(Stages.SYNTAX)) {
            var text = syntax();
            fields.put("stage", wanted);
            fields.put("text", text);
            say.result(text, fields);
            return;
        }
        var layers = model.check(say);
        var text = text(wanted, layers);
        fields.put("model", layers.name());
        fields.put("stage", wanted);
        fields.put("text", text);
        say.result(text, fields);
    }

    private String syntax() {
        var diagnostics = new Diagnostics();
        var source = SourceReader.read(model.file(), diagnostics);
        var tree = source == null ? null : Compiler.parse(source, diagnostics);
        if (tree == null || diagnostics.hasErrors()) {
            throw new ModelErrors(diagnostics.all());
        }
        return Dump.syntax(tree);
    }

    private String text(String wanted, LayerGraph layers) {
        return switch (wanted) {
            case Stages.LAYERS -> Dump.layers(layers);
            case Stages.SCHEDULE -> Dump.program(Compiler.lower(layers));
            case Stages.OPS -> passed(Compiler.SIMPLIFICATION.names().getLast(), layers);
            case Stages.PLAN -> {
                var plan = passed(Compiler.passes().getLast(), layers);
                yield engine == PlannedEngine.gpu ? plan + "\n\n" + kernelCounts(layers) : plan;
            }
            case Stages.KERNELS -> kernels(layers);
            default -> Stages.LANGUAGES.contains(wanted) ? translated(layers, wanted) : passed(wanted, layers);
        };
    }

    private String passed(String pass, LayerGraph layers) {
        if (graph != null) {
            purpose(Compiler.lower(layers));
        }
        var target = switch (engine) {
            case cpu -> ExecutionTarget.host(capacity(layers));
            case gpu -> ExecutionTarget.device(capacity(layers));
        };
        return PassText.of(pass, layers, purposes(), target);
    }

    private Set<Purpose> purposes() {
        return graph == null ? EnumSet.allOf(Purpose.class) : EnumSet.of(graph);
    }

    /** How many kernels a step of each graph is on a GPU. */
    private String kernelCounts(LayerGraph layers) {
        var program = forDevices(layers);
        return purposes().stream()
                .filter(purpose -> purpose.graph(program) != null)
                .map(purpose -> String.format(
                        Locale.ROOT,
                        "%s: %d kernels a step",
                        purpose.noun(),
                        GpuEngine.kernels(layers.name(), program, purpose, capacity(layers))
                                .tasks()
                                .size()))
                .collect(Collectors.joining("\n"));
    }

    /** The program, if devices have kernels for it. */
    private Program forDevices(LayerGraph layers) {
        var program = Compiler.lower(layers);
        var problem = new GpuEngine().precisionProblem(layers.fit().step().precision());
        if (problem != null && purpose(program) == Purpose.TRAIN) {
            throw new EngineException(problem);
        }
        return program;
    }

    private String kernels(LayerGraph layers) {
        var program = forDevices(layers);
        return GpuEngine.kernels(layers.name(), program, purpose(program), capacity(layers))
                .source();
    }

    private String translated(LayerGraph layers, String language) {
        var device = device(language);
        var program = forDevices(layers);
        return device.translate(program, purpose(program), capacity(layers));
    }

    /** The first device that speaks the language. */
    private static GpuEngine device(String language) {
        var gpu = new GpuEngine();
        for (var found : gpu.found()) {
            if (found.backend().equals(language)) {
                return gpu.device(found.index());
            }
        }
        throw new EngineException("TornadoVM has no device here that supports " + language
                + "; `updraft devices` lists the devices and their backends");
    }

    private Purpose purpose(Program program) {
        var purpose = graph != null ? graph : program.train() != null ? Purpose.TRAIN : Purpose.PREDICT;
        if (purpose.graph(program) == null) {
            throw new UserMistake("the model has no graph for " + purpose.noun() + ", as it has no "
                    + (purpose == Purpose.TRAIN ? "loss or no optimizer" : "loss")
                    + "; prediction is always available");
        }
        return purpose;
    }

    private int capacity(LayerGraph layers) {
        return batchSize != null ? batchSize : layers.fit().batchSize();
    }
}
