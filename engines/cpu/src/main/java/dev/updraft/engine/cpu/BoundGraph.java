package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.MemoryPlan;
import dev.updraft.compiler.plan.Shards;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.OperationTime;
import dev.updraft.engine.cpu.binding.GraphBinder;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.LargePages;
import dev.updraft.engine.cpu.execution.Memory;
import dev.updraft.engine.cpu.execution.Phase;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.loops.SessionTrees;
import dev.updraft.engine.cpu.loops.UsedRows;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A graph made ready for one batch size: the batch cut into shards, primitives created, memory planned. Running it allocates
 * nothing.
 */
final class BoundGraph implements Workers.Job, AutoCloseable {
    private final OneDnnScope scope = new OneDnnScope();
    private final Arena arena = Arena.ofShared();
    private final Phase[] phases;
    private final Shards shards;
    private final ExecutionContext[] contexts;
    private final long[] shardBases;
    private final long partialBase;
    private final long partialBytes;
    private final Map<String, List<Buffer>> stepScalars = new HashMap<>();
    private final @Nullable Buffer loss;
    /** Of the terms of the loss, where there are several. */
    private final List<Buffer> terms;

    private final int batchSize;
    private final long arenaBytes;
    private final IdentityHashMap<CpuTask, Kernel> kernels;
    private boolean packed;
    /** Null unless the graph is profiled. */
    private @Nullable TaskTimes times;

    /**
     * @param variables where each variable lies
     * @param variableBase address of the variables' region
     * @param sessionTrees the trees out of these variables that other graphs have made ready
     * @param usedRows of their tables
     * @param externals names of the caller's tensors, in the order {@link #run} gets their addresses
     */
    BoundGraph(
            ExecutablePlan plan,
            int workers,
            Map<Variable, Long> variables,
            long variableBase,
            SessionTrees sessionTrees,
            UsedRows.OfSession usedRows,
            List<String> externals) {
        var regions = Region.COUNT;
        var regionOf = new HashMap<String, Integer>();
        externals.forEach(name -> regionOf.put(name, regions + regionOf.size()));
        var binder = new GraphBinder(plan, scope, workers, variables, sessionTrees, usedRows, regionOf);
        loss = binder.output(Program.LOSS);
        terms = plan.graph().outputs().keySet().stream()
                .filter(name -> name.startsWith(Program.LOSS + "/"))
                .map(binder::output)
                .filter(Objects::nonNull)
                .toList();
        kernels = binder.kernels();
        phases = binder.phases().toArray(Phase[]::new);
        shards = plan.shards();
        batchSize = plan.target().batchSize();

        var globalBytes = binder.binding().packing().bytes();
        var shardBytes = binder.binding().workspaces().place(plan);
        partialBytes = plan.bytes(Space.PARTIAL);
        var scratchBytes = MemoryPlan.aligned(binder.scratchBytes());
        // Where shards never meet midway, each finds its worker's memory, still warm from the shard before.
        var memoryForEach = binder.shardsMeetMidway() || shards.count() <= workers;
        var memories = memoryForEach ? shards.count() : workers;
        arenaBytes = globalBytes + memories * shardBytes + shards.count() * partialBytes + workers * scratchBytes;
        var base = LargePages.allocate(arena, arenaBytes, 4096).address();

        var shardBase = base + globalBytes;
        shardBases = new long[memoryForEach ? shards.count() : 0];
        Arrays.setAll(shardBases, shard -> shardBase + shard * shardBytes);
        partialBase = shardBase + memories * shardBytes;
        var scratchBase = partialBase + shards.count() * partialBytes;
        contexts = new ExecutionContext[workers];
        for (var worker = 0; worker < workers; worker++) {
            var executionContext = new ExecutionContext(worker, scope.stream(), regions + externals.size());
            executionContext.base(Region.VARIABLES, variableBase);
            executionContext.base(Region.GLOBAL, base);
            executionContext.base(Region.SHARD, shardBase + (memoryForEach ? 0 : worker * shardBytes));
            executionContext.base(Region.PARTIAL, partialBase);
            executionContext.base(Region.SCRATCH, scratchBase + worker * scratchBytes);
            contexts[worker] = executionContext;
        }
        for (var number : plan.numbers()) {
            var buffer = binder.binding().read(number);
            var address = buffer.address(contexts[0]);
            switch (number.op()) {
                case Op.Constant(var value) -> Memory.set(address, (float) value);
                case Op.BatchSize() -> Memory.set(address, plan.target().batchSize());
                case Op.StepScalar(var name) ->
                    stepScalars.computeIfAbsent(name, _ -> new ArrayList<>()).add(buffer);
                case Op other -> throw new IllegalStateException(other + " as a number");
            }
        }
    }

