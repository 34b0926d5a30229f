package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test that README.md shows compiles as it stands there. */
class ReadmeTest {

    private static final Pattern SNIPPET = Pattern.compile("```java\\n(@NoNPlusOne.*?)```", Pattern.DOTALL);

    private static final String PROGRAM = """
            import dev.sonde.junit.*;
            import org.junit.jupiter.api.Test;

            class Surroundings {
                interface Agents { void list(); }
                static Agents agents;
                %s
            }
            """;

    @TempDir
    Path folder;

    @Test
    void theTestForAgentsCompiles() throws IOException {
        Path readme = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .map(parent -> parent.resolve("README.md"))
                .filter(Files::isRegularFile)
                .filter(file -> Files.isDirectory(file.resolveSibling("sample-workloads")))
                .findFirst()
                .orElseThrow();
        Matcher snippet = SNIPPET.matcher(Files.readString(readme));
        assertThat(snippet.find()).isTrue();
        StringWriter messages = new StringWriter();

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiles = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(PROGRAM.formatted(snippet.group(1)))))
                .call();

        assertThat(compiles).as(messages.toString()).isTrue();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Surroundings.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
