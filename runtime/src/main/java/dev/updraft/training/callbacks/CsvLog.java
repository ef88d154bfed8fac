package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.history.History;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a CSV file: a header line, {@code epoch,loss,accuracy,val_loss,…,learning_rate,seconds}, then one line per epoch.
 * An earlier log is replaced, any other file is not.
 */
public final class CsvLog extends EpochLog {

    public CsvLog(Path file) {
        super("csv_log", "epoch,loss,", file);
    }

    public CsvLog(CallbackSettings.CsvLog settings) {
        this(LogFile.path("csv_log", settings.file()));
    }

    @Override
    String lines(History.Epoch epoch, boolean first) {
        return (first ? names(epoch) : "") + values(epoch);
    }

    private static String names(History.Epoch epoch) {
        return line(Stream.of(
                        Stream.of("epoch"),
                        epoch.allMetrics().keySet().stream().map(CsvLog::quoted),
                        Stream.of("learning_rate", "seconds"))
                .flatMap(names -> names));
    }

    private static String values(History.Epoch epoch) {
        return line(Stream.of(
                        Stream.of((Object) epoch.number()),
                        epoch.allMetrics().values().stream(),
                        Stream.of(epoch.learningRate(), epoch.seconds()))
                .flatMap(values -> values)
                .map(Object::toString));
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(",")) + "\n";
    }

    /** Names of classes, which are in names of metrics, may hold anything. */
    private static String quoted(String name) {
        return name.matches("[^\",\r\n]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
