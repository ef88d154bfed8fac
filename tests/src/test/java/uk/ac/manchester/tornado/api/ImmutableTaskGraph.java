package uk.ac.manchester.tornado.api;

import java.util.List;
import java.util.Set;

/** A finished graph. */
public record ImmutableTaskGraph(
        TaskGraph taskGraph,
        String name,
        List<TaskGraph.Task> tasks,
        Set<Object> once,
        Set<Object> always,
        Set<Object> consumed,
        Set<Object> persisted) {}
