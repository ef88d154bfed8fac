package dev.updraft.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.build.BuildContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that is interrupted, as an editor does, says so and leaves the thread interrupted. */
final class InterruptedBuildTest {

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, MojoFailureException;
    }

    @AfterEach
    void goOn() {
        Thread.interrupted();
    }

    private static ModelMojo goal(Work work) {
        var context = (BuildContext) Proxy.newProxyInstance(
                BuildContext.class.getClassLoader(), new Class<?>[] {BuildContext.class}, (_, _, _) -> null);
        return new ModelMojo(context) {
            @Override
            void run(ModelCompiler compiler) throws IOException, MojoFailureException {
                work.run();
            }
        };
    }

    private static Path jar(Path folder) throws IOException {
        var jar = folder.resolve("models.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/updraft/net.model"));
        }
        return jar;
    }

    @Test
    void whatCannotBeReadForThatReasonIsNotBlamed(@TempDir Path folder) throws IOException {
        var jar = jar(folder);
        var goal = goal(() -> {
            Thread.currentThread().interrupt();
            DependencyModels.read(List.of(jar));
        });

        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("Models are not compiled: the build was interrupted. Run it again")
                .hasCauseInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void errorsInWhatWasReadInPartAreNotTheModels() {
        var goal = goal(() -> {
            Thread.currentThread().interrupt();
            throw new MojoFailureException("1 error in 1 model");
        });

        assertThatThrownBy(goal::execute).hasMessageContaining("the build was interrupted");
    }

    @Test
    void withoutAnInterruptErrorsAreTold() {
        assertThatThrownBy(goal(() -> {
                    throw new MojoFailureException("1 error in 1 model");
                })::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("1 error in 1 model");
    }
}
