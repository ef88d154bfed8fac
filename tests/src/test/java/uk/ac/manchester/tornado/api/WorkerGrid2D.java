package uk.ac.manchester.tornado.api;

/** Work-items along so many axes. */
public final class WorkerGrid2D extends WorkerGrid {
    public WorkerGrid2D(int x, int y) {
        super(x, y, 1);
    }
}
