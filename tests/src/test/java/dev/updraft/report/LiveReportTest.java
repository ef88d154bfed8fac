package dev.updraft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.history.History;
import dev.updraft.report.run.ReportException;
import dev.updraft.training.TrainingEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveReportTest {
    private static final History.Epoch EPOCH = new History.Epoch(1, 0.25, Map.of(), null, Map.of(), 1, 10, 0.01);

    private static String get(LiveReport live, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(live.address()).resolve(path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void thePageShowsWhatTheListenerHeard() throws Exception {
        try (var live = LiveReport.on(0)) {
            assertThat(get(live, "/")).contains("nothing yet", "EventSource");
            live.on(new TrainingEvent.EpochFinished(EPOCH, 2));
            assertThat(get(live, "/content"))
                    .contains("epoch 1 of 2 is complete")
                    .doesNotContain("<script");
        }
    }

    @Test
    void aResumedRunShowsWhatCameBefore() throws Exception {
        try (var live = LiveReport.on(0)) {
            assertThat(get(live, "/content")).contains("nothing yet");
            live.on(new TrainingEvent.RunStarted("Net", "cpu", "data", 100, 0, 2, 6, 10, 10, 0, false, List.of(EPOCH)));
            assertThat(get(live, "/content")).contains("Net").doesNotContain("nothing yet");
        }
    }

    @Test
    void theShareThatIsDoneGrows() throws Exception {
        try (var live = LiveReport.on(0)) {
            assertThat(get(live, "/")).contains("<progress value=\"0.0\"");
            live.on(new TrainingEvent.RunStarted("Net", "cpu", "data", 100, 0, 3, 6, 10, 10, 0, false, List.of()));
            live.on(new TrainingEvent.StepFinished(4, 5, 10, new TrainingEvent.Running() {
                @Override
                public double loss() {
                    return 85292.838;
                }

                @Override
                public Map<String, Double> metrics() {
                    return Map.of();
                }
            }));
            assertThat(get(live, "/content"))
                    .contains("<progress value=\"0.375\"", "epoch 4, step 5 of 10, loss 85,292.8");
            live.on(new TrainingEvent.EpochFinished(EPOCH, 6));
            live.on(new TrainingEvent.RunFinished(new History(List.of(EPOCH), 1, null)));
            assertThat(get(live, "/content")).contains("<progress value=\"1.0\"", "training is complete");
        }
    }

    @Test
    @SuppressWarnings("try") // That it can be closed twice is part of what is tried.
    void aChangeIsAnEventAndTheEndIsOneToo() throws Exception {
        try (var client = HttpClient.newHttpClient();
                var live = LiveReport.on(0)) {
            var request = HttpRequest.newBuilder(URI.create(live.address()).resolve("/events"))
                    .build();
            var lines = client.send(request, BodyHandlers.ofLines()).body().iterator();
            assertThat(lines.next()).isEqualTo("data: 0");
            lines.next();
            live.on(new TrainingEvent.EpochFinished(EPOCH, 1));
            assertThat(lines.next()).isEqualTo("data: 1");
            lines.next();
            live.close();
            assertThat(lines.next()).isEqualTo("event: end");
        }
    }

    @Test
    void aPortThatIsTakenIsSaidSo() {
        try (var live = LiveReport.on(0)) {
            var port = URI.create(live.address()).getPort();
            assertThatThrownBy(() -> LiveReport.on(port))
                    .isInstanceOf(ReportException.class)
                    .hasMessageContaining("port " + port);
        }
    }
}
