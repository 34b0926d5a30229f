package dev.sonde.maven;

import dev.sonde.cli.Sonde;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import java.io.File;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.postgresql.Driver;

/** A goal that runs a command of Sonde in Maven's process. */
abstract class CommandMojo extends AbstractMojo {

    /** Leaves the goal out. */
    @Parameter(property = "sonde.skip", defaultValue = "false")
    boolean skip;

    /**
     * Further formats of the result, each with the file that it goes to, such as {@code json=target/sonde.json}. The text
     * is in the log of the build.
     */
    @Parameter(property = "sonde.formats")
    List<String> formats = new ArrayList<>();

    @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    File basedir;

    /** The command and its options, empty if the project has nothing for it. */
    abstract Optional<Arguments> arguments() throws MojoExecutionException;

    /**
     * Why the build fails, if the command found something.
     *
     * @param headline first line of what it printed
     */
    String failure(String headline) {
        return headline;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("left out: sonde.skip is set");
            return;
        }
        Optional<Arguments> arguments = arguments();
        if (arguments.isPresent()) {
            run(arguments.get().formats(formats, basedir.toPath()).debug(getLog().isDebugEnabled()));
        }
    }

    private void run(Arguments arguments) throws MojoExecutionException, MojoFailureException {
        registerDriver();
        Report report = new Report(getLog());
        Messages messages = new Messages(getLog());
        Console console = new Console(
                new PrintWriter(new LineWriter(report)),
                new PrintWriter(new LineWriter(messages)),
                System.getenv(),
                Clock.systemUTC());
        int status = Sonde.run(console, arguments.toArray());
        console.out().close();
        console.err().close();
        if (status != ExitStatus.CLEAN && status != ExitStatus.FINDINGS) {
            throw new MojoExecutionException(messages.last());
        }
        messages.flush();
        if (status == ExitStatus.FINDINGS) {
            throw new MojoFailureException(failure(report.headline()));
        }
    }

    /** DriverManager looks for drivers once, with the class loader of whichever plugin asks first. */
    private static void registerDriver() throws MojoExecutionException {
        try {
            if (!Driver.isRegistered()) {
                Driver.register();
            }
        } catch (SQLException e) {
            throw new MojoExecutionException("the PostgreSQL driver cannot be registered: " + e.getMessage(), e);
        }
    }
}
