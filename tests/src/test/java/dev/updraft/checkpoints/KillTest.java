package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final String EPOCHS = "12";
    private static final int LONGEST_MILLIS = 700;

    @TempDir
    private Path folder;

    private final Random random = new Random(KILLS);

    @Test
    void killedAtRandomMomentsItEndsAsIfItNeverWas() throws Exception {
        var expected = result(start(Files.createDirectory(folder.resolve("whole")), 1), "whole");
        var kills = 0;
        for (var run = 0; kills < KILLS; run++) {
            var name = "run-" + run;
            var place = Files.createDirectory(folder.resolve(name));
            var process = start(place, 1 + run % 3);
            while (kills < KILLS && killed(process)) {
                kills++;
                process = start(place, 1 + random.nextInt(3));
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

    private static Process start(Path place, int threads) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingToKill.class.getName(),
                place.toString(),
                Integer.toString(threads),
                SAMPLES,
                EPOCHS));
        return new ProcessBuilder(command).start();
    }
}
