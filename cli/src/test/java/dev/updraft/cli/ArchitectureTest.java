package dev.updraft.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What CONTRIBUTING.md says of packages. */
class ArchitectureTest {
    private static final String ROOT = "dev.updraft";
    private static final String COMPILER = ROOT + ".compiler";
    /** What only those inside see: in layers these packages count as the one above them, and both may name each other. */
    private static final Pattern INSIDE = Pattern.compile("\\.(internal(\\..*)?|spi)$");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /**
     * The packages of the compiler, and what each may depend on, {@code .} being the topmost. A row names packages of the rows
     * above it alone, so that none depends on a later stage. Operations and everything made of them know nothing of
     * layers: {@code lower} alone knows both.
     */
    private static final Map<String, List<String>> COMPILER_LAYERS = layers(
            COMPILER,
            "stack: ",
            "diagnostics: ",
            "diagnostics.render: diagnostics",
            "tensor: ",
            "syntax: diagnostics",
            "columns: tensor diagnostics",
            "layers: columns tensor diagnostics",
            "catalog: layers columns tensor",
            "check.evaluation: syntax catalog layers columns tensor diagnostics",
            "check.training: check.evaluation syntax catalog layers columns tensor diagnostics",
            "check: check.training check.evaluation syntax catalog layers columns tensor diagnostics",
            "ops: tensor diagnostics",
            "program: ops tensor",
            "lower: program ops layers columns tensor",
            "passes: program ops tensor",
            "schedule: ops tensor",
            "plan: schedule program ops tensor",
            ".: plan schedule passes lower program ops check layers syntax diagnostics stack",
            "dump: . plan schedule program ops catalog layers syntax tensor diagnostics stack",
            "source: . check syntax diagnostics layers",
            "summary: catalog layers columns tensor",
            "reference: catalog layers",
            "emit.typed: summary source layers columns tensor");

    /**
     * Everything else, likewise. What a run is made of, data, metrics, weights, knows nothing of training; training knows
     * nothing of models and reports; no one knows an engine but the command.
     */
    private static final Map<String, List<String>> LAYERS = layers(
            ROOT,
            "files: ",
            "version: ",
            "download: ",
            "charts.picture: ",
            "charts: charts.picture",
            "engine: ",
            "engine.reference: engine",
            "verify: engine download version",
            "data: files download",
            "data.batches: data engine",
            "data.columns: data",
            "matrix: ",
            "metrics: matrix engine",
            "history: charts charts.picture",
            "weights: files",
            "checkpoints: weights history data data.batches files",
            "training: checkpoints history data",
            "training.loop: training checkpoints weights history metrics data data.batches engine files version",
            "training.supervised: ",
            "training.adaptation: training.supervised training data",
            "trees: engine",
            "trees.prediction: ",
            "foreign.trees: trees",
            "foreign.document: foreign.trees",
            "foreign.xgboost: foreign.document foreign.trees trees",
            "foreign.lightgbm: foreign.document foreign.trees trees",
            "foreign: foreign.xgboost foreign.lightgbm foreign.document foreign.trees files",
            "training.objective: training.loop data engine",
            "training.linear: training.objective trees training.loop training weights metrics data data.columns engine",
            "training.trees: training.objective trees trees.prediction training.loop training weights metrics data engine",
            "training.closed: matrix trees training",
            "training.gradient: training.closed training.linear training.trees trees training.loop training.adaptation training weights metrics data data.batches data.columns engine"
                    + " history checkpoints",
            "explain: trees data data.columns metrics charts charts.picture",
            "training.callbacks: training.loop training weights history files",
            ".: verify explain training.callbacks training.gradient training.linear training.trees training.loop training weights history metrics data"
                    + " data.batches data.columns engine version",
            "report.run: explain history metrics engine files",
            "report.graph: report.run charts.picture",
            "report.page: report.run explain training history metrics engine charts.picture",
            "report: explain report.page report.graph report.run . training history metrics data data.batches engine charts"
                    + " charts.picture files version",
            "engine.cpu.execution: ",
            "engine.cpu.machine: ",
            "engine.cpu.loops: engine.cpu.machine engine.cpu.execution trees.prediction",
            "engine.cpu.onednn: engine.cpu.execution engine files",
            "engine.cpu.winograd: engine.cpu.onednn engine.cpu.execution",
            "engine.cpu.binding: engine.cpu.winograd engine.cpu.onednn engine.cpu.loops engine.cpu.execution",
            "engine.cpu: engine.cpu.binding engine.cpu.loops engine.cpu.onednn engine.cpu.execution engine",
            "engine.gpu.emit.device: ",
            "engine.gpu.emit.source: engine.gpu.emit.device",
            "engine.gpu.emit.tiling: engine.gpu.emit.source engine.gpu.emit.device",
            "engine.gpu.emit.context: engine.gpu.emit.tiling engine.gpu.emit.source engine.gpu.emit.device",
            "engine.gpu.emit.gemm: engine.gpu.emit.context engine.gpu.emit.tiling engine.gpu.emit.source"
                    + " engine.gpu.emit.device",
            "engine.gpu.emit.kernels: engine.gpu.emit.gemm engine.gpu.emit.context engine.gpu.emit.tiling"
                    + " engine.gpu.emit.source engine.gpu.emit.device",
            "engine.gpu.emit: engine.gpu.emit.kernels engine.gpu.emit.gemm engine.gpu.emit.context"
                    + " engine.gpu.emit.tiling engine.gpu.emit.source engine.gpu.emit.device",
            "engine.gpu.worker: engine.gpu.emit.device engine",
            "engine.gpu: engine.gpu.worker engine.gpu.emit engine.gpu.emit.tiling engine.gpu.emit.device engine"
                    + " download files version",
            "engine.gpu.install: engine.gpu engine download files",
            "cli.output: training history data files",
            "cli.draft: foreign.trees data",
            "cli.options: cli.draft cli.output data . report report.run training.callbacks training checkpoints weights engine files",
            "cli.commands: explain cli.draft cli.options cli.output foreign foreign.trees training.trees . report report.run engine.gpu engine.gpu.install"
                    + " engine.gpu.worker engine.gpu.emit"
                    + " engine.gpu.emit.device verify training checkpoints weights history metrics data data.batches engine"
                    + " files version",
            "cli: cli.commands cli.options cli.output files");

