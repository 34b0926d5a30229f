package dev.sonde.migrations.matrix;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Runs whichever Flyway is on the class path: called in a class loader of its own, or as a process. */
public final class FlywayChild {

    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private FlywayChild() {}

    public static void main(String[] arguments) throws Exception {
        String message = run(arguments[0], arguments[1], arguments[2], arguments[3]);
        System.out.println(message);
        System.exit(message.isEmpty() ? 0 : 1);
    }

    /** Migrates or repairs; the message of a failure, empty if there was none. */
    public static String run(String command, String url, String folder, String transactionalLock) throws Exception {
        FLYWAY_LOG.setLevel(Level.OFF);
        FluentConfiguration configuration =
                Flyway.configure().dataSource(url, "postgres", "").locations("filesystem:" + folder);
        extension(configuration).setTransactionalLock(Boolean.parseBoolean(transactionalLock));
        Flyway flyway = configuration.load();
        try {
            if (command.equals("repair")) {
                flyway.repair();
            } else {
                flyway.migrate();
            }
            return "";
        } catch (FlywayException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Flyway 13 hands the extension out by another method than those before it. */
    private static PostgreSQLConfigurationExtension extension(FluentConfiguration configuration) throws Exception {
        for (Method method : configuration.getClass().getMethods()) {
            if (method.getName().equals("getConfigurationExtension")) {
                return (PostgreSQLConfigurationExtension)
                        method.invoke(configuration, PostgreSQLConfigurationExtension.class);
            }
        }
        Object register =
                configuration.getClass().getMethod("getPluginRegister").invoke(configuration);
        for (Method method : register.getClass().getMethods()) {
            if (method.getName().startsWith("getPlugin")
                    && method.getParameterCount() == 1
                    && method.getParameterTypes()[0].equals(Class.class)
                    && !Collection.class.isAssignableFrom(method.getReturnType())) {
                return (PostgreSQLConfigurationExtension)
                        method.invoke(register, PostgreSQLConfigurationExtension.class);
            }
        }
        throw new IllegalStateException("no way to the settings for PostgreSQL");
    }
}
