package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.TornadoDeviceContext;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * A device that is none: {@code -Ddouble.gpu=true} makes it say that it is a GPU, {@code -Ddouble.cuda=true} or
 * {@code -Ddouble.opencl=true} that it belongs to another backend than Metal, of which nothing special is known.
 */
public final class TornadoDevice {
    private final TornadoDeviceContext context = new TornadoDeviceContext();

    public TornadoDeviceContext getDeviceContext() {
        return context;
    }

    public TornadoDeviceType getDeviceType() {
        return Boolean.getBoolean("double.gpu") ? TornadoDeviceType.GPU : TornadoDeviceType.CPU;
    }

    public TornadoVMBackendType getTornadoVMBackend() {
        if (Boolean.getBoolean("double.opencl")) {
            return TornadoVMBackendType.OPENCL;
        }
        return Boolean.getBoolean("double.cuda") ? TornadoVMBackendType.CUDA : TornadoVMBackendType.METAL;
    }

    public String getPlatformName() {
        return "plain Java";
    }

    public TornadoTargetDevice getPhysicalDevice() {
        return new TornadoTargetDevice();
    }
}
