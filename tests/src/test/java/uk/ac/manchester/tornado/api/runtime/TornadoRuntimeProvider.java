package uk.ac.manchester.tornado.api.runtime;

import uk.ac.manchester.tornado.api.Faults;
import uk.ac.manchester.tornado.api.TornadoRuntime;

/** Gives the runtime. */
public final class TornadoRuntimeProvider {
    private TornadoRuntimeProvider() {}

    public static TornadoRuntime getTornadoRuntime() {
        Faults.start();
        return new TornadoRuntime();
    }
}
