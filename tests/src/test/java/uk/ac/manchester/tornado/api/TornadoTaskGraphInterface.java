package uk.ac.manchester.tornado.api;

/** A graph below its plan: what it is to do waits in a queue. */
public interface TornadoTaskGraphInterface {
    /** Puts the graph into the queue. */
    TornadoTaskGraphInterface execute(Object frame);

    /** The graph whose arrays it takes over. */
    void setLastExecutedTaskGraph(TornadoTaskGraphInterface before);

    /** Does all that is in the queue. */
    void waitOn();
}
