package dev.updraft.cli.commands;

import dev.updraft.Device;
import dev.updraft.cli.options.RunOptions.DeviceConverter;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.ProgressLine;
import dev.updraft.cli.output.Terminal;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Engines;
import dev.updraft.verify.EngineCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = "Check every operation of a small network on each device, then train it and take the time.")
public final class VerifyCommand extends Subcommand {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceConverter.class,
            completionCandidates = DeviceConverter.Names.class,
            description = "Check only this device, which must be available: cpu, gpu, gpu:N or reference.")
    private @Nullable Device device;

    public VerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var wrong = new ArrayList<String>();
        var right = new ArrayList<String>();
        for (var engine : engines()) {
            var problem = engine.unavailable();
            if (problem == null) {
                (check(say, engine) ? right : wrong).add(engine.name());
            } else if (device != null) {
                throw new EngineException("device " + device + " cannot be used: " + problem);
            } else {
                say.item(
                        "%-10s  cannot work here: %s".formatted(engine.name(), problem),
                        "device",
                        Map.of("device", engine.name(), "available", false, "problem", problem));
            }
        }
        if (!wrong.isEmpty()) {
            throw new EngineException(String.join(", ", wrong) + " computes wrong results, so do not train on it: use"
                    + " another device, and check for a driver update");
        }
        if (right.isEmpty()) {
            throw new EngineException("no device works here; `updraft devices` shows the reason for each");
        }
        say.result(String.join(", ", right) + ": right.", Map.of("right", right));
    }

    /** The reference engine is what others are compared with, so by itself it is not checked. */
    private List<Engine> engines() {
        return switch (device) {
            case null -> others();
            case Device.Auto() -> others();
            case Device.Cpu() -> List.of(Engines.of("cpu"));
            case Device.Reference() -> List.of(Engines.of("reference"));
            case Device.Gpu(var index) -> List.of(Engines.of("gpu").device(index));
        };
    }

    private static List<Engine> others() {
        return Engines.all().stream()
                .filter(engine -> !engine.name().equals("reference"))
                .flatMap(engine -> engine.devices().stream())
                .toList();
    }

    private static boolean check(Output say, Engine engine) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("device", engine.name());
        fields.put("description", engine.description());
        fields.put("available", true);
        var wrong = EngineCheck.firstWrongOperation(engine);
        if (wrong != null) {
            fields.put("right", false);
            fields.put("wrong_operation", wrong);
            say.item(
                    String.format(
                            Locale.ROOT,
                            "%-10s  %s%n            computes WRONG: the first operation that differs from the reference's is %s",
                            engine.name(),
                            engine.description(),
                            wrong),
                    "device",
                    fields);
            return false;
        }
        var check = EngineCheck.of(engine);
        fields.put("right", check.right());
        fields.put("difference", check.difference());
        fields.put("first_step_seconds", check.firstStepSeconds());
        fields.put("step_seconds", check.stepSeconds());
        say.item(
                String.format(
                        Locale.ROOT,
                        "%-10s  %s%n            %s, %s after a first of %.1f s",
                        engine.name(),
                        engine.description(),
                        verdict(check),
                        ProgressLine.pace(check.stepSeconds()),
                        check.firstStepSeconds()),
                "device",
                fields);
        return check.right();
    }

    private static String verdict(EngineCheck check) {
        return String.format(
                Locale.ROOT,
                "computes %s: losses differ from the reference's by %.1e at most (allowed: %.0e)",
                check.right() ? "right" : "WRONG",
                check.difference(),
                EngineCheck.TOLERANCE);
    }
}
