/**
 * The text of a {@code .model} file as records: what was written, not yet what it means.
 *
 * <p>{@link dev.updraft.compiler.syntax.Parser} goes from text to tree in five steps: {@code Scanner} cuts tokens,
 * {@code Brackets} balances brackets, ANTLR's parser makes its tree ({@code ErrorRecovery} and {@code SyntaxErrors} say what
 * it does and says where that fails), {@code LanguageRules} checks what a grammar cannot, and {@code TreeBuilder} makes
 * the records.
 */
@NullMarked
package dev.updraft.compiler.syntax;

import org.jspecify.annotations.NullMarked;
