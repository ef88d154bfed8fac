package dev.updraft.engine.cpu.onednn;

import dev.updraft.files.FileProblem;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN's shared library and the OpenMP runtime it was linked with, out of the jar for this platform. JavaCPP unpacks them
 * once into its cache folder; its own bindings are not used, so that no JNI library is loaded.
 *
 * @param oneDnn symbols of oneDNN
 * @param openMp symbols of the OpenMP runtime, where it came with oneDNN
 */
@SuppressWarnings("restricted")
record NativeLibrary(SymbolLookup oneDnn, Optional<SymbolLookup> openMp) {

    private static final List<String> ONE_DNN = List.of("libdnnl.so.3", "libdnnl.3.dylib", "dnnl.dll");
    private static final List<String> OPEN_MP = List.of("libgomp.so.1", "libomp.dylib", "libiomp5.dylib");

    private static final String FOLDER_PROPERTY = "org.bytedeco.javacpp.cachedir";

    /** What to put into the folder, so that the words about it say how large it must be. */
    private static final long MEGABYTES = 100;

    static NativeLibrary load() throws IOException {
        var passing = System.getProperty(FOLDER_PROPERTY) == null && !hasHome();
        if (!passing) {
            return unpacked();
        }
        // Where there is no home, as for a user that the system does not know, JavaCPP would take a folder `?` of the
        // current one. What is loaded stays loaded when its file is gone.
        var folder = Files.createTempDirectory("updraft-natives-");
        System.setProperty(FOLDER_PROPERTY, folder.toString());
        try {
            return unpacked();
        } finally {
            delete(folder);
        }
    }

    private static boolean hasHome() {
        return Path.of(System.getProperty("user.home", "")).isAbsolute();
    }

    /** When the process ends, as some systems delete no library that is in use; the last that was named goes first. */
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted().map(Path::toFile).forEach(File::deleteOnExit);
        } catch (IOException _) {
            // A folder of temporary files; the system tidies it.
        }
    }

    private static NativeLibrary unpacked() throws IOException {
        var folder = "org/bytedeco/dnnl/" + Loader.getPlatform() + "/";
        // The runtime first: oneDNN looks for it beside itself.
        var openMp = unpack(folder, OPEN_MP);
        var oneDnn = unpack(folder, ONE_DNN)
                .orElseThrow(() -> new IOException(
                        "no oneDNN library for " + Loader.getPlatform() + " on the class path or the module path"));
        return new NativeLibrary(lookup(oneDnn), openMp.map(NativeLibrary::lookup));
    }

    /** Why the library cannot be loaded, in words: in which folder, and how to choose another. */
    static String problem(Throwable failure) {
        return "oneDNN's native library cannot be loaded (" + reason(failure) + "). It is unpacked into " + folder()
                + ", which must be writable, have " + MEGABYTES
                + " MB of free space and be on a file system that allows executables (not mounted noexec); choose"
                + " another folder"
                + " with the Java option -D" + FOLDER_PROPERTY + "=DIR, for the command JAVA_TOOL_OPTIONS=-D"
                + FOLDER_PROPERTY + "=DIR";
    }

    private static String reason(Throwable failure) {
        return failure instanceof IOException io
                ? FileProblem.reason(io)
                : Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    private static String folder() {
        try {
            return Loader.getCacheDir().toString();
        } catch (IOException | RuntimeException | LinkageError _) {
            return System.getProperty(FOLDER_PROPERTY, System.getProperty("user.home") + "/.javacpp/cache");
        }
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
