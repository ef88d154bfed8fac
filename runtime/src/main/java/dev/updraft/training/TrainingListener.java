package dev.updraft.training;

/**
 * Receives the progress of a training or an evaluation, on the thread that runs it. An exception ends the run. A step can
 * take a fraction of a millisecond, so choose which steps to print.
 */
@FunctionalInterface
public interface TrainingListener {
    void on(TrainingEvent event);
}
