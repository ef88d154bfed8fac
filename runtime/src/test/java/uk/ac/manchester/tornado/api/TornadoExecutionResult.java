package uk.ac.manchester.tornado.api;

import java.util.function.Consumer;

/** What an execution left on the device. */
public final class TornadoExecutionResult {
    private final Consumer<Object> transfer;

    TornadoExecutionResult(Consumer<Object> transfer) {
        this.transfer = transfer;
    }

    public TornadoExecutionResult transferToHost(Object... arrays) {
        for (var array : arrays) {
            transfer.accept(array);
        }
        return this;
    }
}
