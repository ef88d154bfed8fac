package dev.updraft.engine;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines there are, found as services: one is added by naming it in {@code META-INF/services}. */
public final class Engines {
    private Engines() {}

    /** All of them, in the order that the service file names them. */
    public static List<Engine> all() {
        return ServiceLoader.load(Engine.class, Engines.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * The engine of that name.
     *
     * @throws EngineException naming the engines there are, if it is none of them
     */
    public static Engine of(String name) {
        var all = all();
        return all.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EngineException("there is no engine " + name + "; there are "
                        + all.stream().map(Engine::name).collect(Collectors.joining(", "))));
    }
}
