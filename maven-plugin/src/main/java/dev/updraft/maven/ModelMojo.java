package dev.updraft.maven;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;
import org.jspecify.annotations.Nullable;

/**
 * What the goals have in common: most parameters, and how errors end the build. The goals are compiled for Java 9, so that
 * an older Java than the compiler needs can load them and says what it lacks.
 */
@SuppressWarnings("NullAway.Init") // Maven sets the fields.
public abstract class ModelMojo extends AbstractMojo {

    private static final int OLDEST_JAVA = 25;

    /** Ant patterns of the files in the source directory to compile. */
    @Parameter(property = "updraft.includes", defaultValue = "**/*.model")
    private List<String> includes;

    /** Ant patterns of included files to exclude. They can still be imported. */
    @Parameter(property = "updraft.excludes")
    private @Nullable List<String> excludes;

    /**
     * The package of all generated classes. By default the package of a class follows the folder of its file, relative to
     * the source directory.
     */
    @Parameter(property = "updraft.packageName")
    private @Nullable String packageName;

    /**
     * Values for model parameters: {@code width=64} for every model that has this parameter, or {@code Cifar10.width=64}
     * for one model. Other parameters keep the defaults in their files.
     */
    @Parameter(property = "updraft.parameters")
    private @Nullable List<String> parameters;

    /** Whether to skip this goal. */
    @Parameter(property = "updraft.skip", defaultValue = "false")
    private boolean skip;

    /** Whether warnings fail the build like errors. */
    @Parameter(property = "updraft.failOnWarning", defaultValue = "false")
    private boolean failOnWarning;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    private final BuildContext context;

    public ModelMojo(BuildContext context) {
        this.context = context;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Models are not compiled: updraft.skip is set");
            return;
        }
        try {
            run(compiler());
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted()
                    ? interrupted(e)
                    : new MojoExecutionException("Models cannot be compiled: " + e, e);
        } catch (MojoFailureException e) {
            // What was read last, or was not, may be incomplete.
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            throw e;
        } catch (DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("The project's dependencies are not resolved: " + e.getMessage(), e);
        }
    }

    private static MojoExecutionException interrupted(Exception cause) {
        return new MojoExecutionException("Models are not compiled: the build was interrupted. Run it again", cause);
    }

    private static ModelCompiler compiler() throws MojoFailureException {
        if (Integer.parseInt(System.getProperty("java.specification.version")) < OLDEST_JAVA) {
            throw new MojoFailureException(String.format(
                    Locale.ROOT,
                    "Updraft compiles models with Java %d or later, but Maven runs on Java %s: set JAVA_HOME to a JDK %d",
                    OLDEST_JAVA,
                    System.getProperty("java.version"),
                    OLDEST_JAVA));
        }
        return ServiceLoader.load(ModelCompiler.class, ModelMojo.class.getClassLoader())
                .iterator()
                .next();
    }

    /** What the goal does, unless it is skipped. */
    abstract void run(ModelCompiler compiler)
            throws IOException, DependencyResolutionRequiredException, MojoFailureException;

    List<String> includes() {
        return includes;
    }

    List<String> excludes() {
        return orNone(excludes);
    }

    String packageName() {
        return packageName == null ? "" : packageName.trim();
    }

    List<String> parameters() {
        return orNone(parameters);
    }

    boolean failOnWarning() {
        return failOnWarning;
    }

    MavenProject project() {
        return project;
    }

    MojoExecution execution() {
        return execution;
    }

    BuildContext context() {
        return context;
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
