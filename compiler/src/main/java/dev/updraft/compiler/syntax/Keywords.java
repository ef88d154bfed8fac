package dev.updraft.compiler.syntax;

import dev.updraft.grammar.ModelLexer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The words of the language. All but {@code shared} are no names outside of a group of columns. */
public final class Keywords {
    /** As the lexer knows them. */
    public static final List<String> ALL = IntStream.rangeClosed(1, ModelLexer.VOCABULARY.getMaxTokenType())
            .mapToObj(ModelLexer.VOCABULARY::getLiteralName)
            .filter(Objects::nonNull)
            .map(literal -> literal.substring(1, literal.length() - 1))
            .filter(text -> Character.isLetter(text.charAt(0)))
            .toList();

    private Keywords() {}
}
