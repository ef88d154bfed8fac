package dev.updraft.training.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;

/** Writes lines of text about each epoch. A log of an earlier run is replaced, any other file is not. */
abstract sealed class EpochLog implements Callback permits CsvLog, JsonLog {
    private final String writer;
    private final String beginning;
    private final LogFile log;

    /**
     * @param writer what the callback is called in {@code .model} files
     * @param beginning how every log of the kind begins
     */
    EpochLog(String writer, String beginning, Path file) {
        this.writer = writer;
        this.beginning = beginning;
        log = new LogFile(writer, file);
    }

    /**
     * What to write of an epoch.
     *
     * @param first whether nothing has been written before
     */
    abstract String lines(History.Epoch epoch, boolean first);

    @Override
    public final String name() {
        return writer + "(" + log.file() + ")";
    }

    @Override
    public final void started(Training training) {
        log.start(beginning.getBytes(UTF_8));
    }

    @Override
    public final void epochFinished(Training training, History.Epoch epoch) {
        log.append(training, lines(epoch, log.isEmpty()).getBytes(UTF_8));
    }

    @Override
    public final void finished(Training training) {
        log.finish(training);
    }

    @Override
    public final void write(DataOutput out) throws IOException {
        log.write(out);
    }

    @Override
    public final void read(DataInput in) throws IOException {
        log.read(in);
    }
}
