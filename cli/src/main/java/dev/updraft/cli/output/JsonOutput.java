package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.render.JsonRenderer;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.Progress;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes for programs: one JSON object a line, each with an {@code event}, and nothing else. */
public final class JsonOutput implements Output {
    private final Terminal terminal;

    public JsonOutput(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void note(String text) {}

    @Override
    public void item(String text, String event, Map<String, ?> fields) {
        event(event, fields);
        terminal.requireOut();
    }

    @Override
    public void line(String text) {
        terminal.line(text);
    }

    @Override
    public void result(String text, Map<String, ?> fields) {
        event("result", fields);
    }

    @Override
    public void diagnostics(List<Diagnostic> diagnostics) {
        var renderer = new JsonRenderer();
        diagnostics.forEach(diagnostic -> print(renderer.render(diagnostic)));
    }

    @Override
    public void warning(String message) {
        event("warning", Map.of("message", message));
    }

    @Override
    public void error(String message) {
        event("error", Map.of("message", message));
    }

    @Override
    public TrainingListener training() {
        return event -> {
            switch (event) {
                case TrainingEvent.RunStarted run -> event("start", fields(run));
                case TrainingEvent.EpochFinished(var epoch, var _) -> {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("epoch", epoch.number());
                    fields.putAll(epoch.allMetrics());
                    fields.put("seconds", epoch.seconds());
                    fields.put("steps_per_second", epoch.stepsPerSecond());
                    fields.put("learning_rate", epoch.learningRate());
                    event("epoch", fields);
                }
                case TrainingEvent.Checkpoint(var path, var problem) ->
                    event(
                            "checkpoint",
                            problem == null
                                    ? Map.of("path", path.toString())
                                    : Map.of("path", path.toString(), "problem", problem));
                case TrainingEvent.Notice(var text) -> event("notice", Map.of("message", text));
                case TrainingEvent.EpochStarted _,
                        TrainingEvent.StepFinished _,
                        TrainingEvent.EvaluationProgress _,
                        TrainingEvent.RunFinished _ -> {}
            }
        };
    }

    @Override
    public void explained(int done, int all) {}

    @Override
    public Progress reading() {
        return new Progress() {
            @Override
            public void update(String what, long done, long total, Unit unit) {}

            @Override
            public void notice(String text) {
                event("notice", Map.of("message", text));
            }
        };
    }

    private static Map<String, Object> fields(TrainingEvent.RunStarted run) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("model", run.model());
        fields.put("engine", run.engine());
        fields.put("data", run.data());
        fields.put("samples", run.samples());
        fields.put("validation_samples", run.validationSamples());
        fields.put("first_epoch", run.firstEpoch());
        fields.put("last_epoch", run.lastEpoch());
        fields.put("batch_size", run.batchSize());
        fields.put("steps", run.steps());
        fields.put("seed", run.seed());
        return fields;
    }

    private void event(String name, Map<String, ?> fields) {
        var line = new LinkedHashMap<String, Object>();
        line.put("event", name);
        line.putAll(fields);
        print(Json.write(line));
    }

    /** Whatever controls a terminal can only be inside of strings, where JSON has the same escapes as Java. */
    private void print(String object) {
        terminal.out().println(Printable.line(object));
        terminal.out().flush();
    }
}
