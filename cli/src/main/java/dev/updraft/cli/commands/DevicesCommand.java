package dev.updraft.cli.commands;

import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Engines;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "devices", description = "List the devices that models can run on.")
public final class DevicesCommand extends Subcommand {
    public DevicesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var devices = Engines.all().stream()
                .flatMap(engine -> engine.devices().stream())
                .toList();
        for (var device : devices) {
            print(say, device);
        }
        say.result(
                "Choose one with --device; `auto`, the default, picks a working GPU, or else the cpu.",
                Map.of("devices", devices.stream().map(Engine::name).toList()));
    }

    private static void print(Output say, Engine device) {
        var problem = device.unavailable();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("device", device.name());
        fields.put("description", problem == null ? device.description() : null);
        fields.put("available", problem == null);
        fields.put("problem", problem);
        say.item(
                "%-10s  %s"
                        .formatted(
                                device.name(), problem == null ? device.description() : "cannot work here: " + problem),
                "device",
                fields);
    }
}
