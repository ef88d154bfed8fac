package dev.updraft.compiler.emit.typed;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.lang.model.SourceVersion;

/**
 * Names of one kind in one place of a class. A name that Java, or what is generated, has another use for gets an underscore
 * behind it; one that is taken gets a number: {@code class_}, {@code LEFT_SIZE_2}.
 */
final class JavaNames {
    private final Set<String> reserved;
    private final UnaryOperator<String> identity;
    private final Set<String> taken = new HashSet<>();

    /** @param reserved names that are in use for something else */
    JavaNames(String... reserved) {
        this(UnaryOperator.identity(), reserved);
    }

    private JavaNames(UnaryOperator<String> identity, String... reserved) {
        this.reserved = Set.of(reserved);
        this.identity = identity;
    }

    /** Names of types. Each becomes a file, and some file systems take names that differ only in case for the same one. */
    static JavaNames ofTypes(String... reserved) {
        return new JavaNames(name -> name.toLowerCase(Locale.ROOT), reserved);
    }

    /** A name that is nobody else's: {@code wanted}, or the nearest to it. */
    String claim(String wanted) {
        var legal = isFree(wanted) ? wanted : wanted + "_";
        var name = legal;
        for (var number = 2; !taken.add(identity.apply(name)); number++) {
            name = legal + "_" + number;
        }
        return name;
    }

    /** {@code wanted}, or if that is somebody else's, {@code wanted} with a word behind it. */
    String claim(String wanted, String word) {
        return claim(taken.contains(identity.apply(wanted)) ? wanted + word : wanted);
    }

    private boolean isFree(String name) {
        return !reserved.contains(name) && !SourceVersion.isKeyword(name);
    }

    /** The name, or its beginning. */
    static String shortened(String name, int longest) {
        return name.substring(0, Math.min(longest, name.length()));
    }

    /** {@code body_mass} as {@code bodyMass}. */
    static String variable(String name) {
        var words = words(name);
        var first = words.getFirst();
        var start = first.equals(first.toUpperCase(Locale.ROOT)) ? first.toLowerCase(Locale.ROOT) : lowerFirst(first);
        return legal(start + words.stream().skip(1).map(JavaNames::upperFirst).collect(joining()));
    }

    /** {@code body_mass} as {@code BodyMass}. */
    static String type(String name) {
        return legal(words(name).stream().map(JavaNames::upperFirst).collect(joining()));
    }

    /** {@code bodyMass} and {@code T-shirt/top} as {@code BODY_MASS} and {@code T_SHIRT_TOP}. */
    static String constant(String name) {
        var apart = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
        return legal(String.join("_", words(apart)).toUpperCase(Locale.ROOT));
    }

    /** What stands between characters that no name in Java may have, at least one. */
    private static List<String> words(String name) {
        var spaced = name.codePoints()
                .map(letter -> isPart(letter) ? letter : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Arrays.asList(
                spaced.isBlank() ? new String[] {"value"} : spaced.strip().split(" +"));
    }

    private static boolean isPart(int letter) {
        return Character.isLetterOrDigit(letter) && Character.isJavaIdentifierPart(letter);
    }

    private static String legal(String name) {
        return Character.isJavaIdentifierStart(name.codePointAt(0)) ? name : "_" + name;
    }

    private static String lowerFirst(String word) {
        return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
    }

    private static String upperFirst(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
