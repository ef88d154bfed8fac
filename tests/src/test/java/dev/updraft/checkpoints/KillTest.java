package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.StreamedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed and resumed, again and again, ends as one that never was. */
class KillTest {
    /** {@code -Dupdraft.kills=200} kills more often. */
    private static final int KILLS = Integer.getInteger("updraft.kills", 10);

    private static final String SAMPLES = "4001";
    private static final int ROWS = 5000;
    private static final String EPOCHS = "12";
    private static final int LONGEST_MILLIS = 700;

    @TempDir
    private Path folder;

    private final Random random = new Random(KILLS);
    private List<String> command = List.of();

    @Test
    void killedAtRandomMomentsItEndsAsIfItNeverWas() throws Exception {
        command = List.of(TrainingToKill.class.getName());
        endsAsIfNeverKilled(SAMPLES);
    }

    @Test
    void soItDoesOnATableThatStreams() throws Exception {
        command = new ArrayList<>(StreamedTable.OPTIONS);
        command.add(StreamToKill.class.getName());
        endsAsIfNeverKilled(
                StreamedTable.write(folder.resolve("orders.csv"), ROWS).toString());
    }

    private void endsAsIfNeverKilled(String data) throws Exception {
        var expected = result(start(Files.createDirectory(folder.resolve("whole")), 1, data), "whole");
        var kills = 0;
        for (var run = 0; kills < KILLS; run++) {
            var name = "run-" + run;
            var place = Files.createDirectory(folder.resolve(name));
            var process = start(place, 1 + run % 3, data);
            while (kills < KILLS && killed(process)) {
                kills++;
                process = start(place, 1 + random.nextInt(3), data);
            }
            assertThat(result(process, name)).as("after %d kills", kills).isEqualTo(expected);
        }
        assertThat(kills).isEqualTo(KILLS);
    }

    /** Whether the process had not come to its end by then: mostly while it trains, at times before. */
    private boolean killed(Process process) throws IOException, InterruptedException {
        if (random.nextInt(8) > 0) {
            process.inputReader().readLine();
        }
        var ended = process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return !ended;
    }

    private String result(Process process, String name) throws IOException, InterruptedException {
        process.inputReader().readAllAsString();
        var problem = process.errorReader().readAllAsString();
        assertThat(process.waitFor()).as(problem).isZero();
        return Files.readString(folder.resolve(name).resolve("result"));
    }

    private Process start(Path place, int threads, String data) throws IOException {
        var all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        all.addAll(command);
        all.addAll(List.of(place.toString(), Integer.toString(threads), data, EPOCHS));
        return new ProcessBuilder(all).start();
    }
}
