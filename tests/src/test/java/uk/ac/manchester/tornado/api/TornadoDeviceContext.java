package uk.ac.manchester.tornado.api;

/** What plans on a device have in common: the end of one is taken for the end of all that were compiled before. */
public final class TornadoDeviceContext {
    private boolean reset;

    public boolean wasReset() {
        return reset;
    }

    public void setResetToFalse() {
        reset = false;
    }

    void reset() {
        reset = true;
    }
}
