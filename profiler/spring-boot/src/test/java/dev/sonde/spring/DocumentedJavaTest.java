package dev.sonde.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.spring.CodeBlocks.CodeBlock;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the pages compiles against what this build makes, as it stands there. */
class DocumentedJavaTest {

    /** Where a reader puts it: what is his own is declared here, what is not of Java is imported. */
    private static final String SURROUNDINGS = """
            import com.zaxxer.hikari.HikariConfig;
            import dev.sonde.junit.*;
            import dev.sonde.profiler.UnitOfWork;
            import dev.sonde.profiler.jdbc.*;
            import dev.sonde.profiler.otel.SondeOpenTelemetry;
            import dev.sonde.profiler.ship.*;
            import io.opentelemetry.api.GlobalOpenTelemetry;
            import java.net.*;
            import java.sql.*;
            import java.time.Duration;
            import java.util.function.Consumer;
            import org.junit.jupiter.api.Test;

            class Surroundings {
                interface Agents { void list(); }
                interface Orders { void print(); }
                static Agents agents;
                static Orders orders;
                static void printAgents(Connection connection) {}

                // Amazon's SDK, which this build has not got, in the shape that the documented call has there
                interface S3Presigner {
                    static S3Presigner create() { throw new UnsupportedOperationException(); }
                    Presigned presignPutObject(Consumer<Sign> sign);
                }
                interface Sign { Sign signatureDuration(Duration duration); Sign putObjectRequest(Consumer<Put> put); }
                interface Put { Put bucket(String name); Put key(String key); }
                interface Presigned { URL url(); }

                %s
            }
            """;

    private static final Pattern TYPE = Pattern.compile("(?m)^ *(?:@|(?:public |final )*(?:class|record|interface) )");

    @TempDir
    private Path classes;

    @Test
    void everyBlockCompiles() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<CodeBlock> blocks = CodeBlocks.of("java");
        for (CodeBlock block : blocks) {
            String messages = compile(block.text());
            if (!messages.isEmpty()) {
                wrong.add(block.place() + ": " + messages);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(blocks).hasSizeGreaterThan(5);
    }

    @Test
    void aNameThatDoesNotExistIsFound() {
        assertThat(compile("Profile profile = Profiled.ran(() -> orders.print());"))
                .contains("ran");
        assertThat(compile("@NoNPlusOnes\nclass A {}\n")).contains("NoNPlusOnes");
    }

    /** What the compiler says; nothing if all is well. */
    private String compile(String block) {
        // The reader's own code, which a page leaves out
        String code = block.replace("…", "");
        String member =
                TYPE.matcher(code).lookingAt() ? code : "static void block() throws Exception {\n" + code + "\n}";
        StringWriter messages = new StringWriter();
        boolean compiles = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(SURROUNDINGS.formatted(member))))
                .call();
        return compiles ? "" : messages.toString();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String code) {
            super(URI.create("string:///Surroundings.java"), JavaFileObject.Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
