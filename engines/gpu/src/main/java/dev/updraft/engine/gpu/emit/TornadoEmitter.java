package dev.updraft.engine.gpu.emit;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.plan.Step;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.device.SlotLayout;
import dev.updraft.engine.gpu.emit.gemm.TileKernels;
import dev.updraft.engine.gpu.emit.kernels.OpaqueKernels;
import dev.updraft.engine.gpu.emit.kernels.PointwiseKernels;
import dev.updraft.engine.gpu.emit.kernels.ProductKernels;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a graph of a program as Java source for TornadoVM. */
public final class TornadoEmitter {
    /** What cannot be emitted, and what to do instead. */
    public static final String NO_BFLOAT16 =
            "the gpu engine multiplies float32 alone, as TornadoVM's kernels have no bf16; train with precision: float32"
                    + " (--precision float32), or on device: cpu";

    private TornadoEmitter() {}

    /**
     * Emits one graph, with the likely best tiling of each product.
     *
     * @param modelName what the class is named after
     * @param capacity most samples of a step, at least 1; every size up to it can be run
     * @param traits of the device to write for
     * @throws IllegalArgumentException if the program has no graph for {@code purpose}
     */
    public static EmittedProgram emit(
            String modelName, Program program, Purpose purpose, int capacity, DeviceTraits traits) {
        var plan = Compiler.plan(
                program, purpose, ExecutionTarget.device(capacity, (long) DeviceArray.MOST_ELEMENTS * Float.BYTES));
        return emit(modelName, program, purpose, plan, traits, product -> Tiling.likelyBest(product, traits));
    }

    /**
     * Emits one graph.
     *
     * @param modelName what the class is named after
     * @param plan of the program's graph for {@code purpose}, for a device
     * @param traits of the device to write for
     * @param tilings chooses how to cut up a product, one that fits the device; asked if this has local memory
     * @throws IllegalArgumentException if a tiling does not fit
     */
    public static EmittedProgram emit(
            String modelName,
            Program program,
            Purpose purpose,
            ExecutablePlan plan,
            DeviceTraits traits,
            Function<GemmShape, Tiling> tilings) {
        var emission = new GraphEmission(program, purpose, plan, traits, tilings);
        return emit(modelName, emission, Launches::of);
    }

    /**
     * Emits one graph with each kernel by itself, to find out how long each takes; as {@link #emit(String, Program, Purpose,
     * ExecutablePlan, DeviceTraits, Function)} otherwise.
     */
    public static EmittedProgram emitOneByOne(
            String modelName,
            Program program,
            Purpose purpose,
            ExecutablePlan plan,
            DeviceTraits traits,
            Function<GemmShape, Tiling> tilings) {
        var emission = new GraphEmission(program, purpose, plan, traits, tilings);
        return emit(
                modelName,
                emission,
                kernels -> kernels.stream().map(Launch::new).toList());
    }

    private static EmittedProgram emit(
            String modelName, GraphEmission emission, Function<List<GeneratedKernel>, List<Launch>> launching) {
        LateParts.find(emission);
        var program = emission.program();
        var purpose = emission.purpose();
        var plan = emission.plan();
        var step = new StepTasks(program, plan.graph(), emission);
        var kernels = new ArrayList<>(step.before());
        var ofData = names(kernels);
        for (var each : plan.steps()) {
            switch (each) {
                case Step.Compute(var some, var _) -> kernels.addAll(kernels(some, emission));
                case Step.SumPartials _ -> throw new IllegalArgumentException("a device knows no shards");
                case Step.KeepOldValues keep -> kernels.addAll(step.keep(keep));
                case Step.StoreVariables store -> {
                    var copies = step.store(store);
                    kernels.addAll(copies);
                    ofData.addAll(names(copies));
                }
            }
        }
        var after = step.after();
        kernels.addAll(after);
        ofData.addAll(names(after));
        var launches = launching.apply(kernels);
        var tasks = launches.stream().map(Launch::kernel).toList();
        var text = ClassText.step(modelName, purpose, emission.capacity(), tasks);
        var infos = IntStream.range(0, tasks.size())
                .mapToObj(at -> new EmittedProgram.TaskInfo(
                        tasks.get(at).name(),
                        launches.get(at).kernels().stream()
                                .map(kernel -> work(kernel, ofData.contains(kernel.name())))
                                .toList()))
                .toList();
        return emitted(program, purpose, text, step, infos);
    }

