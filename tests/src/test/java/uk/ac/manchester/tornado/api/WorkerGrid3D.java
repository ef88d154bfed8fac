package uk.ac.manchester.tornado.api;

/** Work-items along so many axes. */
public final class WorkerGrid3D extends WorkerGrid {
    public WorkerGrid3D(int x, int y, int z) {
        super(x, y, z);
    }
}
