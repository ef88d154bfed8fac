package dev.updraft.engine.cpu.onednn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a file in the jar of native libraries for this platform: on the class path, or on the module path. No module requires that
 * jar, as its name differs from platform to platform, so it may be there without having been resolved.
 */
final class NativeResource {
    private static final String MODULE_PATH = "jdk.module.path";

    private NativeResource() {}

    /**
     * Where the file is; null if it is not there.
     *
     * @param name from the root of the jar
     * @param platform as JavaCPP calls it: {@code linux-x86_64}
     */
    static @Nullable URL find(String name, String platform) {
        var loader = NativeResource.class.getClassLoader();
        var found = loader == null ? null : loader.getResource(name);
        return found != null
                ? found
                : modules("org.bytedeco.dnnl." + platform.replace('-', '.'))
                        .flatMap(module -> in(module, name).stream())
                        .findFirst()
                        .orElse(null);
    }

    /** Those of this name: resolved in the layer of this class or one it stands on, else on the module path. */
    private static Stream<ModuleReference> modules(String name) {
        var layer = Optional.ofNullable(NativeResource.class.getModule().getLayer());
        var resolved =
                layer.flatMap(found -> found.configuration().findModule(name)).map(ResolvedModule::reference);
        return Stream.concat(resolved.stream(), onModulePath(name).stream());
    }

    private static Optional<ModuleReference> onModulePath(String name) {
        var entries = Pattern.compile(java.io.File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty(MODULE_PATH, ""))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toArray(Path[]::new);
        return ModuleFinder.of(entries).find(name);
    }

    private static Optional<URL> in(ModuleReference module, String name) {
        try (var reader = module.open()) {
            return reader.find(name).map(NativeResource::url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
