package dev.updraft.cli;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users can name, which is what a module exports to everyone, and that it is enough: no signature mentions anything else. */
class ApiTest {
    private static final String ROOT = "dev.updraft";
    private static final Path LIST = Path.of("cli/src/test/resources/api.txt");
    private static final boolean WRITE = Boolean.getBoolean("updraft.api.write");

    /** What our own modules call on types that users have: engines are opened, batches scored, programs shown. */
    private static final Set<String> FOR_OUR_MODULES = Set.of(
            ROOT + ".CompiledModel.program",
            ROOT + ".CompiledModel.source",
            ROOT + ".engine.Engine.open",
            ROOT + ".metrics.MetricAccumulator.add");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    private static final Map<String, String> MODULES_OF_PACKAGES = exportedPackages();

    /** The packages that are exported to everyone, each with its module. */
    private static Map<String, String> exportedPackages() {
        var modules = new TreeMap<String, String>();
        try {
            for (var descriptor :
                    Collections.list(ApiTest.class.getClassLoader().getResources("module-info.class"))) {
                try (var in = descriptor.openStream()) {
                    var module = ModuleDescriptor.read(in);
                    module.exports().stream()
                            .filter(exported -> !exported.isQualified()
                                    && exported.source().startsWith(ROOT)
                                    && !module.name().equals("updraft.grammar"))
                            .forEach(exported -> modules.put(exported.source(), module.name()));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return modules;
    }

    private static boolean inApi(JavaClass type) {
        return MODULES_OF_PACKAGES.containsKey(type.getPackageName())
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && visible(type.getModifiers())
                && type.getEnclosingClass().map(ApiTest::inApi).orElse(true);
    }

    private static boolean visible(Set<JavaModifier> modifiers) {
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
    }

    @Test
    void whatUsersCanNameIsListed() throws IOException {
        var types = CLASSES.stream()
                .filter(type -> inApi(type) && type.getEnclosingClass().isEmpty())
                .map(type -> MODULES_OF_PACKAGES.get(type.getPackageName()) + " " + type.getName())
                .collect(toCollection(TreeSet::new));
        if (WRITE) {
            Files.write(LIST, types);
        }

        assertThat(types)
                .as(
                        "types that users can name; if one is to be API, or no longer, rewrite the list %s with"
                                + " -Dtest=ApiTest -Dupdraft.api.write=true; if not, make it package-private or move it to"
                                + " a package that its module-info.java does not export to everyone",
                        LIST)
                .containsExactlyElementsOf(Files.readAllLines(LIST));
    }

    @Test
    void whatUsersCanNameMentionsNothingElse() {
        var leaks = new TreeSet<String>();
        for (var type : CLASSES) {
            if (inApi(type)) {
                mentions(type)
                        .forEach((where, mentioned) -> mentioned.stream()
                                .flatMap(each -> each.getAllInvolvedRawTypes().stream())
                                .map(JavaClass::getBaseComponentType)
                                .filter(each -> each.getPackageName().startsWith(ROOT) && !inApi(each))
                                .forEach(each -> leaks.add(where + " mentions " + each.getName())));
            }
        }

        assertThat(leaks)
                .as("signatures of API types with a type that no module exports to everyone: change them, or export it")
                .isEmpty();
    }

    /** The types in the signatures of a type and its members, by where they are. */
    private static Map<String, Collection<JavaType>> mentions(JavaClass type) {
        var mentions = new TreeMap<String, Collection<JavaType>>();
        // A superclass may be hidden: what it has is inherited.
        mentions.put(type.getName(), List.copyOf(type.getInterfaces()));
        type.getTypeParameters()
                .forEach(parameter -> mentions.put(
                        type.getName() + "<" + parameter.getName() + ">", List.copyOf(parameter.getUpperBounds())));
        for (var field : type.getFields()) {
            if (mentionedToUsers(field)) {
                mentions.put(field.getFullName(), List.of(field.getType()));
            }
        }
        for (var method : type.getCodeUnits()) {
            if (mentionedToUsers(method)) {
                mentions.put(
                        method.getFullName(),
                        Stream.concat(
                                        Stream.of(method.getReturnType()),
                                        Stream.concat(
                                                method.getParameterTypes().stream(),
                                                method.getExceptionTypes().stream()))
                                .toList());
            }
        }
        return mentions;
    }

    private static boolean mentionedToUsers(JavaMember member) {
        return visible(member.getModifiers())
                && !FOR_OUR_MODULES.contains(member.getOwner().getName() + "." + member.getName());
    }
}
