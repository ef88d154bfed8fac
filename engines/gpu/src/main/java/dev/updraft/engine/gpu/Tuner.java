package dev.updraft.engine.gpu;

import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.TuningRun;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import dev.updraft.engine.gpu.emit.tiling.TuningCandidates;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.gpu.worker.DriverException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Finds by trial the fastest tilings for the products of a plan, those not known from before. */
final class Tuner implements Tilings {
    /** For one plan. */
    static final Duration BUDGET = Duration.ofSeconds(20);

    /** The environment variable that is {@code off} where nothing is to be tried. */
    private static final String SWITCH = "UPDRAFT_TUNING";

    /** Of one product. */
    private static final int MOST_TRIALS = 6;

    /** Sessions that try at the same time would measure each other. */
    private static final Object TURN = new Object();

    private final TuningRunner bench;
    private final DeviceTraits traits;
    private final TuningCache cache;
    private final Duration budget;
    private final Consumer<String> notice;
    private final Map<String, Tiling> known = new HashMap<>();
    private final Map<GemmShape, Tiling> chosen = new HashMap<>();
    private final Set<GemmShape> failed = new HashSet<>();

    /**
     * Knows what the cache knows.
     *
     * @param budget so long trials for one plan may take
     * @param notice hears in a line that something is tried
     */
    Tuner(TuningRunner bench, TuningCache cache, Duration budget, Consumer<String> notice) {
        this.bench = bench;
        traits = DevicePlans.traits(bench.device());
        this.cache = cache;
        this.budget = budget;
        this.notice = notice;
        known.putAll(cache.read());
    }

    /** Whether the user lets tile sizes be tried, and what was found be used. */
    static boolean wanted(Map<String, String> environment) {
        return !"off".equalsIgnoreCase(environment.getOrDefault(SWITCH, "").strip());
    }

    @Override
    public Tiling of(GemmShape product) {
        return chosen.computeIfAbsent(product, _ -> {
            var all = TuningCandidates.interchangeable(product, traits);
            var best = known.get(TuningCache.name(product));
            return best != null && all.contains(best) ? best : all.getFirst();
        });
    }

    @Override
    public boolean improve(Program program, Purpose purpose, ExecutablePlan plan) {
        synchronized (TURN) {
            var before = Map.copyOf(known);
            // Another session may have been faster.
            learn(cache.read());
            var tuningRun = TornadoEmitter.trials("Model", program, purpose, plan, traits, this::candidates);
            if (!tuningRun.trials().isEmpty()) {
                run(program, tuningRun, plan.target().batchSize());
            }
            return !known.equals(before);
        }
    }

    private void learn(Map<String, Tiling> found) {
        known.putAll(found);
        chosen.clear();
    }

    /** What is to be tried for a product; nothing if that is known, or there is no choice. */
    private List<Tiling> candidates(GemmShape product) {
        var best = known.get(TuningCache.name(product));
        if (failed.contains(product) || (best != null && best.equals(of(product)))) {
            return List.of();
        }
        var all = TuningCandidates.of(product, traits, MOST_TRIALS);
        return all.size() > 1 ? all : List.of();
    }

    private void run(Program program, TuningRun tuningRun, int capacity) {
        notice.accept(String.format(
                Locale.ROOT,
                "Tuning tile sizes for %d products on %s, at most %d s; the results are cached (%s=off disables tuning)",
                tuningRun.trials().stream()
                        .map(TuningRun.Trial::product)
                        .distinct()
                        .count(),
                bench.device().name(),
                budget.toSeconds(),
                SWITCH));
        try {
            var found = fastest(tuningRun.trials(), bench.times(program, tuningRun, capacity, budget));
            if (!found.isEmpty()) {
                learn(found);
                cache.add(found);
            }
        } catch (DriverException | EngineException e) {
            tuningRun.trials().forEach(trial -> failed.add(trial.product()));
            var reason = Objects.requireNonNullElse(e.getMessage(), "").lines().findFirst();
            notice.accept("Tuning failed, so estimated tile sizes are used: " + reason.orElse("no reason given"));
        } catch (IOException e) {
            notice.accept("The tuning results cannot be stored: " + e + "; set UPDRAFT_CACHE to a writable folder");
        }
    }

    /** The fastest tiling of each product of which all were reached in time. */
    private Map<String, Tiling> fastest(List<TuningRun.Trial> trials, long[] times) {
        var fastest = new LinkedHashMap<String, Tiling>();
        for (var from = 0; from < trials.size(); ) {
            var product = trials.get(from).product();
            var best = from;
            var next = from;
            for (; next < trials.size() && trials.get(next).product().equals(product); next++) {
                if (next < times.length && times[next] < times[best]) {
                    best = next;
                }
            }
            if (next <= times.length && times[best] == Driver.FAILED) {
                failed.add(product);
            } else if (next <= times.length) {
                fastest.put(TuningCache.name(product), trials.get(best).tiling());
            }
            from = next;
        }
        return fastest;
    }
}
