package uk.ac.manchester.tornado.api;

/** Work-items along so many axes. */
public final class WorkerGrid1D extends WorkerGrid {
    public WorkerGrid1D(int x) {
        super(x, 1, 1);
    }
}
