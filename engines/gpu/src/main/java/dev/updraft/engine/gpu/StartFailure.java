package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.worker.DriverException;
import java.util.regex.Pattern;

/** What a user is told when TornadoVM does not start: what is missing, and what to do. */
final class StartFailure {
    private static final Pattern MISSING = Pattern.compile("(\\S+): cannot open shared object file");

    private StartFailure() {}

    /** In one sentence. */
    static EngineException explained(DriverException e, Sdk sdk) {
        return new EngineException(sentence(String.valueOf(e.getMessage()), sdk), e);
    }

    /**
     * In one sentence.
     *
     * @param words the driver's
     */
    static String sentence(String words, Sdk sdk) {
        if (words.contains("No OpenCL platforms found")) {
            return "no OpenCL driver is installed: install the one of your card's maker, so that `clinfo` lists the card, or"
                    + " PoCL to try things out on the processor (`apt install pocl-opencl-icd`)";
        }
        if (words.contains("No CUDA") || words.contains("Initialization of the CUDA")) {
            return "NVIDIA's driver finds no card: `nvidia-smi` must list it; in a container, start it with --gpus all";
        }
        if (words.contains("UnsupportedClassVersionError")) {
            return "TornadoVM " + sdk.version() + " in " + sdk.home() + " is not built for JDK "
                    + Runtime.version().feature() + ": " + Sdk.ADVICE;
        }
        var missing = MISSING.matcher(words);
        if (missing.find()) {
            return missing(missing.group(1));
        }
        if (words.startsWith("UnsatisfiedLinkError: ")) {
            return "a library of TornadoVM is broken (" + words.substring(words.indexOf(' ') + 1)
                    + "): unpack the SDK again, or run `updraft gpu install`";
        }
        if (words.contains("Library not found")) {
            return "the TornadoVM in " + sdk.home()
                    + " has no native library in its folder lib: unpack the SDK again, or run"
                    + " `updraft gpu install`";
        }
        return "TornadoVM " + sdk.version() + " in " + sdk.home() + " does not start (" + words
                + "): update the driver of the card, or run `updraft gpu install` for the TornadoVM that Updraft is"
                + " tested with";
    }

    private static String missing(String library) {
        if (library.startsWith("libcuda")) {
            return "NVIDIA's driver is missing (" + library + "): install it, so that `nvidia-smi` lists the card; in a"
                    + " container, start it with --gpus all";
        }
        if (library.startsWith("libnvrtc")) {
            return "NVRTC of the CUDA toolkit is missing (" + library
                    + "): install NVIDIA's CUDA toolkit, or run `updraft gpu" + " install --backend opencl`";
        }
        if (library.startsWith("libOpenCL")) {
            return "the loader of OpenCL drivers is missing (" + library
                    + "): install it (`apt install ocl-icd-libopencl1`)"
                    + " and the OpenCL driver of your card's maker, so that `clinfo` lists the card";
        }
        return "a library that TornadoVM needs is missing (" + library + "): install it";
    }
}
