package dev.updraft.engine.cpu.onednn;

import dev.updraft.compiler.plan.MemoryPlan;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.onednn.Primitive.Argument;
import java.util.ArrayList;
import java.util.List;

/**
 * A oneDNN primitive, with changes of layout before and after it where it wants other layouts than ours; or one that is run
 * several times, for operands that lie one behind the other.
 */
public final class PrimitiveTask implements CpuTask {
    private final Primitive[] primitives;
    private final int repetitions;
    private final long scratchBytes;

    private PrimitiveTask(List<Primitive> primitives, int repetitions, long scratchBytes) {
        this.primitives = primitives.toArray(Primitive[]::new);
        this.repetitions = repetitions;
        this.scratchBytes = scratchBytes;
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        for (var repetition = 0; repetition < repetitions; repetition++) {
            runOnce(executionContext, repetition);
        }
    }

    int repetitions() {
        return repetitions;
    }

    /** Does one of the repetitions alone. */
    public void runOnce(ExecutionContext executionContext, int repetition) {
        for (var primitive : primitives) {
            primitive.run(executionContext, repetition);
        }
    }

    @Override
    public long scratchBytes() {
        return scratchBytes;
    }

    /** Collects arguments. */
    public static final class Builder {
        private final OneDnnScope scope;
        private final int workers;
        private final long descriptor;
        private final List<Argument> arguments = new ArrayList<>();
        private final List<Primitive> before = new ArrayList<>();
        private final List<Primitive> after = new ArrayList<>();
        private int repetitions = 1;
        private long scratchBytes;

        public Builder(OneDnnScope scope, int workers, long descriptor) {
            this.scope = scope;
            this.workers = workers;
            this.descriptor = descriptor;
        }

        /** How often the primitive is run. */
        public Builder repeated(int times) {
            repetitions = times;
            return this;
        }

        /** An argument that has the layout the primitive works with. */
        public Builder argument(int kind, long layout, Buffer buffer) {
            return argument(kind, layout, buffer, 0);
        }

        /** An argument that lies {@code stride} bytes further on each time the primitive is run. */
        public Builder argument(int kind, long layout, Buffer buffer, long stride) {
            arguments.add(new Argument(kind, layout, buffer, stride));
            return this;
        }

        /** An operand with a layout of ours, copied first if the primitive wants another. */
        public Builder operand(int kind, long ours, long wanted, Buffer buffer) {
            if (scope.equal(ours, wanted)) {
                return argument(kind, ours, buffer);
            }
            var copy = scratch(scope.size(wanted));
            before.add(reorder(scope, workers, ours, buffer, wanted, copy));
            return argument(kind, wanted, copy);
        }

        /** A result that shall have a layout of ours, copied at the end if the primitive gives another. */
        public Builder result(int kind, long ours, long given, Buffer buffer) {
            if (scope.equal(ours, given)) {
                return argument(kind, ours, buffer);
            }
            var copy = scratch(scope.size(given));
            after.add(reorder(scope, workers, given, copy, ours, buffer));
            return argument(kind, given, copy);
        }

        public PrimitiveTask build() {
            var scratchpad = scope.query(descriptor, OneDnn.QUERY_SCRATCHPAD);
            if (scope.size(scratchpad) > 0) {
                argument(OneDnn.ARG_SCRATCHPAD, scratchpad, scratch(scope.size(scratchpad)));
            }
            var all = new ArrayList<>(before);
            all.add(new Primitive(scope, descriptor, workers, arguments.toArray(Argument[]::new)));
            all.addAll(after);
            return new PrimitiveTask(all, repetitions, scratchBytes);
        }

        /** A primitive to run before. */
        public Builder first(Primitive primitive) {
            before.add(primitive);
            return this;
        }

        /** Memory for the length of the task. */
        public Buffer scratch(long bytes) {
            var buffer = Buffer.at(Region.SCRATCH, scratchBytes);
            scratchBytes += MemoryPlan.aligned(bytes);
            return buffer;
        }
    }

    /**
     * A change of layout as a task of its own, of blocks that go one behind the other.
     *
     * @param stride bytes from one block to the next where they come from
     */
    public static CpuTask reorderTask(
            OneDnnScope scope, int workers, long from, Buffer source, long stride, long to, Buffer target, int blocks) {
        var primitive = new Primitive(
                scope,
                scope.reorder(from, to, 0),
                workers,
                new Argument(OneDnn.ARG_SRC, from, source, stride),
                new Argument(OneDnn.ARG_DST, to, target, scope.size(to)));
        return new CutTask(List.of(new PrimitiveTask(List.of(primitive), blocks, 0)));
    }

    private static Primitive reorder(OneDnnScope scope, int workers, long from, Buffer source, long to, Buffer target) {
        return new Primitive(
                scope,
                scope.reorder(from, to, 0),
                workers,
                new Argument(OneDnn.ARG_SRC, from, source),
                new Argument(OneDnn.ARG_DST, to, target));
    }
}
