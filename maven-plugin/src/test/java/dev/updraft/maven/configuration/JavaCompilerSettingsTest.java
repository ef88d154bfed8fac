package dev.updraft.maven.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JavaCompilerSettingsTest {
    private final Map<String, String> properties = new HashMap<>();
    private final Plugin compiler = new Plugin();

    private JavaCompilerSettings settings(boolean isTest) {
        compiler.setArtifactId("maven-compiler-plugin");
        if (compiler.getVersion() == null) {
            compiler.setVersion("3.14.1");
        }
        var build = new Build();
        build.addPlugin(compiler);
        var model = new Model();
        model.setBuild(build);
        return new JavaCompilerSettings(new MavenProject(model), isTest, properties::get);
    }

    private void execution(String goal, String phase, String configuration) throws Exception {
        var execution = new PluginExecution();
        execution.setId(goal + compiler.getExecutions().size());
        execution.addGoal(goal);
        execution.setPhase(phase);
        execution.setConfiguration(
                Xpp3DomBuilder.build(new StringReader("<configuration>" + configuration + "</configuration>")));
        compiler.addExecution(execution);
    }

    private static void assertRefused(JavaCompilerSettings settings, String found) {
        assertThatThrownBy(settings::requireRelease)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "Updraft's classes need maven.compiler.release 25, found " + found + ": write ");
    }

    private static void assertAccepted(JavaCompilerSettings settings) {
        assertThatCode(settings::requireRelease).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "release, 17, '17'",
        "release, ' 21 ', '21'",
        "target, 17, '17, the maven.compiler.target'",
        "source, 1.8, '8, the maven.compiler.source'"
    })
    void anOlderReleaseInAPropertyIsRefused(String name, String value, String found) throws Exception {
        execution("compile", "compile", "");
        properties.put("maven.compiler." + name, value);

        assertRefused(settings(false), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"release", "target", "source"})
    void theConfigurationOfTheCompilerComesFirst(String name) throws Exception {
        properties.put("maven.compiler." + name, "25");
        execution("compile", "compile", "<%1$s>17</%1$s>".formatted(name));

        assertRefused(settings(false), "17, the <" + name + "> of maven-compiler-plugin");
    }

    @Test
    void aReleaseMakesSourceAndTargetMeaningless() throws Exception {
        execution("compile", "compile", "<source>17</source><target>17</target>");
        properties.put("maven.compiler.release", "25");
        assertAccepted(settings(false));

        properties.put("maven.compiler.release", "");
        assertRefused(settings(false), "17, the <target> of maven-compiler-plugin");
    }

    @Test
    void theOlderOfSourceAndTargetCounts() throws Exception {
        execution("compile", "compile", "<source>21</source><target>25</target>");

        assertRefused(settings(false), "21, the <source> of maven-compiler-plugin");
    }

    @Test
    void aReferenceToAPropertyIsFollowed() throws Exception {
        execution("compile", "compile", "<release>${java.version}</release>");
        properties.put("java.version", "17");

        assertRefused(settings(false), "17, the <release> of maven-compiler-plugin");
    }

    @Test
    void withoutAnyTheCompilersOwnCounts() throws Exception {
        execution("compile", "compile", "");
        assertRefused(settings(false), "none, for which maven-compiler-plugin 3.14.1 uses an older one");

        compiler.setVersion("4.0.0-beta-3");
        assertAccepted(settings(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "26", "latest"})
    void aNewerReleaseAndWhatOnlyTheCompilerUnderstandsAreLeftToIt(String release) throws Exception {
        execution("compile", "compile", "<release>%s</release>".formatted(release));
        properties.put("maven.compiler.release", "25");

        assertAccepted(settings(false));
    }

    @Test
    void testsMayHaveAReleaseOfTheirOwn() throws Exception {
        execution("compile", "compile", "");
        execution("testCompile", "test-compile", "");
        properties.put("maven.compiler.release", "25");
        properties.put("maven.compiler.testRelease", "17");

        assertAccepted(settings(false));
        assertRefused(settings(true), "17, the maven.compiler.testRelease");

        properties.put("maven.compiler.testRelease", "25");
        properties.put("maven.compiler.release", "17");
        assertRefused(settings(false), "17");
        assertAccepted(settings(true));
    }

    @Test
    void someFilesMayBeCompiledInAnotherWay() throws Exception {
        execution("compile", "none", "<release>8</release>");
        execution("compile", "compile", "<release>9</release>");
        execution("compile", "compile", "<release>25</release>");

        assertAccepted(settings(false));
    }

    @Test
    void whereNoJavaIsCompiledNoReleaseIsNeeded() {
        properties.put("maven.compiler.release", "17");

        assertAccepted(settings(false));
        assertAccepted(new JavaCompilerSettings(new MavenProject(), false, properties::get));
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, UTF-8",
        "US-ASCII, UTF-8",
        "ISO-8859-1, UTF-8",
        "windows-1252, UTF-8",
        "UTF-16, UTF-16",
        "IBM037, IBM037",
        "no-such, UTF-8",
        "'%', UTF-8",
        "'', UTF-8"
    })
    void theEncodingIsThatOfTheProjectUnlessItHoldsAsciiAsUtf8Does(String written, String expected) throws Exception {
        execution("compile", "compile", "");
        properties.put("project.build.sourceEncoding", written);

        assertThat(settings(false).encoding().name()).isEqualTo(expected);
    }

    @Test
    void theCompilersOwnEncodingComesFirst() throws Exception {
        execution("compile", "compile", "<encoding>UTF-16LE</encoding>");
        properties.put("project.build.sourceEncoding", "UTF-8");

        assertThat(settings(false).encoding()).isEqualTo(StandardCharsets.UTF_16LE);
    }
}
