package dev.updraft.engine.gpu.install;

/** What TornadoVM compiles kernels to. Each has an archive of its own. */
public enum Backend {
    /** OpenCL C, for GPUs of any maker and for processors. */
    OPENCL("opencl"),
    /** CUDA C, for NVIDIA's GPUs. */
    CUDA("cuda");

    private final String text;

    Backend(String text) {
        this.text = text;
    }

    /** As in the names of archives, and as users write it. */
    @Override
    public String toString() {
        return text;
    }
}
