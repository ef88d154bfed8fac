package dev.updraft.engine.cpu;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.plan.MemoryPlan;
import dev.updraft.compiler.program.InitialValues;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.program.StepPosition;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.OperationTimes;
import dev.updraft.engine.cpu.execution.LargePages;
import dev.updraft.engine.cpu.loops.SessionTrees;
import dev.updraft.engine.cpu.loops.UsedRows;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program with its variables, and the graphs bound so far. */
final class CpuSession implements Session {
    /**
     * Training and evaluating with full and last batches are four; whoever predicts cuts samples into batches of the powers
     * of two up to 256, which are nine, or with trees up to 4096, which are thirteen.
     */
    private static final int MOST_BOUND = 14;

    private static final double[] NO_SCALARS = {};
    private static final int PROFILED_RUNS = 5;

    private final OneDnn dnn = OneDnn.get();
    private final Program program;
    private final long seed;
    private final Arena arena = Arena.ofShared();
    private final Map<Variable, Long> offsets = new LinkedHashMap<>();
    private final MemorySegment variables;
    private final List<String> externals = new ArrayList<>();
    private final Workers workers;
    private final Map<Purpose, Schedule> schedules = new EnumMap<>(Purpose.class);
    /** The one used last at the end: a list, since looking a pair up in a map makes an object a call. */
    private final List<Bound> bound = new ArrayList<>();

    private final SessionTrees sessionTrees = new SessionTrees();
    private final UsedRows.OfSession usedRows = new UsedRows.OfSession();
    private final long[] addresses;
    private double learningRateFactor = 1;
    private long epoch;
    private boolean closed;

    private record Bound(Purpose purpose, int batch, BoundGraph graph) {}

    CpuSession(Program program, Options options) {
        this.program = program;
        this.seed = options.seed();
        var bytes = 0L;
        for (var variable : program.variables()) {
            offsets.put(variable, bytes);
            bytes += MemoryPlan.aligned(variable.shape().elementsPerSample() * Float.BYTES);
        }
        variables = LargePages.allocate(arena, bytes, MemoryPlan.ALIGNMENT);
        program.inputs().forEach(input -> externals.add(input.name()));
        program.targets().forEach(target -> externals.add(target.name()));
        externals.addAll(program.outputs());
        externals.addAll(program.computedTargets());
        addresses = new long[externals.size()];
        var index = 0;
        for (var variable : program.variables()) {
            var values = new float[Math.toIntExact(variable.shape().elementsPerSample())];
            InitialValues.fill(variable, index++, seed, values);
            MemorySegment.copy(values, 0, of(variable), ValueLayout.JAVA_FLOAT, 0, values.length);
        }
        workers = new Workers(Math.max(1, options.threads()));
    }

    @Override
    public double train(Batch batch, long step, StepOutputs outputs) {
        var graph = required(program.train(), "train", "a loss and an optimizer");
        var scalars = program.scalars();
        return run(
                        Purpose.TRAIN,
                        graph,
                        batch,
                        outputs,
                        scalars.names(),
                        scalars.at(new StepPosition(step, epoch, learningRateFactor)),
                        step)
                .losses(outputs.losses());
    }

    @Override
    public void learningRateFactor(double factor) {
        learningRateFactor = factor;
    }

    @Override
    public void epoch(long number) {
        epoch = number;
    }

    @Override
    public double evaluate(Batch batch, StepOutputs outputs) {
        var graph = required(program.evaluate(), "evaluate", "a loss");
        return run(Purpose.EVALUATE, graph, batch, outputs, List.of(), NO_SCALARS, 0)
                .losses(outputs.losses());
    }

    @Override
    public void predict(Batch batch, StepOutputs outputs) {
        run(Purpose.PREDICT, program.predict(), batch, outputs, List.of(), NO_SCALARS, 0);
    }

    @Override
    public OperationTimes profile(Batch batch, boolean training) {
        var graph = training
                ? required(program.train(), "train", "a loss and an optimizer")
                : required(program.evaluate(), "evaluate", "a loss");
        try (var scratch = Arena.ofConfined()) {
            var before = scratch.allocate(variables.byteSize(), Float.BYTES).copyFrom(variables);
            var outputs = StepOutputs.allocate(program, batch.size(), scratch);
            if (training) {
                train(batch, 0, outputs);
            } else {
                evaluate(batch, outputs);
            }
            var threads = dnn.threads(1);
            try {
                var ready = bound(training ? Purpose.TRAIN : Purpose.EVALUATE, graph, batch.size());
                return OperationTimes.sum(
                        OperationTimes.step(training, batch.size()) + ", on one thread",
                        ready.profile(addresses, PROFILED_RUNS));
            } finally {
                dnn.threads(threads);
                variables.copyFrom(before);
                usedRows.variablesWritten();
                variablesChanged();
            }
        }
    }

