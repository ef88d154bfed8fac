package uk.ac.manchester.tornado.api;

import java.util.HashMap;
import java.util.Map;

/** The grid of each task. */
public final class GridScheduler {
    private final Map<String, WorkerGrid> grids = new HashMap<>();

    public void addWorkerGrid(String task, WorkerGrid grid) {
        if (grids.put(task, grid) != null) {
            throw new IllegalArgumentException("two tasks are called " + task);
        }
    }

    WorkerGrid grid(String task) {
        var grid = grids.get(task);
        if (grid == null) {
            throw new IllegalArgumentException("task " + task + " has no grid");
        }
        return grid;
    }
}
