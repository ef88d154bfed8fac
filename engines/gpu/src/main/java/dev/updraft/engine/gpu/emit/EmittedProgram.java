package dev.updraft.engine.gpu.emit;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One graph of a program as source, with what must be known to run it.
 *
 * @param className simple name of the class; it lies in package {@value #PACKAGE}
 * @param source the whole file; the same graph, capacity and device give the same text
 * @param capacity most samples of one step
 * @param workspaces elements of each of {@link DeviceArray#WORKSPACES} that is needed
 * @param sampleSize elements of a slot of {@link DeviceArray#SAMPLES}
 * @param targetSize elements of a slot of {@link DeviceArray#TARGETS}; 0 for no real target
 * @param labelSize elements of a slot of {@link DeviceArray#LABELS}; 0 for no target of classes
 * @param predictionSizes elements of {@link DeviceArray#PREDICTIONS} for one sample: of each output
 * @param losses elements of {@link DeviceArray#LOSSES} for one step: the loss, and its terms if there are several
 * @param scalars elements of {@link DeviceArray#SCALARS} for one step
 * @param tasks in the order of the step
 */
public record EmittedProgram(
        String className,
        String source,
        int capacity,
        List<Long> workspaces,
        int sampleSize,
        int targetSize,
        int labelSize,
        List<Integer> predictionSizes,
        int losses,
        int scalars,
        List<TaskInfo> tasks) {

    public static final String PACKAGE = "dev.updraft.generated";

    public EmittedProgram {
        workspaces = List.copyOf(workspaces);
        predictionSizes = List.copyOf(predictionSizes);
        tasks = List.copyOf(tasks);
    }

    /** Elements of all workspaces. */
    public long workspace() {
        return workspaces.stream().mapToLong(Long::longValue).sum();
    }

    /** Whether steps see targets. */
    public boolean learns() {
        return targetSize + labelSize > 0;
    }

    /** Elements of {@link DeviceArray#PREDICTIONS} for one sample. */
    public int predictionSize() {
        return predictionSizes.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * What a task was made of, for messages and times.
     *
     * @param name of the task, as TornadoVM knows it
     * @param works what it does, one or several at once
     */
    public record TaskInfo(String name, List<Work> works) {
        public TaskInfo {
            works = List.copyOf(works);
        }
    }

    /**
     * What is done for one operation.
     *
     * @param layer the layer it was made for, or {@code loss}, {@code optimizer}
     * @param operation in words
     * @param kind what sort of work it is, {@code convolution}; {@value #DATA} where it brings or takes away data of the
     *     step
     * @param span the location in the file; null where no file does
     */
    public record Work(
            String layer,
            String operation,
            String kind,
            @Nullable Span span) {
        /** The kind of work that belongs to no layer. */
        public static final String DATA = "samples in, results out";

        /** The operation, the layer and the place in the file. */
        @Override
        public String toString() {
            return operation + " of " + layer + (span == null ? "" : " at " + span.location());
        }
    }
}
