package dev.updraft.tornado;

import java.util.function.Predicate;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.WorkerGrid2D;
import uk.ac.manchester.tornado.api.WorkerGrid3D;

/** What generated classes are: the tasks of one step. */
public interface TornadoProgram {

    /** How many graphs a step is cut into, since TornadoVM takes at most 256 tasks in one. */
    int graphs();

    /**
     * Adds the tasks of one graph, in order, and says with how many work-items each runs.
     *
     * @param index of the graph, from 0
     * @param graph to add to
     * @param arrays what the kernels work on
     * @param grids to add to; tasks are called {@code <name of graph>.<task>}
     * @param wanted is asked for each task by its name, in order, whether to add it
     */
    void add(int index, TaskGraph graph, DeviceArrays arrays, GridScheduler grids, Predicate<String> wanted);

    /** Says with how many work-items a task runs, and in groups of how many. */
    static void grid(GridScheduler grids, TaskGraph graph, String task, int x, int y, int z, int localX, int localY) {
        var grid = z > 1 ? new WorkerGrid3D(x, y, z) : y > 1 ? new WorkerGrid2D(x, y) : new WorkerGrid1D(x);
        grid.setLocalWork(localX, localY, 1);
        grids.addWorkerGrid(graph.getTaskGraphName() + "." + task, grid);
    }
}
