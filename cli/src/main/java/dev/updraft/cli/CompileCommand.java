package dev.updraft.cli;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.dump.Dump;
import dev.updraft.compiler.emit.tornado.DeviceTraits;
import dev.updraft.compiler.emit.tornado.TornadoEmitter;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.GpuEngine;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "compile", description = "Print what a model becomes on its way to an engine.")
final class CompileCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--emit",
            paramLabel = "STAGE",
            required = true,
            description = "layers; ops: the operations they are; program: operations as an engine runs them; "
                    + "kernels: the Java for TornadoVM; opencl, cuda, ptx: what TornadoVM makes of it on this machine.")
    private @Nullable Stage stage;

    @Option(
            names = "--graph",
            paramLabel = "GRAPH",
            converter = PurposeConverter.class,
            completionCandidates = PurposeConverter.Names.class,
            description = "From kernels on, the graph to print: training, evaluation or prediction; "
                    + "training by default, or prediction where the model names no optimizer.")
    private @Nullable Purpose graph;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "From kernels on, the most samples of a step; that of the `fit` block by default.")
    private @Nullable Integer batchSize;

    /** A stage of the compiler, by the name that users give. */
    enum Stage {
        layers,
        ops,
        program,
        kernels,
        opencl,
        cuda,
        ptx
    }

    CompileCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var layers = model.check(say);
        var wanted = Objects.requireNonNull(stage, "picocli asks for it");
        var text = switch (wanted) {
            case layers -> Dump.layers(layers);
            case ops -> Dump.ops(Compiler.lower(layers));
            case program -> Dump.program(Compiler.lower(layers));
            case kernels -> kernels(layers);
            case opencl, cuda, ptx -> translated(layers, wanted.name());
        };
        var fields = new LinkedHashMap<String, Object>();
        fields.put("model", layers.name());
        fields.put("stage", wanted.name());
        fields.put("text", text);
        say.result(text, fields);
    }

    private String kernels(LayerGraph layers) {
        var program = Compiler.lower(layers);
        return TornadoEmitter.emit(layers.name(), program, purpose(program), capacity(layers), DeviceTraits.GPU)
                .source();
    }

    private String translated(LayerGraph layers, String language) {
        var engine = device(language);
        var program = Compiler.lower(layers);
        return engine.translate(program, purpose(program), capacity(layers));
    }

    /** The first device that speaks the language. */
    private static GpuEngine device(String language) {
        var gpu = new GpuEngine();
        for (var found : gpu.found()) {
            if (found.backend().equals(language)) {
                return gpu.device(found.index());
            }
        }
        throw new EngineException("TornadoVM has no device here that speaks " + language
                + "; `updraft devices` lists those there are, each with its backend");
    }

    private Purpose purpose(Program program) {
        var purpose = graph != null ? graph : program.train() != null ? Purpose.TRAIN : Purpose.PREDICT;
        if (purpose.graph(program) == null) {
            throw new UserMistake("the model has no graph for " + purpose.noun()
                    + ", as it names no " + (purpose == Purpose.TRAIN ? "loss or no optimizer" : "loss")
                    + "; prediction is always there");
        }
        return purpose;
    }

    private int capacity(LayerGraph layers) {
        return batchSize != null ? batchSize : layers.fit().batchSize();
    }
}
