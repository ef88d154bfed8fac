package dev.updraft.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When checkpoints are due, by a clock that stands still until it is told. */
class CheckpointScheduleTest {
    private long now = 1_000_000_007;

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** After a checkpoint that took 10 ms. */
    private CheckpointSchedule rhythm() {
        var rhythm = new CheckpointSchedule(null, () -> now);
        var begun = now;
        pass(Duration.ofMillis(10));
        rhythm.saved(begun, true);
        return rhythm;
    }

    @Test
    void theBestEpochWaitsForItsShareOfTheTimeAndOthersForASecond() {
        var rhythm = rhythm();
        pass(Duration.ofMillis(499));
        assertThat(rhythm.dueAtEnd(true)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(rhythm.dueAtEnd(true)).isTrue();
        assertThat(rhythm.dueAtEnd(false)).isFalse();
        pass(Duration.ofMillis(500));
        assertThat(rhythm.dueAtEnd(false)).isTrue();
        assertThat(rhythm.due()).isFalse();
        pass(Duration.ofSeconds(29));
        assertThat(rhythm.due()).isTrue();
    }

    @Test
    void whereSavingHasFailedEveryEpochWaitsHalfAMinute() {
        var rhythm = rhythm();
        rhythm.saved(now, false);
        pass(Duration.ofSeconds(29));
        assertThat(rhythm.dueAtEnd(true)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(rhythm.dueAtEnd(true)).isTrue();
    }
}
