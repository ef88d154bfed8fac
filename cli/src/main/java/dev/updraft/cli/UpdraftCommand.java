package dev.updraft.cli;

import dev.updraft.cli.commands.CheckCommand;
import dev.updraft.cli.commands.CompileCommand;
import dev.updraft.cli.commands.CompletionCommand;
import dev.updraft.cli.commands.CrossValidateCommand;
import dev.updraft.cli.commands.DescribeCommand;
import dev.updraft.cli.commands.DevicesCommand;
import dev.updraft.cli.commands.EvaluateCommand;
import dev.updraft.cli.commands.ExplainCommand;
import dev.updraft.cli.commands.GpuCommand;
import dev.updraft.cli.commands.GpuInstallCommand;
import dev.updraft.cli.commands.ImportCommand;
import dev.updraft.cli.commands.InspectCommand;
import dev.updraft.cli.commands.NewCommand;
import dev.updraft.cli.commands.PredictCommand;
import dev.updraft.cli.commands.ReportCommand;
import dev.updraft.cli.commands.SummaryCommand;
import dev.updraft.cli.commands.TrainCommand;
import dev.updraft.cli.commands.VerifyCommand;
import dev.updraft.cli.commands.VersionProvider;
import dev.updraft.cli.options.OutputOptions;
import dev.updraft.cli.output.ExitStatus;
import dev.updraft.cli.output.JsonOutput;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.TextOutput;
import dev.updraft.files.FileName;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

@Command(
        name = "updraft",
        description = "Train and run machine-learning models written in .model files.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 success, 1 user error, 2 internal error,",
            "130 interrupted by Ctrl-C.",
            "Try:  updraft train examples/fashion-mnist/fashion-mnist.model"
        })
final class UpdraftCommand implements Runnable {
    private final Terminal terminal;
    private final CommandLine line;

    private UpdraftCommand(Terminal terminal) {
        this.terminal = terminal;
        line = new CommandLine(this)
                .addSubcommand(new DescribeCommand(terminal))
                .addSubcommand(new NewCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new SummaryCommand(terminal))
                .addSubcommand(new TrainCommand(terminal))
                .addSubcommand(new CrossValidateCommand(terminal))
                .addSubcommand(new EvaluateCommand(terminal))
                .addSubcommand(new PredictCommand(terminal))
                .addSubcommand(new InspectCommand(terminal))
                .addSubcommand(new ReportCommand(terminal))
                .addSubcommand(new CompileCommand(terminal))
                .addSubcommand(new DevicesCommand(terminal))
                .addSubcommand(new CommandLine(new GpuCommand(terminal)).addSubcommand(new GpuInstallCommand(terminal)))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(this::explain)
                .setAbbreviatedOptionsAllowed(false);
        NumberWords.register(line);
    }

    /** Runs a command and gives the exit status. */
    static int run(Terminal terminal, String... arguments) {
        var command = new UpdraftCommand(terminal);
        for (var argument : arguments) {
            if (!FileName.isReadable(argument)) {
                command.output(arguments)
                        .error("the argument '" + argument + "' cannot be read in this locale; " + FileName.ADVICE);
                return terminal.finish(ExitStatus.USER_MISTAKE);
            }
        }
        return terminal.finish(command.line.execute(arguments));
    }

    /** Without a subcommand. */
    @Override
    public void run() {
        line.usage(terminal.out());
    }

    private static String words(ParameterException mistake) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(mistake.getMessage());
        }
        var first = unmatched.getUnmatched().getFirst();
        var command = mistake.getCommandLine();
        if (unmatched.isUnknownOption()) {
            return "there is no option `" + first + "`";
        }
        return command.getSubcommands().isEmpty()
                ? "`" + first + "` is an unexpected argument"
                : "there is no command `" + first + "`";
    }

    /** Arguments that make no sense. */
    private int explain(ParameterException mistake, String[] arguments) {
        var command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        var near = mistake instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.<String>of();
        var message = words(mistake)
                + (near.isEmpty() ? "" : "; did you mean `" + near.getFirst() + "`?")
                + (near.isEmpty() ? "; see " : " See ") + "`" + command + " --help`";
        output(arguments).error(message);
        return ExitStatus.USER_MISTAKE;
    }

    private Output output(String[] arguments) {
        return List.of(arguments).contains(OutputOptions.JSON)
                ? new JsonOutput(terminal)
                : new TextOutput(terminal, false);
    }
}
