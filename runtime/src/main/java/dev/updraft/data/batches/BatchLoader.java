package dev.updraft.data.batches;

import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.engine.spi.Batch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Prepares batches on a thread of its own while the step before them runs. A few buffers go round and nothing else is
 * allocated on the way.
 *
 * <pre>{@code
 * try (var loader = new BatchLoader(data, 32)) {
 *     for (var epoch = 0; epoch < epochs; epoch++) {
 *         loader.start(Shuffle.order(data.size(), seed, epoch));
 *         for (var batch = loader.next(); batch != null; batch = loader.next()) {
 *             session.train(batch, step++, predictions);
 *         }
 *     }
 * }
 * }</pre>
 *
 * One thread at a time calls {@link #start}, {@link #next} and {@link #close}.
 */
public final class BatchLoader implements AutoCloseable {

    /** One in use, one ready, one being filled. */
    private static final int BUFFERS = 3;

    /** Whole cache lines, and the widest vectors. */
    private static final int ALIGNMENT = 64;

    private final Dataset dataset;
    private final int batchSize;
    private final Arena arena = Arena.ofShared();
    private final BlockingQueue<Epoch> epochs = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Buffer> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Prepared> ready = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final Thread thread;

    private int remaining;
    private @Nullable Buffer lent;

    /**
     * @param batchSize samples a batch, at least 1; the last batch of an epoch is shorter if they do not divide evenly
     * @throws DataException if there is not enough memory for the buffers
     */
    public BatchLoader(Dataset dataset, int batchSize) {
        if (batchSize < 1) {
            throw new DataException("a batch size of " + batchSize + " is too small: it must be at least 1");
        }
        CheckedTarget.requireSamples(dataset);
        this.dataset = dataset;
        this.batchSize = Math.min(batchSize, dataset.size());
        try {
            for (var i = 0; i < BUFFERS; i++) {
                free.add(Buffer.allocate(arena, dataset, this.batchSize));
            }
        } catch (OutOfMemoryError e) {
            arena.close();
            throw tooLarge(this.batchSize, e);
        }
        thread = Thread.ofPlatform().daemon().name("updraft-batches").start(this::prepare);
    }

    /**
     * A single batch, without a thread.
     *
     * @param samples their indices, in the order of the batch
     * @param arena where its memory is
     * @throws DataException if there is not enough, or a sample cannot be read
     */
    public static Batch load(Dataset dataset, int[] samples, Arena arena) {
        try {
            var buffer = Buffer.allocate(arena, dataset, samples.length);
            buffer.fill(dataset, samples, 0, samples.length);
            return buffer.batch(0, samples.length);
        } catch (OutOfMemoryError e) {
            throw tooLarge(samples.length, e);
        }
    }

    private static DataException tooLarge(int batchSize, OutOfMemoryError e) {
        return new DataException("not enough memory for batches of " + batchSize + " samples: use smaller ones", e);
    }

    /** How many batches one pass over {@code samples} samples takes. */
    public static int batches(int samples, int batchSize) {
        return Math.ceilDiv(samples, batchSize);
    }

    /** Begins an epoch that visits samples in this order; the one before must be used up. */
    public void start(int[] order) {
        start(order, 0);
    }

    /**
     * Begins an epoch in its midst, to resume it.
     *
     * @param order indices of samples; not changed from now on
     * @param firstBatch how many batches of it are done already
     */
    public void start(int[] order, int firstBatch) {
        if (remaining > 0) {
            throw new IllegalStateException(remaining + " batches of the last epoch are still to be taken");
        }
        remaining = Math.max(0, batches(order.length, batchSize) - firstBatch);
        if (remaining > 0) {
            epochs.add(new Epoch(order, firstBatch));
        }
    }

    /**
     * The next batch of the epoch, or null at its end. The caller may read it until the next call of {@code next} or {@link
     * #close}.
     *
     * @throws DataException what went wrong in preparing it
     */
    public @Nullable Batch next() {
        if (lent != null) {
            free.add(lent);
            lent = null;
        }
        if (remaining == 0) {
            return null;
        }
        try {
            return switch (ready.take()) {
                case Filled(var buffer, var row, var size) -> {
                    lent = buffer;
                    remaining--;
                    yield buffer.batch(row, size);
                }
                case Failed failed -> {
                    // The thread has ended, so whoever asks again must find the same answer.
                    ready.add(failed);
                    throw failed.exception(dataset);
                }
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for data");
        }
    }

    /** Ends the thread and frees the buffers: batches got from here may no longer be touched. */
    @Override
    public void close() {
        thread.interrupt();
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private void prepare() {
        try {
            while (true) {
                var epoch = epochs.take();
                for (var first = (long) epoch.firstBatch * batchSize; first < epoch.order.length; first += batchSize) {
                    var buffer = free.take();
                    var size = (int) Math.min(batchSize, epoch.order.length - first);
                    buffer.fill(dataset, epoch.order, (int) first, size);
                    ready.put(new Filled(buffer, first, size));
                }
            }
        } catch (InterruptedException _) {
            // Closed: nobody wants more.
        } catch (RuntimeException | Error e) {
            ready.add(new Failed(e));
        }
    }

    private static final class Epoch {
        private final int[] order;
        private final int firstBatch;

        Epoch(int[] order, int firstBatch) {
            this.order = order;
            this.firstBatch = firstBatch;
        }
    }

    private sealed interface Prepared {}

    private record Filled(Buffer buffer, long row, int size) implements Prepared {}

    private record Failed(Throwable cause) implements Prepared {
        RuntimeException exception(Dataset dataset) {
            return cause instanceof RuntimeException exception
                    ? exception
                    : new DataException(dataset.description() + " could not be read: " + cause, cause);
        }
    }

    /** Room for one batch. */
    private static final class Buffer {
        private final List<Dataset.Target> types;
        private final List<MemorySegment> inputs;
        private final List<MemorySegment> targets;
        private final int batchSize;

        private Buffer(
                List<Dataset.Target> types, List<MemorySegment> inputs, List<MemorySegment> targets, int batchSize) {
            this.types = types;
            this.inputs = inputs;
            this.targets = targets;
            this.batchSize = batchSize;
        }

        static Buffer allocate(Arena arena, Dataset dataset, int batchSize) {
            var types = dataset.targets();
            return new Buffer(
                    types,
                    dataset.inputs().stream()
                            .map(input -> arena.allocate(
                                    input.shape().elementsPerSample() * Float.BYTES * batchSize, ALIGNMENT))
                            .toList(),
                    types.stream()
                            .map(type -> arena.allocate((long) type.bytes() * batchSize, ALIGNMENT))
                            .toList(),
                    batchSize);
        }

        void fill(Dataset dataset, int[] order, int first, int size) {
            for (var input = 0; input < inputs.size(); input++) {
                var segment = inputs.get(input);
                var bytes = segment.byteSize() / batchSize;
                for (var i = 0; i < size; i++) {
                    dataset.copyInput(input, order[first + i], segment, i * bytes);
                }
            }
            for (var target = 0; target < targets.size(); target++) {
                var type = types.get(target);
                for (var i = 0; i < size; i++) {
                    CheckedTarget.copy(
                            dataset, target, type, order[first + i], targets.get(target), (long) i * type.bytes());
                }
            }
        }

        Batch batch(long row, int size) {
            return new Batch(size, row, inputs, targets);
        }
    }
}
