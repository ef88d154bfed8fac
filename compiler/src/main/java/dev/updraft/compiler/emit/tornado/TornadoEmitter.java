package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.schedule.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes a graph of a program as Java source for TornadoVM. */
public final class TornadoEmitter {
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
        return emit(modelName, program, purpose, capacity, traits, product -> Tiling.likelyBest(product, traits));
    }

    /**
     * Emits one graph.
     *
     * @param modelName what the class is named after
     * @param capacity most samples of a step, at least 1; every size up to it can be run
     * @param traits of the device to write for
     * @param tilings chooses how to cut up a product, one that fits the device; asked if this has local memory
     * @throws IllegalArgumentException if the program has no graph for {@code purpose}, or a tiling does not fit
     */
    public static EmittedProgram emit(
            String modelName,
            Program program,
            Purpose purpose,
            int capacity,
            DeviceTraits traits,
            Function<ProductShape, Tiling> tilings) {
        var graph = purpose.graph(program);
        if (graph == null) {
            throw new IllegalArgumentException("model " + modelName + " has no graph for " + purpose);
        }
        var emission = new GraphEmission(program, graph, capacity, traits, tilings);
        var step = new StepTasks(program, graph, emission);
        var tasks = new ArrayList<>(step.before());
        emission.waves().forEach(wave -> tasks.addAll(tasks(wave, emission)));
        tasks.addAll(step.after());
        var text = new ClassText(modelName, purpose, capacity, tasks);
        var target = program.target();
        return new EmittedProgram(
                text.name(),
                text.source(),
                capacity,
                emission.workspace(),
                StepTasks.sampleSize(program),
                target == null || purpose == Purpose.PREDICTION
                        ? 0
                        : Math.toIntExact(target.shape().elementsPerSample()),
                predictionSize(graph),
                purpose == Purpose.TRAINING ? program.scalars().names().size() : 0,
                tasks.stream().map(TornadoEmitter::info).toList());
    }

    private static int predictionSize(Graph graph) {
        var prediction = graph.outputs().get(Program.PREDICTION);
        return prediction == null ? 1 : Math.toIntExact(prediction.shape().elementsPerSample());
    }

    private static List<Task> tasks(List<Kernel> wave, Emission emission) {
        var tasks = new ArrayList<Task>();
        var loops = new ArrayList<Kernel.Pointwise>();
        for (var kernel : wave) {
            switch (kernel) {
                case Kernel.Pointwise loop -> loops.add(loop);
                case Kernel.Contraction contraction -> tasks.addAll(Contractions.of(contraction, emission));
                case Kernel.Single single -> tasks.addAll(WholeKernels.of(single, emission));
            }
        }
        tasks.addAll(PointwiseKernels.of(loops, emission));
        return tasks;
    }

    private static EmittedProgram.TaskInfo info(Task task) {
        var origin = task.origin();
        return new EmittedProgram.TaskInfo(
                task.name(),
                origin.origin().name(),
                GraphText.name(origin.op()) + " " + origin.shape(),
                origin.origin().span());
    }
}
