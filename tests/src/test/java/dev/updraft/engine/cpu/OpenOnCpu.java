package dev.updraft.engine.cpu;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.engine.EngineException;
import java.nio.file.Path;

/** Opens a model on a device, in a process of its own, and prints the engine's name or why there is none. */
public final class OpenOnCpu {
    private OpenOnCpu() {}

    public static void main(String... arguments) {
        var compiled = Updraft.compile(Path.of("../examples/iris/iris.model"));
        try (var model = compiled.on(Device.parse(arguments[0]))) {
            System.out.println("engine " + model.engine());
        } catch (EngineException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
