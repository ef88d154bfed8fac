package dev.updraft.cli.options;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Of an option that may go without its number: the next word is the number only if it is one, so that in
 * {@code --early-stopping net.model} the file stays a file.
 */
final class OptionalNumber implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli gives a Stack.
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        var attached = "=".equals(info.get("separator"));
        if (!attached
                && option instanceof OptionSpec spec
                && !(words.isEmpty() ? "" : words.peek()).matches("-?\\d+")) {
            words.push(spec.fallbackValue());
        }
        return false;
    }
}
