package dev.updraft.training.loop;

import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.TrainingEvent;
import java.util.Map;

/** Metrics of a pass so far, computed when somebody asks. */
public record RunningMetrics(MetricAccumulator metricAccumulator) implements TrainingEvent.Running {

    @Override
    public double loss() {
        return metricAccumulator.loss();
    }

    @Override
    public Map<String, Double> metrics() {
        return metricAccumulator.running();
    }
}
