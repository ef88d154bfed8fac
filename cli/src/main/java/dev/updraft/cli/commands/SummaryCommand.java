package dev.updraft.cli.commands;

import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.compiler.summary.Summary;
import dev.updraft.compiler.summary.SummaryTable;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "summary", description = "Print the layers of a model, their shapes, parameters and cost.")
public final class SummaryCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    public SummaryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var summary = Summary.of(model.check(say));
        summary.rows().forEach(row -> say.item("", "layer", fields(row)));
        var totals = new LinkedHashMap<String, Object>();
        totals.put("model", summary.model());
        totals.put("parameters", summary.parameters());
        totals.put("trainable", summary.trainable());
        totals.put("non_trainable", summary.nonTrainable());
        totals.put("flops", summary.flops());
        if (summary.threshold() != null) {
            totals.put("threshold", summary.threshold());
        }
        say.result(SummaryTable.render(summary), totals);
    }

    private static Map<String, Object> fields(Summary.Row row) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", row.name());
        fields.put("kind", row.kind());
        fields.put("shape", row.shape().sample().dims());
        fields.put("inputs", row.inputs());
        fields.put("trainable", row.trainable());
        fields.put("non_trainable", row.nonTrainable());
        fields.put("shared", row.shared());
        fields.put("flops", row.flops());
        return fields;
    }
}
