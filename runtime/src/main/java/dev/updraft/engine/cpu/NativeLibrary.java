package dev.updraft.engine.cpu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN's shared library and the OpenMP runtime it was linked with, out of the jar for this platform. JavaCPP unpacks
 * them once into its cache folder; its own bindings are not used, so that no JNI library is loaded.
 *
 * @param oneDnn symbols of oneDNN
 * @param openMp symbols of the OpenMP runtime, where it came with oneDNN
 */
@SuppressWarnings("restricted")
record NativeLibrary(SymbolLookup oneDnn, Optional<SymbolLookup> openMp) {

    private static final List<String> ONE_DNN = List.of("libdnnl.so.3", "libdnnl.3.dylib", "dnnl.dll");
    private static final List<String> OPEN_MP = List.of("libgomp.so.1", "libomp.dylib", "libiomp5.dylib");

    static NativeLibrary load() throws IOException {
        var folder = "org/bytedeco/dnnl/" + Loader.getPlatform() + "/";
        // The runtime first: oneDNN looks for it beside itself.
        var openMp = unpack(folder, OPEN_MP);
        var oneDnn = unpack(folder, ONE_DNN)
                .orElseThrow(() -> new IOException(
                        "no oneDNN library for " + Loader.getPlatform() + " on the class path or the module path"));
        return new NativeLibrary(lookup(oneDnn), openMp.map(NativeLibrary::lookup));
    }

    private static SymbolLookup lookup(Path library) {
        return SymbolLookup.libraryLookup(library, Arena.global());
    }

    private static Optional<Path> unpack(String folder, List<String> names) throws IOException {
        for (var name : names) {
            var resource = NativeResource.find(folder + name, Loader.getPlatform());
            if (resource != null) {
                return Optional.of(Loader.cacheResource(resource).toPath());
            }
        }
        return Optional.empty();
    }
}
