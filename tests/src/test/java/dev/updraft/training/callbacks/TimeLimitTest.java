package dev.updraft.training.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.layers.CallbackSettings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private static final CallbackSettings.TimeLimit HOUR_AND_A_HALF =
            new CallbackSettings.TimeLimit(Duration.ofMinutes(90));

    private long minutes;

    private TimeLimit limit() {
        return new TimeLimit(HOUR_AND_A_HALF, () -> Duration.ofMinutes(minutes).toNanos());
    }

    @Test
    void stopsWhenTheTimeIsUp() {
        var training = new ScriptedTraining();
        var limit = limit();
        limit.started(training);
        minutes = 89;
        limit.stepped(training);
        assertThat(training.history().stopped()).isNull();
        minutes = 90;
        limit.stepped(training);
        assertThat(training.history().stopped()).isEqualTo("the time limit of 1h30m is reached");
    }

    @Test
    void countsOnAfterAPause() throws IOException {
        var training = new ScriptedTraining();
        var first = limit();
        first.started(training);
        minutes = 60;
        var bytes = new java.io.ByteArrayOutputStream();
        first.write(new java.io.DataOutputStream(bytes));
        minutes = 1000;
        var second = limit();
        second.started(training);
        second.read(new java.io.DataInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())));
        minutes = 1029;
        second.stepped(training);
        assertThat(training.history().stopped()).isNull();
        minutes = 1030;
        second.stepped(training);
        assertThat(training.history().stopped()).isNotNull();
    }
}
