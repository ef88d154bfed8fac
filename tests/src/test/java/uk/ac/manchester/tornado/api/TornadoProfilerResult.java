package uk.ac.manchester.tornado.api;

/** What the profiler has written down. */
public final class TornadoProfilerResult {
    private final String log;

    TornadoProfilerResult(String log) {
        this.log = log;
    }

    public String getProfileLog() {
        return log;
    }
}
