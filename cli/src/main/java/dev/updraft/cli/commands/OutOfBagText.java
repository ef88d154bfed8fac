package dev.updraft.cli.commands;

import dev.updraft.cli.output.ProgressLine;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.history.History;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What trees say of samples that they did not see, as the end of a training shows it. */
record OutOfBagText(History.OutOfBag metrics) {

    /**
     * {@code out_of_bag accuracy 0.9467, loss 0.1713}.
     *
     * @param samples how many the training had: those that every tree saw are missing
     */
    String text(long samples) {
        var text = new StringBuilder("out_of_bag");
        metrics.metrics()
                .forEach((name, value) -> text.append(' ')
                        .append(Printable.line(name))
                        .append(' ')
                        .append(ProgressLine.number(value))
                        .append(','));
        text.append(" loss ").append(ProgressLine.number(metrics.loss()));
        if (metrics.samples() < samples) {
            text.append(String.format(Locale.ROOT, ", of %,d of %,d samples", metrics.samples(), samples));
        }
        return text.toString();
    }

    /** By name, the loss first. */
    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("samples", metrics.samples());
        fields.put("loss", metrics.loss());
        fields.putAll(metrics.metrics());
        return fields;
    }
}
