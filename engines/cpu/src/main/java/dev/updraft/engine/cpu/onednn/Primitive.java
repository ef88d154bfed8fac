package dev.updraft.engine.cpu.onednn;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A oneDNN primitive with its arguments, for any number of workers; each has memory objects of its own. */
public final class Primitive {
    private final OneDnn dnn = OneDnn.get();
    private final long primitive;
    private final int count;
    private final Buffer[] buffers;
    private final long[] strides;
    private final Arguments[] byWorker;

    /**
     * An argument.
     *
     * @param kind {@code ARG_…}
     * @param buffer where it lies
     * @param stride bytes from it to that of the next repetition
     */
    public record Argument(int kind, long layout, Buffer buffer, long stride) {
        public Argument(int kind, long layout, Buffer buffer) {
            this(kind, layout, buffer, 0);
        }
    }

    /** One worker's memory objects, and the addresses they have now. */
    private record Arguments(MemorySegment array, long[] memories, long[] addresses) {}

    public Primitive(OneDnnScope scope, long descriptor, int workers, Argument... arguments) {
        primitive = scope.primitive(descriptor);
        count = arguments.length;
        buffers = Arrays.stream(arguments).map(Argument::buffer).toArray(Buffer[]::new);
        strides = Arrays.stream(arguments).mapToLong(Argument::stride).toArray();
        var kinds = Arrays.stream(arguments).mapToInt(Argument::kind).toArray();
        byWorker = new Arguments[workers];
        for (var worker = 0; worker < workers; worker++) {
            var memories = Arrays.stream(arguments)
                    .mapToLong(argument -> scope.memory(argument.layout))
                    .toArray();
            byWorker[worker] = new Arguments(scope.arguments(kinds, memories), memories, new long[count]);
        }
    }

    void run(ExecutionContext executionContext, int repetition) {
        var arguments = byWorker[executionContext.worker()];
        try {
            for (var i = 0; i < count; i++) {
                var address = buffers[i].address(executionContext) + repetition * strides[i];
                if (arguments.addresses[i] != address) {
                    OneDnn.check((int) dnn.setDataHandle.invokeExact(arguments.memories[i], address), "memory");
                    arguments.addresses[i] = address;
                }
            }
            var array = arguments.array.address();
            OneDnn.check(
                    (int) dnn.execute.invokeExact(primitive, executionContext.stream(), count, array), "to compute");
        } catch (Throwable failure) {
            throw OneDnn.unexpected(failure);
        }
    }
}
