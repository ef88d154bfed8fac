package dev.updraft.maven.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackageNamesTest {
    private final PackageNames byFolder = new PackageNames("");

    @Test
    void theFolderNamesThePackage() {
        assertThat(byFolder.packageName(Path.of("com", "example", "net.model"))).isEqualTo("com.example");
        assertThat(byFolder.packageName(Path.of("net.model"))).isEmpty();
    }

    @Test
    void aFixedPackageIsThatOfAllFiles() {
        var fixed = new PackageNames("org.example");

        assertThat(fixed.packageName(Path.of("my-models", "net.model"))).isEqualTo("org.example");
        assertThat(fixed.importPath(Path.of("parts", "net.model"))).isEqualTo("org/example/parts/net.model");
    }

    @Test
    void withoutAFixedPackageOthersImportByTheSamePath() {
        assertThat(byFolder.importPath(Path.of("com", "example", "net.model"))).isEqualTo("com/example/net.model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-models", "1st", "com/class", "a.b/c d"})
    void aFolderThatCannotNameAPackageIsRefusedWithWhatToDo(String folder) {
        assertThatThrownBy(() -> byFolder.packageName(Path.of(folder, "net.model")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(folder)
                .hasMessageContaining("rename it, or set packageName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.", "com/example", "int", "com.example.1"})
    void aFixedPackageThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> new PackageNames(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("packageName: `" + name + "`");
    }

    @Test
    void aPackageOfJavaItselfIsRefused() {
        assertThatThrownBy(() -> byFolder.packageName(Path.of("java", "com", "net.model")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("java/com/net.model", "`java.com`", "move the folder `java`");
        assertThatThrownBy(() -> new PackageNames("java.util"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("packageName: `java.util`");
        assertThat(byFolder.packageName(Path.of("javax", "net.model"))).isEqualTo("javax");
    }
}
