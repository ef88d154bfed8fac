package dev.updraft.benchmarks;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.OperationTime;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * How far a training step is from what the machine could do: {@code Roofline FILE.model BATCH THREADS}. An operation takes at least
 * its floating-point operations over the speed of a large product, and at least its bytes over the speed of copying as many as
 * {@value #SHARD} samples have of them, so that what fits into a cache is taken to come from there. The bound of the step is the sum.
 * Prints the operations that lose most, measured alone on one thread and divided by the threads, and what share the bound has in
 * the time of a step.
 */
public final class Roofline {
    private static final int SHARD = 16;
    private static final int SHOWN = 12;

    private Roofline() {}

    private record Bound(OperationTime time, double seconds, int threads) {
        String name() {
            return time.layer() + ", " + time.operation();
        }

        double alone() {
            return time.seconds() / threads;
        }

        double lost() {
            return alone() - seconds;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.2f | %.1f | %.1f |",
                    name(),
                    1e3 * alone(),
                    1e3 * seconds,
                    seconds / alone(),
                    time.gigaflopsPerSecond() * threads,
                    time.gigabytesPerSecond() * threads);
        }
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        var file = Path.of(arguments[0]);
        var size = Integer.parseInt(arguments[1]);
        var threads = Integer.parseInt(arguments[2]);
        var engine = Engines.of("cpu");
        var product = IntStream.of(512, 1024, 2048)
                .mapToDouble(n -> 2.0 * n * n * n / Products.secondsPerProduct(n, engine))
                .max()
                .orElseThrow();
        var copies = new CopySpeeds(threads);
        copies.all()
                .forEach(entry -> System.out.printf(
                        Locale.ROOT,
                        "copying %,d bytes a thread: %.1f GB/s%n",
                        entry.getKey(),
                        entry.getValue() * 1e-9));
        var program = Compiler.lower(Objects.requireNonNull(
                Compiler.check(file, Map.of()).graph(), "the model has errors: see updraft check"));
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(threads, 1))) {
            var windows = Steps.windows(new Steps.Run(program, session, size, arena));
            var steps = TimingWindows.median(windows, Steps.Window::stepsPerSecond);
            var shard = new HashMap<String, Long>();
            operations(program, session, Math.min(SHARD, size), arena)
                    .forEach(time -> shard.put(key(time), time.bytes()));
            var bounds = operations(program, session, size, arena).stream()
                    .map(time -> new Bound(
                            time,
                            Math.max(
                                    time.flops() / product,
                                    time.bytes() / copies.of(shard.getOrDefault(key(time), time.bytes()))),
                            threads))
                    .sorted(Comparator.comparingDouble(Bound::lost).reversed())
                    .toList();
            System.out.println("| operation | ms | bound, ms | share | GFLOP/s | GB/s |\n|---|---|---|---|---|---|");
            bounds.stream().limit(SHOWN).forEach(System.out::println);
            var bound = bounds.stream().mapToDouble(Bound::seconds).sum();
            System.out.printf(
                    Locale.ROOT,
                    "RESULT model=%s batch=%d threads=%d steps/s median=%.2f clean=%d boundMs=%.3f share=%.3f"
                            + " product=%.0fGFLOP/s memory=%.1fGB/s firstMs=0 rssMB=%d parameters=%d farthest=%s%n",
                    file.getFileName(),
                    size,
                    threads,
                    steps,
                    windows.stream().filter(Steps.Window::clean).count(),
                    1e3 * bound,
                    bound * steps,
                    product * 1e-9,
                    copies.ofMemory() * 1e-9,
                    Machine.memory("VmHWM"),
                    RandomSamples.parameters(program),
                    bounds.getFirst().name().replace(' ', '\u00a0'));
        }
    }

    private static List<OperationTime> operations(Program program, Session session, int samples, Arena arena) {
        var batch = RandomSamples.batches(program, samples, 1, arena).getFirst();
        return session.profile(batch, true).operations();
    }

    private static String key(OperationTime time) {
        return time.layer() + "\n" + time.operation();
    }
}
