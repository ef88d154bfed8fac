package dev.updraft.training;

import dev.updraft.metrics.Scorer;
import java.util.List;
import java.util.Map;

/** Figures of a pass so far, computed when somebody asks. */
record Scoring(Scorer scorer) implements TrainingEvent.Running {

    /** Compares all predictions with the targets; returns {@code scorer}. */
    static Scorer of(Scorer scorer, Pass pass, List<TrainingListener> listeners) {
        var figures = new Scoring(scorer);
        pass.run(Feed.Work.EVALUATE, (number, batch, predictions, loss) -> {
            scorer.add(batch, predictions, loss);
            var progress = new TrainingEvent.EvaluationProgress(number, pass.batches(), figures);
            listeners.forEach(listener -> listener.on(progress));
        });
        return scorer;
    }

    @Override
    public double loss() {
        return scorer.loss();
    }

    @Override
    public Map<String, Double> metrics() {
        return scorer.running();
    }
}
