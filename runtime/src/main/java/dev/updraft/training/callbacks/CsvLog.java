package dev.updraft.training.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a CSV file: a line of names, {@code epoch,loss,accuracy,val_loss,…,learning_rate,seconds}, then one an epoch. A log
 * of an earlier run is replaced, any other file is not.
 */
public final class CsvLog implements Callback {
    private static final String BEGINNING = "epoch,loss,";

    private final LogFile log;

    public CsvLog(Path file) {
        log = new LogFile("csv_log", file);
    }

    public CsvLog(CallbackSettings.CsvLog settings) {
        this(Path.of(settings.file()));
    }

    @Override
    public String name() {
        return "csv_log(" + log.file() + ")";
    }

    @Override
    public void started(Training training) {
        log.start(BEGINNING.getBytes(UTF_8));
    }

    @Override
    public void epochFinished(Training training, History.Epoch epoch) {
        if (log.isEmpty()) {
            append(
                    training,
                    Stream.of(
                                    Stream.of("epoch"),
                                    epoch.figures().keySet().stream().map(CsvLog::quoted),
                                    Stream.of("learning_rate", "seconds"))
                            .flatMap(names -> names));
        }
        append(
                training,
                Stream.of(
                                Stream.of((Object) epoch.number()),
                                epoch.figures().values().stream(),
                                Stream.of(epoch.learningRate(), epoch.seconds()))
                        .flatMap(values -> values)
                        .map(Object::toString));
    }

    private void append(Training training, Stream<String> cells) {
        log.append(training, (cells.collect(Collectors.joining(",")) + "\n").getBytes(UTF_8));
    }

    /** Names of classes, which are in names of figures, may hold anything. */
    private static String quoted(String name) {
        return name.matches("[^\",\r\n]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void finished(Training training) {
        log.finish(training);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        log.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        log.read(in);
    }
}
