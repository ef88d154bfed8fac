package dev.updraft.report.page;

import dev.updraft.history.History;
import dev.updraft.history.internal.LearningCurves;
import dev.updraft.training.TrainingEvent;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A training that runs.
 *
 * @param run null before it begins
 * @param epochs those that are done
 * @param now what happens at the moment
 * @param share how much of the run is done, from 0 to 1
 */
public record LivePage(TrainingEvent.@Nullable RunStarted run, List<History.Epoch> epochs, String now, double share) {
    private static final String SCRIPT = """

            const main = document.querySelector('main');
            const events = new EventSource('/events');
            events.onmessage = async () => {
              const answer = await fetch('/content');
              if (answer.ok) main.innerHTML = await answer.text();
            };
            events.onerror = () => {
              document.querySelector('[role=status]').textContent = 'the training does not answer: it has ended, or was ended';
            };
            events.addEventListener('end', () => events.close());
            """;

    /** The whole page, which keeps itself up to date. */
    public String html() {
        return PageTemplate.withScript(title(), Html.tag("main", content()), SCRIPT);
    }

    private String title() {
        return (run == null ? "Training" : run.model()) + " · Updraft";
    }

    /** What changes. */
    public Html content() {
        var story = run == null
                ? "Training has not started yet."
                : String.format(
                        Locale.ROOT,
                        "%,d samples of %s, batch size %d, with %s, seed %d.",
                        run.samples(),
                        run.data(),
                        run.batchSize(),
                        run.engine(),
                        run.seed());
        return Html.joined(
                Html.tag(
                        "header",
                        Html.tag("p class=\"over\"", "Updraft · training"),
                        Html.tag("h1", run == null ? "Training" : run.model()),
                        Html.tag("p class=\"quiet\"", story),
                        Html.tag("p class=\"lead\" role=\"status\"", now),
                        Html.tag("progress")
                                .with("value", Double.toString(share))
                                .with("aria-label", "share done")),
                Html.tag(
                        "section",
                        Html.tag(
                                "div class=\"charts\"",
                                LearningCurves.of(epochs).stream()
                                        .map(Pictured::figure)
                                        .toList())));
    }
}
