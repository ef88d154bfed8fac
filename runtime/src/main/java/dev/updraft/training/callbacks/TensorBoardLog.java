package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.files.FileProblem;
import dev.updraft.history.History;
import dev.updraft.training.Callback;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Writes an event file that TensorBoard shows: {@code epoch/loss}, {@code epoch/val_loss}, {@code epoch/learning_rate}, …
 * by the number of the epoch, and about twice a second {@code step/loss}, … of the epoch so far by that of the step. Every
 * run has its own subfolder, as TensorBoard expects; a resumed run continues its file.
 */
public final class TensorBoardLog implements Callback {
    private static final String FILE = "events.out.tfevents.updraft";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Path folder;
    private final LongSupplier milliseconds;
    private String run = "";
    private LogFile log;

    public TensorBoardLog(Path folder) {
        this(folder, System::currentTimeMillis);
    }

    public TensorBoardLog(CallbackSettings.TensorBoard settings) {
        this(LogFile.path("tensorboard", settings.folder()));
    }

    TensorBoardLog(Path folder, LongSupplier milliseconds) {
        this.folder = folder;
        this.milliseconds = milliseconds;
        log = file();
    }

    private LogFile file() {
        return new LogFile("tensorboard", folder.resolve(run).resolve(FILE));
    }

    @Override
    public String name() {
        return "tensorboard(" + folder + ")";
    }

    @Override
    public void started(Training training) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TrainingException("tensorboard cannot create the folder " + folder + ": " + FileProblem.reason(e)
                    + "; choose another one");
        }
        LogFile.requireWritable("tensorboard", folder.resolve(FILE));
        run = free(training.model().name() + "-" + TIME.format(Instant.ofEpochMilli(milliseconds.getAsLong())));
        log = file();
    }

    private String free(String wanted) {
        var name = wanted;
        for (var number = 2; Files.exists(folder.resolve(name)); number++) {
            name = wanted + "-" + number;
        }
        return name;
    }

    @Override
    public void stepped(Training training) {
        var metrics = new LinkedHashMap<String, Double>();
        metrics.put("step/loss", training.running().loss());
        training.running().metrics().forEach((name, value) -> metrics.put("step/" + name, value));
        metrics.put("step/learning_rate", training.learningRate());
        append(training, training.step(), metrics);
    }

    @Override
    public void epochFinished(Training training, History.Epoch epoch) {
        var metrics = new LinkedHashMap<String, Double>();
        epoch.allMetrics().forEach((name, value) -> metrics.put("epoch/" + name, value));
        metrics.put("epoch/learning_rate", epoch.learningRate());
        append(training, epoch.number(), metrics);
    }

    private void append(Training training, long step, Map<String, Double> metrics) {
        var wallTime = milliseconds.getAsLong() / 1e3;
        if (log.isEmpty()) {
            log.append(training, EventRecord.version(wallTime));
        }
        log.append(training, EventRecord.scalars(wallTime, step, metrics));
    }

    @Override
    public void finished(Training training) {
        log.finish(training);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeUTF(run);
        log.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        var name = in.readUTF();
        if (!name.matches("[A-Za-z0-9_.-]+") || name.startsWith(".")) {
            throw new IOException("invalid name of a run: " + name);
        }
        run = name;
        log = file();
        log.read(in);
    }
}