    /** Bytes of the planned arena. */
    long arenaBytes() {
        return arenaBytes;
    }

    /** Says that variables have changed since the last run. */
    void variablesChanged() {
        packed = false;
    }

    /**
     * Computes once.
     *
     * @param externals addresses of the caller's tensors
     * @param scalars values of the step scalars, by the names given
     * @param row place of the first sample in the data, for random numbers
     */
    void run(Workers crew, long[] externals, List<String> names, double[] scalars, long seed, long step, long row) {
        prepare(externals, seed, step, row);
        for (var i = 0; i < scalars.length; i++) {
            for (var buffer : stepScalars.getOrDefault(names.get(i), List.of())) {
                Memory.set(buffer.address(contexts[0]), (float) scalars[i]);
            }
        }
        crew.run(this);
        packed = true;
    }

    private void prepare(long[] externals, long seed, long step, long row) {
        for (var executionContext : contexts) {
            for (var i = 0; i < externals.length; i++) {
                executionContext.base(Region.COUNT + i, externals[i]);
            }
            executionContext.random(seed, step, row);
        }
    }

    /**
     * Computes some times on the calling thread alone, after {@link #run} did so once, and tells the mean time of kernels.
     *
     * @param externals addresses of the caller's tensors
     */
    List<OperationTime> profile(long[] externals, int runs) {
        prepare(externals, 0, 0, 0);
        var measured = new TaskTimes(kernels);
        times = measured;
        try {
            for (var i = 0; i < runs; i++) {
                runAlone();
            }
        } finally {
            times = null;
        }
        return measured.mean(runs, batchSize);
    }

    private void runAlone() {
        for (var phase = 0; phase < phases(); phase++) {
            var items = items(phase);
            for (var item = 0; item < items; item++) {
                run(phase, item, 0);
            }
        }
        packed = true;
    }

    /**
     * The loss of the last run.
     *
     * @param itsTerms receives its terms, where there are several
     */
    float losses(double[] itsTerms) {
        if (loss == null) {
            throw new IllegalStateException("this graph has no loss");
        }
        for (var at = 0; at < terms.size(); at++) {
            itsTerms[at] = Memory.get(terms.get(at).address(contexts[0]));
        }
        return Memory.get(loss.address(contexts[0]));
    }

    @Override
    public int phases() {
        return phases.length;
    }

    @Override
    public int items(int phase) {
        return switch (phases[phase]) {
            case Phase.PerShard _ -> shards.count();
            case Phase.Once(var items) -> phase == 0 && packed ? 0 : items.size();
        };
    }

    @Override
    public void run(int phase, int item, int worker) {
        var executionContext = contexts[worker];
        switch (phases[phase]) {
            case Phase.PerShard(var tasksByShard) -> {
                executionContext.firstSample(shards.starts()[item]);
                executionContext.base(Region.PARTIAL, partialBase + item * partialBytes);
                if (shardBases.length > 0) {
                    executionContext.base(Region.SHARD, shardBases[item]);
                }
                var tasks = tasksByShard.get(item);
                for (var i = 0; i < tasks.size(); i++) { // No iterator a shard.
                    var start = times == null ? 0 : System.nanoTime();
                    tasks.get(i).run(executionContext);
                    timed(tasks.get(i), start);
                }
            }
            case Phase.Once(var items) -> {
                executionContext.firstSample(0);
                executionContext.base(Region.PARTIAL, partialBase);
                var work = items.get(item);
                var start = times == null ? 0 : System.nanoTime();
                work.cpuTask().run(executionContext, work.part());
                timed(work.cpuTask(), start);
            }
        }
    }

    private void timed(CpuTask cpuTask, long start) {
        if (times != null) {
            times.add(cpuTask, System.nanoTime() - start);
        }
    }

    @Override
    public void close() {
        scope.close();
        arena.close();
    }
}
