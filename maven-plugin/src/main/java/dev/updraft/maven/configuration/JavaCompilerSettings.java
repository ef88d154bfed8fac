package dev.updraft.maven.configuration;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * How a project has its Java compiled, as far as generated classes must fit: by the configuration of maven-compiler-plugin
 * and by the properties that stand in for it.
 *
 * @param project the project
 * @param isTest whether the classes are for its tests
 * @param properties values of properties, the user's first
 */
public record JavaCompilerSettings(
        MavenProject project, boolean isTest, Function<String, @Nullable String> properties) {

    /** The release that generated classes and the runtime are made for. */
    private static final int NEEDED = 25;

    private static final String COMPILER = "org.apache.maven.plugins:maven-compiler-plugin";
    private static final String PREFIX = "maven.compiler.";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(.+)}");
    private static final Pattern RELEASE = Pattern.compile("(?:1\\.)?(\\d{1,3})");

    /**
     * For which Java something is compiled.
     *
     * @param release the number
     * @param words what users find it by
     */
    private record Level(int release, String words) {}

    /** The encoding that classes are read in: one that holds ASCII as UTF-8 does is taken for that. */
    public Charset encoding() {
        var written = compilations().stream()
                .map(configuration -> value(configuration, "encoding"))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> property("encoding"))
                .or(() -> property("project.build.sourceEncoding"));
        try {
            var charset = written.map(Charset::forName).orElse(StandardCharsets.UTF_8);
            var ascii = new byte[0x80];
            for (var i = 0; i < ascii.length; i++) {
                ascii[i] = (byte) i;
            }
            var same = new String(ascii, charset).equals(new String(ascii, StandardCharsets.US_ASCII));
            return same ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return StandardCharsets.UTF_8; // The compiler says so itself.
        }
    }

    /** Refuses a project whose Java is compiled for a release that generated classes cannot be in. */
    public void requireRelease() {
        var highest = compilations().stream()
                .map(this::level)
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(Level::release));
        if (highest.isPresent() && highest.get().release() < NEEDED) {
            throw new ConfigurationException(
                    "Updraft's classes need maven.compiler.release %1$s, found %2$s: write <maven.compiler.release>%1$s</maven.compiler.release> in the project's <properties>, and no other in the configuration of maven-compiler-plugin"
                            .formatted(NEEDED, highest.get().words()));
        }
    }

    /**
     * Configurations of what compiles the classes, null for none. A project may compile some of its files in another way.
     */
    private List<Optional<Xpp3Dom>> compilations() {
        var plugin = project.getPlugin(COMPILER);
        if (plugin == null) {
            return List.of();
        }
        var goal = isTest ? "testCompile" : "compile";
        return plugin.getExecutions().stream()
                .filter(execution -> execution.getGoals().contains(goal) && !"none".equals(execution.getPhase()))
                .map(execution -> configuration(plugin, execution))
                .toList();
    }

    private static Optional<Xpp3Dom> configuration(Plugin plugin, PluginExecution execution) {
        return Stream.of(execution.getConfiguration(), plugin.getConfiguration())
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast)
                .findFirst();
    }

    private Optional<Level> level(Optional<Xpp3Dom> configuration) {
        var release = setting(configuration, "release");
        if (release.isPresent()) {
            return release;
        }
        var both = new ArrayList<Level>();
        setting(configuration, "target").ifPresent(both::add);
        setting(configuration, "source").ifPresent(both::add);
        return both.stream().min(Comparator.comparingInt(Level::release)).or(this::unset);
    }

    /** Up to its third version the plugin compiles for a Java of old; later for the one that it runs on. */
    private Optional<Level> unset() {
        var version = project.getPlugin(COMPILER).getVersion();
        return version != null && version.matches("[23]\\..*")
                ? Optional.of(
                        new Level(0, "none, for which maven-compiler-plugin %s uses an older one".formatted(version)))
                : Optional.empty();
    }

    private Optional<Level> setting(Optional<Xpp3Dom> configuration, String name) {
        var inTests = "test" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return (isTest ? named(configuration, inTests) : Optional.<Level>empty()).or(() -> named(configuration, name));
    }

    private Optional<Level> named(Optional<Xpp3Dom> configuration, String name) {
        return value(configuration, name)
                .flatMap(value -> level(value, ", the <%s> of maven-compiler-plugin".formatted(name)))
                .or(() -> property(PREFIX + name)
                        .flatMap(value -> level(value, name.equals("release") ? "" : ", the " + PREFIX + name)));
    }

    private static Optional<Level> level(String value, String where) {
        var form = RELEASE.matcher(value);
        return form.matches()
                ? Optional.of(new Level(Integer.parseInt(form.group(1)), form.group(1) + where))
                : Optional.empty();
    }

    private Optional<String> value(Optional<Xpp3Dom> configuration, String name) {
        var child = configuration.map(all -> all.getChild(name));
        if (child.isEmpty() || child.get().getValue() == null) {
            return Optional.empty();
        }
        var written = child.get().getValue().strip();
        var reference = REFERENCE.matcher(written);
        return reference.matches()
                ? property(reference.group(1))
                : Optional.of(written).filter(text -> !text.isEmpty());
    }

    private Optional<String> property(String name) {
        return Optional.ofNullable(properties.apply(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
