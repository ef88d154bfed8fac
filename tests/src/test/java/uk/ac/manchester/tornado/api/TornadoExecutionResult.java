package uk.ac.manchester.tornado.api;

import java.util.function.Consumer;

/** What an execution left on the device. */
public final class TornadoExecutionResult {
    private final Consumer<Object> transfer;
    private final String log;

    TornadoExecutionResult(Consumer<Object> transfer, String log) {
        this.transfer = transfer;
        this.log = log;
    }

    public TornadoProfilerResult getProfilerResult() {
        return new TornadoProfilerResult(log);
    }

    public TornadoExecutionResult transferToHost(Object... arrays) {
        for (var array : arrays) {
            transfer.accept(array);
        }
        return this;
    }
}
