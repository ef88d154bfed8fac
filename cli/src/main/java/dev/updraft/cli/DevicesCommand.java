package dev.updraft.cli;

import dev.updraft.engine.Engine;
import dev.updraft.engine.Engines;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "devices", description = "List what models can run on here.")
final class DevicesCommand extends Subcommand {
    DevicesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var engines = Engines.all();
        for (var engine : engines) {
            print(say, engine);
        }
        say.result(
                "Choose with --device; `auto`, the default, is the first that works.",
                Map.of("devices", engines.stream().map(Engine::name).toList()));
    }

    private static void print(Output say, Engine engine) {
        var problem = engine.unavailable();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("device", engine.name());
        fields.put("description", engine.description());
        fields.put("available", problem == null);
        fields.put("problem", problem);
        say.item(
                "%-10s  %s"
                        .formatted(
                                engine.name(), problem == null ? engine.description() : "cannot work here: " + problem),
                "device",
                fields);
    }
}
