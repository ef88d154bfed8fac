package uk.ac.manchester.tornado.api;

/** One backend. */
public final class TornadoRuntime {
    public int getNumBackends() {
        return 1;
    }

    public TornadoBackend getBackend(int index) {
        return new TornadoBackend();
    }
}
