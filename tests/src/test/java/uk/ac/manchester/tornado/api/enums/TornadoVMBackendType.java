package uk.ac.manchester.tornado.api.enums;

/** Backends. */
public enum TornadoVMBackendType {
    OPENCL,
    CUDA,
    METAL
}