    private static Map<String, List<String>> layers(String top, String... rows) {
        var layers = new LinkedHashMap<String, List<String>>();
        for (var row : rows) {
            var colon = row.indexOf(':');
            layers.put(
                    packageName(top, row.substring(0, colon)),
                    Arrays.stream(row.substring(colon + 1).strip().split(" "))
                            .filter(name -> !name.isEmpty())
                            .map(name -> packageName(top, name))
                            .toList());
        }
        return layers;
    }

    private static String packageName(String top, String name) {
        return name.equals(".") ? top : top + "." + name;
    }

    /** The layer that a package belongs to: itself, or the one it is inside of. */
    private static String layer(JavaClass type) {
        return INSIDE.matcher(type.getPackageName()).replaceFirst("");
    }

    private static boolean ofTheCompiler(String layer) {
        return layer.equals(COMPILER) || layer.startsWith(COMPILER + ".");
    }

    private static Stream<Map<String, List<String>>> tables() {
        return Stream.of(COMPILER_LAYERS, LAYERS);
    }

    @Test
    void noPackagesGoRoundInCircles() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aLayerNamesThoseBeforeItAlone(Map<String, List<String>> table) {
        var before = new ArrayList<String>();
        table.forEach((layer, allowed) -> {
            assertThat(before).as(layer).containsAll(allowed);
            before.add(layer);
        });
    }

    @ParameterizedTest
    @MethodSource("tables")
    void eachLayerDependsOnThoseItNamesAlone(Map<String, List<String>> table) {
        table.forEach((layer, allowed) -> {
            var others = table.keySet().stream()
                    .filter(other -> !other.equals(layer) && !allowed.contains(other))
                    .collect(toSet());
            noClasses()
                    .that(belongTo(Set.of(layer)))
                    .should()
                    .dependOnClassesThat(belongTo(others))
                    .check(CLASSES);
        });
    }

    @Test
    void theCompilerDependsOnNothingThatRunsModels() {
        noClasses()
                .that(belongTo(COMPILER_LAYERS.keySet()))
                .should()
                .dependOnClassesThat(belongTo(LAYERS.keySet()))
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsPlace() {
        var layers = CLASSES.stream()
                .map(ArchitectureTest::layer)
                .filter(layer -> !layer.equals(ROOT + ".grammar"))
                .collect(partitioningBy(ArchitectureTest::ofTheCompiler, toSet()));

        assertThat(COMPILER_LAYERS.keySet()).containsExactlyInAnyOrderElementsOf(layers.get(true));
        assertThat(LAYERS.keySet()).containsExactlyInAnyOrderElementsOf(layers.get(false));
    }

    private static DescribedPredicate<JavaClass> belongTo(Set<String> layers) {
        return DescribedPredicate.describe("belong to " + layers, type -> layers.contains(layer(type)));
    }

    /** Each layer by itself, the top one too. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(layer(type));
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
