package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** One device. */
public final class TornadoBackend {
    public List<TornadoDevice> getAllDevices() {
        return List.of(new TornadoDevice());
    }
}
