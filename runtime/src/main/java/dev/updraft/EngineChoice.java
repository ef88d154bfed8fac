package dev.updraft;

import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;

/** Which engine stands behind a {@link Device}. Never another one in silence. */
final class EngineChoice {
    private EngineChoice() {}

    static Engine of(Device device) {
        switch (device) {
            case Device.Gpu gpu ->
                throw new EngineException("device " + gpu
                        + ": this version has no engine for graphics processors; take `cpu`, `reference` or `auto`");
            case Device.Auto(), Device.Cpu(), Device.Reference() ->
                throw new UnsupportedOperationException("the engines are not there yet");
        }
    }
}