    private static Graph required(@Nullable Graph graph, String what, String need) {
        if (graph == null) {
            throw new EngineException(
                    "this model cannot " + what + ": it has no " + need.replace("a ", "") + "; add it to the model");
        }
        return graph;
    }

    private BoundGraph run(
            Purpose purpose,
            Graph graph,
            Batch batch,
            StepOutputs outputs,
            List<String> names,
            double[] scalars,
            long step) {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        address(purpose, graph, batch, outputs);
        // OpenMP counts threads by the calling thread: it gets back what it had.
        var threads = dnn.threads(1);
        try {
            var ready = bound(purpose, graph, batch.size());
            ready.run(workers, addresses, names, scalars, seed, step, purpose == Purpose.TRAIN ? 0 : batch.row());
            if (!graph.updates().isEmpty()) {
                variablesChanged();
            }
            return ready;
        } finally {
            dnn.threads(threads);
        }
    }

    private BoundGraph bound(Purpose purpose, Graph graph, int batch) {
        for (var i = bound.size() - 1; i >= 0; i--) {
            var known = bound.get(i);
            if (known.purpose == purpose && known.batch == batch) {
                bound.add(bound.remove(i));
                return known.graph;
            }
        }
        if (bound.size() == MOST_BOUND) {
            bound.removeFirst().graph.close();
        }
        var schedule = schedules.computeIfAbsent(purpose, _ -> Compiler.schedule(graph, true));
        var plan = Compiler.plan(schedule, ExecutionTarget.host(batch));
        var made =
                new BoundGraph(plan, workers.count(), offsets, variables.address(), sessionTrees, usedRows, externals);
        bound.add(new Bound(purpose, batch, made));
        return made;
    }

    /** Checks the caller's tensors, since what lies behind an address cannot be checked later. */
    private void address(Purpose purpose, Graph graph, Batch batch, StepOutputs outputs) {
        requireAsMany("inputs", batch.inputs().size(), program.inputs().size());
        var next = address(0, batch.inputs(), program.inputs(), batch.size());
        if (purpose == Purpose.PREDICT) {
            for (var at = 0; at < program.targets().size(); at++) {
                addresses[next++] = 0;
            }
        } else {
            requireAsMany("targets", batch.targets().size(), program.targets().size());
            next = address(next, batch.targets(), program.targets(), batch.size());
        }
        var results = outputs.values();
        for (var at = 0; at < program.outputs().size(); at++) {
            addresses[next++] = address(graph, program.outputs().get(at), results, at, batch.size());
        }
        for (var at = 0; at < program.computedTargets().size(); at++) {
            var place = program.outputs().size() + at;
            addresses[next++] = purpose == Purpose.PREDICT
                    ? 0
                    : address(graph, program.computedTargets().get(at), results, place, batch.size());
        }
    }

    private static void requireAsMany(String what, int found, int wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException(
                    "the batch has " + found + " " + what + ", but the model takes " + wanted);
        }
    }

    private int address(int first, List<MemorySegment> segments, List<Op.Input> inputs, int batch) {
        for (var at = 0; at < inputs.size(); at++) {
            addresses[first + at] = checked(
                    inputs.get(at).name(),
                    segments.get(at),
                    inputs.get(at).shape().elements(batch));
        }
        return first + inputs.size();
    }

    /** Of a result that the graph may have; programs made by hand may lack it. */
    private static long address(Graph graph, String name, List<MemorySegment> results, int at, int batch) {
        var output = graph.outputs().get(name);
        return output == null
                ? 0
                : checked(name, results.get(at), output.shape().elements(batch));
    }

    private static long checked(String name, MemorySegment segment, long elements) {
        if (!segment.isNative()
                || segment.byteSize() < elements * Float.BYTES
                || segment.address() % Float.BYTES != 0) {
            throw new IllegalArgumentException("the memory for " + name + " must be off-heap, aligned and hold "
                    + elements * Float.BYTES + " bytes; it holds " + segment.byteSize());
        }
        return segment.address();
    }

    @Override
    public void read(Variable variable, MemorySegment target) {
        var source = of(variable);
        MemorySegment.copy(source, 0, target, 0, source.byteSize());
    }

    @Override
    public void write(Variable variable, MemorySegment source) {
        var target = of(variable);
        MemorySegment.copy(source, 0, target, 0, target.byteSize());
        usedRows.variablesWritten();
        variablesChanged();
    }

    private void variablesChanged() {
        sessionTrees.variablesChanged();
        bound.forEach(known -> known.graph.variablesChanged());
    }

    private MemorySegment of(Variable variable) {
        var offset = offsets.get(variable);
        if (offset == null) {
            throw new IllegalArgumentException(variable.name() + " is not a variable of this program");
        }
        return variables.asSlice(offset, variable.shape().elementsPerSample() * Float.BYTES);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            workers.close();
            bound.forEach(known -> known.graph.close());
            arena.close();
        }
    }
}
