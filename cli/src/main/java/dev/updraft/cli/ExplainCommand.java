package dev.updraft.cli;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Explanation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Print the page of a diagnostic's code; without one, list the codes.")
final class ExplainCommand extends Subcommand {
    @Parameters(arity = "0..1", paramLabel = "CODE", description = "M0103, for example.")
    private @Nullable String code;

    ExplainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        if (code == null) {
            for (var each : Code.values()) {
                say.item(each + "  " + each.title(), "code", Map.of("code", each.name(), "title", each.title()));
            }
            say.result("", Map.of("codes", Code.values().length));
            return;
        }
        var wanted = code.toUpperCase(Locale.ROOT);
        var found = Arrays.stream(Code.values())
                .filter(each -> each.name().equals(wanted))
                .findAny()
                .orElseThrow(() -> new UserMistake("there is no code `" + code + "`; `updraft explain` lists them: "
                        + Arrays.stream(Code.values()).map(Code::name).limit(3).collect(Collectors.joining(", "))
                        + ", …"));
        var page = Explanation.of(found).page();
        say.result(page, Map.of("code", found.name(), "title", found.title(), "page", page));
    }
}
