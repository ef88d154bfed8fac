package dev.updraft.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.updraft.Batching;
import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Predictor;
import dev.updraft.Updraft;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine.Options;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Predictions of random samples: {@code Serving FILE.model BATCH [CALLERS [THREADS [MOST MICROSECONDS]]]}. So many callers, each a
 * thread that calls again when it has been answered, share a predictor; a call has {@code BATCH} samples as an array and takes
 * the predictions into another. With {@code MOST} their calls are put together into batches of so many samples, for which the
 * first waits that long. After a warm-up of three windows, windows as {@link Steps} has them.
 */
public final class Serving {
    private static final int BATCHES = 8;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Serving() {}

    /** @param number of the window */
    private record Window(double others, int number, double callsPerSecond, double bytesPerCall)
            implements TimingWindows.Window {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f (others %.0f %%)", callsPerSecond, others * 100);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        var file = Path.of(arguments[0]);
        var batch = Integer.parseInt(arguments[1]);
        var callers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        var threads = arguments.length > 3
                ? Integer.parseInt(arguments[3])
                : Runtime.getRuntime().availableProcessors();
        var compiled = Updraft.compile(file, Map.of());
        try (var model = compiled.on(Device.cpu(), new Options(threads, 1));
                var predictor = predictor(model, arguments)) {
            var samples = RandomSamples.inputs(compiled.program(), batch, BATCHES);
            var room = batch * predictionSize(compiled);
            predictor.predict(samples[0], new float[room]);
            var first = Machine.sinceStart();
            var run = new Run(predictor, samples, room, callers);
            var windows = run.windows();
            var latencies = run.latencies(windows);
            var calls = TimingWindows.median(windows, Window::callsPerSecond);
            System.out.printf(
                    "RESULT model=%s batch=%d callers=%d threads=%d images/s=%.0f calls/s=%.0f p50=%.1fµs p99=%.1fµs"
                            + " batching=%s bytes/call=%.2f clean=%d firstMs=%d rssMB=%d parameters=%d%n",
                    file.getFileName(),
                    batch,
                    callers,
                    threads,
                    calls * batch,
                    calls,
                    Latencies.quantile(latencies, 0.5) * 1e-3,
                    Latencies.quantile(latencies, 0.99) * 1e-3,
                    arguments.length < 6 ? "none" : arguments[4] + "," + arguments[5] + "µs",
                    TimingWindows.median(windows, Window::bytesPerCall),
                    windows.stream().filter(Window::clean).count(),
                    first,
                    Machine.memory("VmHWM"),
                    RandomSamples.parameters(compiled.program()));
        }
    }

    private static Predictor predictor(Model model, String[] arguments) {
        return arguments.length < 6
                ? model.predictor()
                : model.predictor(Batching.upTo(
                        Integer.parseInt(arguments[4]), Duration.of(Long.parseLong(arguments[5]), ChronoUnit.MICROS)));
    }

    private static int predictionSize(CompiledModel compiled) {
        var prediction =
                Objects.requireNonNull(compiled.program().predict().outputs().get(Program.PREDICTION));
        return Math.toIntExact(prediction.shape().elementsPerSample());
    }

    private static final class Run {
        private final List<Caller> callers;
        private volatile int window;
        private volatile boolean over;

        Run(Predictor predictor, float[][] samples, int room, int callers) {
            this.callers = IntStream.range(0, callers)
                    .mapToObj(number -> new Caller(this, predictor, samples, new float[room], number))
                    .toList();
        }

        List<Window> windows() throws InterruptedException {
            var threads = callers.stream()
                    .map(caller -> Thread.ofPlatform().start(caller))
                    .toList();
            Thread.sleep(3 * TimingWindows.milliseconds());
            // None of them ends before the last window.
            var ids = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !thread.equals(Thread.currentThread()))
                    .mapToLong(Thread::threadId)
                    .toArray();
            var windows = TimingWindows.cleanest(number -> window(number, ids));
            over = true;
            for (var thread : threads) {
                thread.join();
            }
            return windows;
        }

        private Window window(int number, long[] ids) {
            var allocated = allocated(ids);
            var before = Machine.cpuTime();
            var start = System.nanoTime();
            window = number + 1;
            sleep();
            window = 0;
            var seconds = (System.nanoTime() - start) * 1e-9;
            var others = Machine.cpuTime().others(before);
            var bytes = allocated(ids) - allocated;
            var calls = latencies(number).mapToLong(Latencies::calls).sum();
            return new Window(others, number, calls / seconds, bytes / (double) calls);
        }

        private static void sleep() {
            try {
                Thread.sleep(TimingWindows.milliseconds());
            } catch (InterruptedException problem) {
                throw new IllegalStateException(problem);
            }
        }

        private static long allocated(long[] ids) {
            return Arrays.stream(THREADS.getThreadAllocatedBytes(ids)).sum();
        }

        private Stream<Latencies> latencies(int number) {
            return callers.stream().map(caller -> caller.latencies[number + 1]);
        }

        List<Latencies> latencies(List<Window> windows) {
            return windows.stream().flatMap(known -> latencies(known.number)).toList();
        }
    }

    private static final class Caller implements Runnable {
        private final Run run;
        private final Predictor predictor;
        private final float[][] samples;
        private final float[] predictions;
        private final int number;
        /** The first is for calls outside of windows. */
        private final Latencies[] latencies =
                Stream.generate(Latencies::new).limit(TimingWindows.most() + 1).toArray(Latencies[]::new);

        Caller(Run run, Predictor predictor, float[][] samples, float[] predictions, int number) {
            this.run = run;
            this.predictor = predictor;
            this.samples = samples;
            this.predictions = predictions;
            this.number = number;
        }

        @Override
        public void run() {
            for (var call = number; !run.over; call++) {
                var start = System.nanoTime();
                predictor.predict(samples[call % BATCHES], predictions);
                var nanos = System.nanoTime() - start;
                latencies[run.window].add(nanos);
            }
        }
    }
}
