package dev.updraft.training.loop;

import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.util.List;
import java.util.Map;

/** Metrics of a pass so far, computed when somebody asks. */
record RunningMetrics(MetricAccumulator metricAccumulator) implements TrainingEvent.Running {

    /** Compares all predictions with the targets; returns {@code metricAccumulator}. */
    static MetricAccumulator of(
            MetricAccumulator metricAccumulator, EpochIterator epochIterator, List<TrainingListener> listeners) {
        var metrics = new RunningMetrics(metricAccumulator);
        epochIterator.run(BatchSource.Work.EVALUATE, (number, batch, outputs, loss) -> {
            metricAccumulator.add(batch, outputs, loss);
            var progress = new TrainingEvent.EvaluationProgress(number, epochIterator.batches(), metrics);
            listeners.forEach(listener -> listener.on(progress));
        });
        return metricAccumulator;
    }

    @Override
    public double loss() {
        return metricAccumulator.loss();
    }

    @Override
    public Map<String, Double> metrics() {
        return metricAccumulator.running();
    }
}
