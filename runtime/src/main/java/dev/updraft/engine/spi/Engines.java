package dev.updraft.engine.spi;

import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines there are, found as services: one is added by naming it in {@code META-INF/services}. */
public final class Engines {
    /** In the order in which they are listed; others follow. */
    private static final List<String> KNOWN = List.of("cpu", "reference", "gpu");

    private Engines() {}

    /** All engines on the class path. */
    public static List<Engine> all() {
        return ServiceLoader.load(Engine.class, Engines.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(Engines::place).thenComparing(Engine::name))
                .toList();
    }

    private static int place(Engine engine) {
        var place = KNOWN.indexOf(engine.name());
        return place < 0 ? KNOWN.size() : place;
    }

    /**
     * The engine of that name. One of Updraft's own that is not on the class path is {@link Engine#unavailable}, and says
     * which artifact is missing.
     *
     * @throws EngineException naming the engines there are, if it is none of them
     */
    public static Engine of(String name) {
        var all = all();
        return all.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    if (KNOWN.contains(name)) {
                        return new MissingEngine(name);
                    }
                    throw new EngineException("there is no engine " + name + "; the engines are "
                            + all.stream().map(Engine::name).collect(Collectors.joining(", ")));
                });
    }
}
