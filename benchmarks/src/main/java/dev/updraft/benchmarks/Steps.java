package dev.updraft.benchmarks;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine.Options;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.DeviceDataset;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Samples;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Training steps on random samples: {@code Steps FILE.model BATCH THREADS [ENGINE] [STEPS]}. Where the engine has a device of
 * its own the samples lie there, as they do in training.
 *
 * <p>Without {@code STEPS}: a warm-up of two windows, then windows of a second, or of {@code WINDOW_SECONDS} in the environment, until
 * five are clean (other processes took less than 5 % of the machine) or twelve are over; the median of the five cleanest. With
 * {@code STEPS}: that many steps, with resident memory at ten moments.
 */
public final class Steps {
    private static final int BATCHES = 8;

    /** Bytes that batches of small samples fill, such as rows of a table: with {@value #BATCHES} few of an embedding's rows would be used. */
    private static final long BYTES = 4 << 20;

    /** Where samples are resident: the most batches, and the most bytes of them, that are trained on in one call. */
    private static final int RESIDENT_BATCHES = 256;

    private static final long RESIDENT_BYTES = 64 << 20;

    /** And calls get longer until they take so long, as in training, which looks at a stop and its progress about as often. */
    private static final double CALL_SECONDS = 0.25;

    private Steps() {}

    record Window(double others, double stepsPerSecond) implements TimingWindows.Window {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f (others %.0f %%)", stepsPerSecond, others * 100);
        }
    }

    public static void main(String[] arguments) {
        var file = Path.of(arguments[0]);
        var size = Integer.parseInt(arguments[1]);
        var threads = Integer.parseInt(arguments[2]);
        var engine = arguments.length > 3 ? arguments[3] : "cpu";
        var program = Compiler.lower(Objects.requireNonNull(
                Compiler.check(file, Map.of()).graph(), "the model has errors: see updraft check"));
        try (var arena = Arena.ofConfined();
                var session = Engines.of(engine).open(program, new Options(threads, 1))) {
            var run = new Run(program, session, size, arena);
            run.first();
            var first = Machine.sinceStart();
            System.out.printf("first step %d ms after the start of the JVM%n", first);
            if (arguments.length > 4) {
                memory(run, Integer.parseInt(arguments[4]));
            } else {
                var windows = windows(run);
                System.out.printf(
                        "RESULT engine=%s model=%s batch=%d threads=%d steps/s median=%.2f clean=%d firstMs=%d rssMB=%d"
                                + " parameters=%d%n",
                        engine,
                        file.getFileName(),
                        size,
                        threads,
                        TimingWindows.median(windows, Window::stepsPerSecond),
                        windows.stream().filter(Window::clean).count(),
                        first,
                        Machine.memory("VmHWM"),
                        RandomSamples.parameters(program));
            }
        }
    }

    /** After a warm-up. */
    static List<Window> windows(Run run) {
        var nanos = TimingWindows.milliseconds() * 1_000_000;
        run.window(2 * nanos);
        return TimingWindows.cleanest(_ -> run.window(nanos));
    }

    private static void memory(Run run, int steps) {
        for (var moment = 1; moment <= 10; moment++) {
            while (run.step < (long) steps * moment / 10) {
                run.step();
            }
            System.out.printf("step %d: %d MB resident%n", run.step, Machine.memory("VmRSS"));
        }
    }

    /** A session that is trained on some batches over and over. */
    static final class Run {
        private final Session session;
        private final List<Batch> batches;
        private final StepOutputs outputs;
        private final @Nullable DeviceDataset resident;
        private final int most;
        private int[] order;
        private long step;

        Run(Program program, Session session, int size, Arena arena) {
            this.session = session;
            var one = bytes(RandomSamples.batches(program, size, 1, arena).getFirst());
            batches = RandomSamples.batches(program, size, Math.clamp(BYTES / one, BATCHES, RESIDENT_BATCHES), arena);
            outputs = StepOutputs.allocate(program, size, arena);
            most = Math.clamp(RESIDENT_BYTES / one, BATCHES, RESIDENT_BATCHES);
            resident = session.upload(samples(batches, most));
            order = order(BATCHES);
        }

        private static long bytes(Batch batch) {
            return Stream.concat(batch.inputs().stream(), batch.targets().stream())
                    .mapToLong(MemorySegment::byteSize)
                    .sum();
        }

        private int[] order(int count) {
            return IntStream.range(0, count * batches.getFirst().size()).toArray();
        }

        void first() {
            if (resident == null) {
                step();
            } else {
                train(resident, order(1));
            }
        }

        /** One, or where samples are resident many. */
        void step() {
            if (resident == null) {
                session.train(batches.get((int) (step % batches.size())), step, outputs);
                step++;
            } else {
                var start = System.nanoTime();
                train(resident, order);
                var longer = 2 * order.length / batches.getFirst().size();
                if ((System.nanoTime() - start) * 1e-9 < CALL_SECONDS && longer <= most) {
                    order = order(longer);
                }
            }
        }

        private void train(DeviceDataset samples, int[] order) {
            samples.train(order, batches.getFirst().size(), step, (_, _, _) -> step++);
        }

        Window window(long nanos) {
            var before = Machine.cpuTime();
            var firstStep = step;
            var start = System.nanoTime();
            while (System.nanoTime() - start < nanos) {
                step();
            }
            var seconds = (System.nanoTime() - start) * 1e-9;
            return new Window(Machine.cpuTime().others(before), (step - firstStep) / seconds);
        }
    }

    /** Some batches over and over. */
    private static Samples samples(List<Batch> batches, int count) {
        var batchSize = batches.getFirst().size();
        return new Samples() {
            @Override
            public int size() {
                return count * batchSize;
            }

            @Override
            public void copyInput(int input, int index, MemorySegment into, long offset) {
                copy(batch(index).inputs().get(input), index, into, offset);
            }

            @Override
            public void copyTarget(int target, int index, MemorySegment into, long offset) {
                copy(batch(index).targets().get(target), index, into, offset);
            }

            private Batch batch(int index) {
                return batches.get(index / batchSize % batches.size());
            }

            private void copy(MemorySegment source, int index, MemorySegment into, long offset) {
                var bytes = source.byteSize() / batchSize;
                MemorySegment.copy(source, index % batchSize * bytes, into, offset, bytes);
            }
        };
    }
}
