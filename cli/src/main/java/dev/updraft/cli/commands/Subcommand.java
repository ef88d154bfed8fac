package dev.updraft.cli.commands;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.cli.options.OutputOptions;
import dev.updraft.cli.output.ExitStatus;
import dev.updraft.cli.output.Interrupted;
import dev.updraft.cli.output.ModelErrors;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.OutputLost;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.data.DataException;
import dev.updraft.engine.EngineException;
import dev.updraft.files.FileName;
import dev.updraft.report.run.ReportException;
import dev.updraft.training.TrainingException;
import dev.updraft.weights.WeightsException;
import java.nio.file.InvalidPathException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Mixin;

/** A command of its own: runs, and turns what goes wrong into words and an exit status. */
abstract class Subcommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private OutputOptions options = new OutputOptions();

    Subcommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether standard output is for JSON events. */
    boolean isJson() {
        return options.isJson();
    }

    /** Does the work; returns normally if it succeeded. */
    abstract void run(Output output);

    @Override
    public final Integer call() {
        var output = options.output(terminal);
        try {
            run(output);
            return ExitStatus.SUCCESS;
        } catch (ModelErrors e) {
            output.diagnostics(e.diagnostics());
            output.error(String.valueOf(e.getMessage()));
            return ExitStatus.USER_MISTAKE;
        } catch (InvalidPathException e) {
            output.error("'" + e.getInput() + "' cannot be a path in this locale; " + FileName.ADVICE);
            return ExitStatus.USER_MISTAKE;
        } catch (OutputLost _) {
            return ExitStatus.SUCCESS; // Terminal.finish knows better.
        } catch (Interrupted _) {
            return ExitStatus.INTERRUPTED;
        } catch (CancellationException e) {
            output.error(String.valueOf(e.getMessage()));
            return ExitStatus.INTERRUPTED;
        } catch (UserMistake
                | CheckpointException
                | DataException
                | EngineException
                | ReportException
                | TrainingException
                | WeightsException e) {
            output.error(String.valueOf(e.getMessage()));
            return ExitStatus.USER_MISTAKE;
        } catch (OutOfMemoryError e) {
            output.error(Crash.report(e));
            return ExitStatus.USER_MISTAKE;
        } catch (RuntimeException | Error e) {
            output.error(Crash.report(e));
            if (options.verbose) {
                e.printStackTrace(terminal.err());
                terminal.err().flush();
            }
            return ExitStatus.CRASH;
        }
    }
}
