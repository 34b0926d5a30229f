package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * All that a service can see of a run against JDBC: values with their classes, results with their metadata, exceptions
 * with class, state, message and what follows them. Two runs are alike if their transcripts are equal.
 */
final class Transcript {

    /** A run against a connection. */
    interface Script {
        void run(Connection connection, Transcript transcript) throws Exception;
    }

    /** A call whose value is noted. */
    interface Call {
        Object run() throws Exception;
    }

    /** A call without a value. */
    interface Action {
        void run() throws Exception;
    }

    /** Java's name of an array or of an object without text of its own: another in each run. */
    private static final Pattern IDENTITY = Pattern.compile("(\\[[BI]|\\w|;)@[0-9a-f]{5,8}\\b");

    private final List<String> lines = new ArrayList<>();

    static List<String> of(Connection opened, Script script) throws Exception {
        Transcript transcript = new Transcript();
        try (Connection connection = opened) {
            script.run(connection, transcript);
        }
        return transcript.lines;
    }

    /** Runs the script with the driver and with our wrapper and compares what each saw. */
    static void assertSameRawAndWrapped(CapturedDatabase database, String parameters, Script script) throws Exception {
        List<String> raw = of(java.sql.DriverManager.getConnection(CapturedDatabase.rawUrl() + parameters), script);
        List<String> wrapped = of(database.connect(parameters), script);

        assertThat(raw).isNotEmpty();
        assertThat(differences(raw, wrapped)).isEmpty();
    }

    static List<String> differences(List<String> raw, List<String> other) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(raw.size(), other.size()); i++) {
            String one = i < raw.size() ? raw.get(i) : "nothing";
            String two = i < other.size() ? other.get(i) : "nothing";
            if (!one.equals(two)) {
                differences.add(one + " <> " + two);
            }
        }
        return differences;
    }

    void note(String what, Call call) {
        String seen;
        try {
            seen = describe(call.run());
        } catch (InvocationTargetException e) {
            seen = describe(e.getTargetException());
        } catch (Throwable e) {
            seen = describe(e);
        }
        lines.add(what + ": " + IDENTITY.matcher(seen).replaceAll("$1@"));
    }

    void act(String what, Action action) {
        note(what, () -> {
            action.run();
            return "done";
        });
    }

    /** Calls each method of the interface that has these parameter types and begins with the prefix. */
    void noteAll(String what, Object target, Class<?> type, String prefix, Object... arguments) {
        for (Method method : sorted(type)) {
            if (method.getName().startsWith(prefix) && accepts(method, arguments)) {
                note(what + " " + method.getName(), () -> method.invoke(target, arguments));
            }
        }
    }

    static List<Method> sorted(Class<?> type) {
        List<Method> methods = new ArrayList<>(List.of(type.getMethods()));
        methods.sort((a, b) -> a.toString().compareTo(b.toString()));
        return methods;
    }

    private static boolean accepts(Method method, Object... arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            boolean fits = types[i] == int.class ? arguments[i] instanceof Integer : types[i].isInstance(arguments[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static String describe(Object value) throws Exception {
        if (value == null) {
            return "null";
        } else if (value instanceof Throwable problem) {
            return describe(problem);
        } else if (value instanceof ResultSet rows) {
            return describe(rows);
        } else if (value instanceof Array array) {
            return "array of " + array.getBaseTypeName() + " " + describe(array.getArray()) + " as " + array;
        } else if (value instanceof Object[] elements) {
            StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append('[');
            for (Object element : elements) {
                text.append(describe(element)).append(' ');
            }
            return text.append(']').toString();
        } else if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        } else if (value instanceof int[] numbers) {
            return "ints " + java.util.Arrays.toString(numbers);
        } else if (value instanceof long[] numbers) {
            return "longs " + java.util.Arrays.toString(numbers);
        } else if (value instanceof InputStream stream) {
            return "stream " + new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        } else if (value instanceof Reader reader) {
            return "reader " + read(reader);
        } else if (value instanceof SQLXML xml) {
            return "xml " + xml.getString();
        } else if (value instanceof Blob blob) {
            return "blob " + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
        } else if (value instanceof Clob clob) {
            return "clob " + clob.getSubString(1, (int) clob.length());
        } else if (value instanceof Connection
                || value instanceof Savepoint
                || value instanceof Statement
                || value instanceof DatabaseMetaData) {
            return "an object of JDBC";
        } else if (value instanceof ResultSetMetaData || value instanceof ParameterMetaData) {
            return "metadata";
        }
        return value.getClass().getName() + " " + value;
    }

    private static String read(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    private static String describe(ResultSet rows) throws SQLException {
        ResultSetMetaData metaData = rows.getMetaData();
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            text.append(metaData.getColumnLabel(i))
                    .append('/')
                    .append(metaData.getColumnTypeName(i))
                    .append('/')
                    .append(metaData.getColumnType(i))
                    .append(' ');
        }
        while (rows.next()) {
            text.append("| ");
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                text.append(rows.getString(i)).append(' ');
            }
        }
        return text.toString();
    }

    private static String describe(Throwable problem) {
        StringBuilder text =
                new StringBuilder(problem.getClass().getName()).append(' ').append(problem.getMessage());
        if (problem instanceof SQLException sql) {
            text.append(" state ").append(sql.getSQLState()).append(" code ").append(sql.getErrorCode());
            if (problem instanceof BatchUpdateException batch) {
                text.append(" counts ").append(java.util.Arrays.toString(batch.getLargeUpdateCounts()));
            }
            if (sql.getNextException() != null) {
                text.append(" next ").append(describe(sql.getNextException()));
            }
        }
        if (problem.getCause() != null && problem.getCause() != problem) {
            text.append(" cause ").append(describe(problem.getCause()));
        }
        return text.toString();
    }
}
