package dev.updraft.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says of packages. */
class ArchitectureTest {
    private static final String COMPILER = "dev.updraft.compiler";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.updraft");

    /**
     * The packages of the compiler, and what each may depend on, {@code .} being the topmost. A row names packages of the rows
     * above it alone, so that none depends on a later stage. Operations and everything made of them know nothing of
     * layers: {@code lower} alone knows both.
     */
    private static final Map<String, List<String>> COMPILER_LAYERS = layers(
            "stack: ",
            "diagnostics: ",
            "tensor: ",
            "syntax: diagnostics",
            "layers: tensor diagnostics",
            "catalog: layers tensor",
            "check: syntax catalog layers tensor diagnostics",
            "ops: tensor diagnostics",
            "program: ops tensor",
            "lower: program ops layers tensor",
            "passes: program ops tensor",
            "schedule: ops tensor",
            "plan: schedule program ops tensor",
            ".: plan schedule passes lower program ops check layers syntax diagnostics stack",
            "dump: . plan schedule program ops catalog layers syntax tensor diagnostics stack",
            "source: . check diagnostics layers",
            "summary: catalog layers tensor",
            "reference: catalog layers",
            "emit.typed: summary source layers tensor");

    private static Map<String, List<String>> layers(String... rows) {
        var layers = new LinkedHashMap<String, List<String>>();
        for (var row : rows) {
            var colon = row.indexOf(':');
            layers.put(
                    packageName(row.substring(0, colon)),
                    Arrays.stream(row.substring(colon + 1).strip().split(" "))
                            .filter(name -> !name.isEmpty())
                            .map(ArchitectureTest::packageName)
                            .toList());
        }
        return layers;
    }

    private static String packageName(String name) {
        return name.equals(".") ? COMPILER : COMPILER + "." + name;
    }

    @Test
    void noPackagesGoRoundInCircles() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aStageNamesThoseBeforeItAlone() {
        var before = new ArrayList<String>();
        COMPILER_LAYERS.forEach((stage, allowed) -> {
            assertThat(before).as(stage).containsAll(allowed);
            before.add(stage);
        });
    }

    @Test
    void eachStageOfTheCompilerDependsOnEarlierOnesAlone() {
        COMPILER_LAYERS.forEach((stage, allowed) -> {
            var others = COMPILER_LAYERS.keySet().stream()
                    .filter(other -> !other.equals(stage) && !allowed.contains(other))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(stage)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(CLASSES);
        });
    }

    @Test
    void everyPackageOfTheCompilerHasItsPlace() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.equals(COMPILER) || name.startsWith(COMPILER + "."))
                .collect(toSet());

        assertThat(COMPILER_LAYERS.keySet()).containsExactlyInAnyOrderElementsOf(packages);
    }

    /** Each package by itself, the top one too. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
