package dev.updraft.cli.commands;

import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.compiler.StepMemory;
import dev.updraft.compiler.summary.EncodedColumn;
import dev.updraft.compiler.summary.Summary;
import dev.updraft.compiler.summary.SummaryTable;
import dev.updraft.weights.internal.ModelWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "summary", description = "Print the layers of a model, their shapes, parameters and cost.")
public final class SummaryCommand extends Subcommand {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--weights",
            paramLabel = "FILE.safetensors",
            description = "Weights file written by `updraft train`, to say what was learnt of the columns of a table.")
    private @Nullable Path weights;

    public SummaryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var learnt = LearntColumns.NONE;
        var graph = model.check(say);
        if (weights != null) {
            ModelWeights.requireFit(weights, model.compile(say).program().variables());
            learnt = LearntColumns.of(graph, weights);
        }
        var summary = Summary.of(graph);
        summary.rows().forEach(row -> say.item("", "layer", fields(row)));
        for (var encoding : summary.encodings()) {
            for (var column : encoding.columns()) {
                say.item("", "column", fields(encoding.layer(), column, learnt.of(encoding.layer(), column.name())));
            }
        }
        var totals = new LinkedHashMap<String, Object>();
        totals.put("model", summary.model());
        totals.put("parameters", summary.parameters());
        totals.put("trainable", summary.trainable());
        totals.put("non_trainable", summary.nonTrainable());
        totals.put("flops", summary.flops());
        var trees = summary.trees();
        if (trees != null) {
            totals.put("most_trees", trees.trees());
            totals.put("most_leaves", trees.leaves());
        }
        var grown = trees == null || weights == null ? null : GrownCount.of(graph, weights);
        if (grown != null) {
            totals.put("trees", grown.trees());
            totals.put("leaves", grown.leaves());
        }
        if (summary.windows() != null) {
            totals.put("windows", summary.windows());
        }
        if (summary.threshold() != null) {
            totals.put("threshold", summary.threshold());
        }
        if (summary.precision() != null) {
            totals.put("precision", summary.precision());
        }
        var memory = StepMemory.of(graph);
        if (memory != null) {
            totals.put("step_bytes", memory.bytes());
            totals.put("step_bytes_without_recompute", memory.bytesWithout());
        }
        say.result(
                SummaryTable.render(summary, learnt::of)
                        + (memory == null ? "" : memory.text() + "\n")
                        + (grown == null ? "" : grown.text()),
                totals);
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

    private static Map<String, Object> fields(String layer, EncodedColumn column, String learnt) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("layer", layer);
        fields.put("name", column.name());
        fields.put("kind", column.kind());
        fields.put("becomes", column.becomes());
        fields.put("numbers", column.numbers());
        if (!learnt.isEmpty()) {
            fields.put("learnt", learnt);
        }
        return fields;
    }
}
