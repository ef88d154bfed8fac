package dev.updraft.training;

/**
 * Hears how a training or an evaluation goes, on the thread that runs it. What it throws ends the run. A step may be a
 * fraction of a millisecond: whoever prints chooses which steps to print.
 */
@FunctionalInterface
public interface TrainingListener {
    void on(TrainingEvent event);
}