    private static Set<String> names(List<GeneratedKernel> kernels) {
        return kernels.stream().map(GeneratedKernel::name).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Emits the products of a graph alone, each with several tilings, to find out which is fastest. They work where the
     * whole graph has them work.
     *
     * @param modelName what the class is named after
     * @param plan of the program's graph for {@code purpose}, for a device
     * @param traits of a device with local memory
     * @param candidates the tilings to try for a product, ones that fit the device; none if it is not to be tried
     */
    public static TuningRun trials(
            String modelName,
            Program program,
            Purpose purpose,
            ExecutablePlan plan,
            DeviceTraits traits,
            Function<GemmShape, List<Tiling>> candidates) {
        var emission = new GraphEmission(program, purpose, plan, traits, product -> Tiling.likelyBest(product, traits));
        var tasks = new ArrayList<GeneratedKernel>();
        var trials = new ArrayList<TuningRun.Trial>();
        TuningRun.products(emission).forEach((shape, work) -> {
            for (var tiling : candidates.apply(shape)) {
                tasks.add(TileKernels.alone(work.gemm(), work.target(), shape, tiling, emission));
                trials.add(new TuningRun.Trial(shape, tiling));
            }
        });
        var text = ClassText.trials(modelName, purpose, emission.capacity(), tasks);
        var infos = tasks.stream()
                .map(kernel -> new EmittedProgram.TaskInfo(kernel.name(), List.of(work(kernel, false))))
                .toList();
        return new TuningRun(
                emitted(
                        program,
                        purpose,
                        text,
                        new StepTasks(program, emission.plan().graph(), emission),
                        infos),
                trials);
    }

    private static EmittedProgram emitted(
            Program program, Purpose purpose, ClassText text, StepTasks step, List<EmittedProgram.TaskInfo> tasks) {
        var learns = purpose != Purpose.PREDICT;
        return new EmittedProgram(
                text.name(),
                text.source(),
                step.emission().capacity(),
                step.emission().workspaces(),
                SlotLayout.stride(program, DeviceArray.SAMPLES),
                learns ? SlotLayout.stride(program, DeviceArray.TARGETS) : 0,
                learns ? SlotLayout.stride(program, DeviceArray.LABELS) : 0,
                step.results().stream()
                        .map(result -> Math.toIntExact(result.shape().elementsPerSample()))
                        .toList(),
                Math.max(1, step.losses().size()),
                purpose == Purpose.TRAIN ? program.scalars().names().size() : 0,
                tasks);
    }

    private static List<GeneratedKernel> kernels(List<Kernel> level, Emission emission) {
        var kernels = new ArrayList<GeneratedKernel>();
        var loops = new ArrayList<Kernel.Pointwise>();
        for (var kernel : level) {
            switch (kernel) {
                case Kernel.Pointwise loop -> loops.add(loop);
                case Kernel.FusedGemm _, Kernel.Followed _, Kernel.Single _ ->
                    kernels.addAll(emission.touching(written(kernel, emission), kernel.reads(), kernel.results()));
            }
        }
        kernels.addAll(PointwiseKernels.of(loops, emission));
        return kernels;
    }

    private static List<GeneratedKernel> written(Kernel kernel, Emission emission) {
        return switch (kernel) {
            case Kernel.FusedGemm fusedGemm ->
                ProductKernels.in(fusedGemm, emission).orElseThrow().tasks(emission);
            case Kernel.Followed followed -> PointwiseKernels.of(followed, emission);
            case Kernel.Single single -> OpaqueKernels.of(single, emission);
            case Kernel.Pointwise loop -> PointwiseKernels.of(List.of(loop), emission);
        };
    }

    private static EmittedProgram.Work work(GeneratedKernel kernel, boolean ofData) {
        var origin = kernel.origin();
        return new EmittedProgram.Work(
                origin.origin().name(),
                GraphText.name(origin.op()) + " " + origin.shape(),
                ofData ? EmittedProgram.Work.DATA : GraphText.kind(origin.op()),
                origin.origin().span());
    }
}
