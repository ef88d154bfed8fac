package dev.updraft.tornado;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;

/**
 * Hands graphs of a plan to the device one after the other, without waiting for any. {@link TornadoExecutionPlan#execute} waits for
 * every graph and keeps a result of each for as long as the plan lives; the graphs below it only put their work into the
 * device's queue, which is done in order. TornadoVM's module opens them, but they are no part of its API: where a version has others,
 * there is no queue, and plans are executed as usual, which their user is told.
 */
final class GraphQueue {
    private final List<Object> graphs;
    private final Object frame;
    private final Method execute;
    private final Method takeOver;
    private final Method await;
    private Object last;

    private GraphQueue(List<Object> graphs, Object frame, Method execute, Method takeOver, Method await) {
        this.graphs = graphs;
        this.frame = frame;
        this.execute = execute;
        this.takeOver = takeOver;
        this.await = await;
        last = graphs.getFirst();
    }

    /**
     * Finds what is below a plan.
     *
     * @param graphs of the plan, in its order; the first is run through the plan before any other
     * @throws IllegalStateException if this TornadoVM is otherwise inside
     */
    static GraphQueue of(TornadoExecutionPlan plan, List<ImmutableTaskGraph> graphs) {
        try {
            var frame = opened(TornadoExecutionPlan.class.getDeclaredField("executionFrame"));
            var outer = opened(ImmutableTaskGraph.class.getDeclaredField("taskGraph"));
            var inner = opened(outer.getType().getDeclaredField("taskGraphImpl"));
            var found = new ArrayList<Object>();
            for (var graph : graphs) {
                found.add(Objects.requireNonNull(inner.get(outer.get(graph))));
            }
            var type = inner.getType();
            return new GraphQueue(
                    found,
                    frame.get(plan),
                    type.getMethod("execute", frame.getType()),
                    type.getMethod("setLastExecutedTaskGraph", type),
                    type.getMethod("waitOn"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("this TornadoVM is otherwise inside: " + e, e);
        }
    }

    private static <T extends AccessibleObject> T opened(T member) {
        member.setAccessible(true);
        return member;
    }

    /** The plan has executed a graph. */
    void executed(int graph) {
        last = graphs.get(graph);
    }

    /** Puts a graph that the plan has executed before behind those that are there; it takes over their arrays. */
    void add(int graph) {
        var next = graphs.get(graph);
        call(takeOver, next, last);
        call(execute, next, frame);
        last = next;
    }

    /** Waits until all are done. */
    void await() {
        call(await, last);
    }

    /** A graph as it is below its plan. */
    Object graph(int index) {
        return graphs.get(index);
    }

    /** What TornadoVM's devices know the plan by. */
    Object planId() {
        return invoke(frame, "getExecutionPlanId");
    }

    /** Calls a public method of TornadoVM that is no part of its API. */
    static Object invoke(Object on, String name, Object... arguments) {
        for (var method : on.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                return call(method, on, arguments);
            }
        }
        throw new IllegalStateException(
                "this TornadoVM is otherwise inside: " + on.getClass().getName() + " has no method " + name);
    }

    private static Object call(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }
}
