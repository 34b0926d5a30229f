package dev.sonde.cli.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A page that needs nothing but itself. Its content security policy allows the style sheet and the scripts that are in it, by
 * their hashes, and nothing else: no request, no other script, no event handler in an attribute, no text made to HTML by a
 * script. The data are JSON in an element that no browser executes.
 *
 * <p>Without scripts the page shows what was written into it as HTML; the scripts replace that.
 */
public final class HtmlPage {

    private static final String CHARTS = "d3/d3.min.js";
    private static final String CHARTS_LICENCE = "d3/LICENSE";

    /** In the order in which they use each other; all are in one scope. */
    private static final List<String> SCRIPTS =
            List.of("figures.js", "dom.js", "shell.js", "table.js", "charts.js", "plan.js");

    private HtmlPage() {}

    /** What writes the JSON, as {@link dev.sonde.cli.output.Json#writeInScript} does. */
    @FunctionalInterface
    public interface Data {
        void write(Writer page) throws IOException;
    }

    /**
     * Writes a page, whose JSON may be tens of megabytes: so it is never made a string of.
     *
     * @param title as text
     * @param withoutScripts what to show where scripts do not run, as HTML
     * @param scripts that show the JSON, as names of resources of this package
     */
    public static void write(Writer page, String title, Data json, String withoutScripts, List<String> scripts)
            throws IOException {
        String style = resource("page.css");
        String charts = "/*\n" + resource(CHARTS_LICENCE).strip() + "\n*/\n" + resource(CHARTS);
        List<String> parts = new ArrayList<>(SCRIPTS);
        parts.addAll(scripts);
        StringBuilder own = new StringBuilder("\"use strict\";\n(() => {\n");
        parts.forEach(part -> own.append(resource(part)).append('\n'));
        own.append("})();\n");
        String policy = "default-src 'none'; script-src " + hash(charts) + " " + hash(own.toString()) + "; style-src "
                + hash(style) + "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script';"
                + " trusted-types 'none'";
        page.write("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="referrer" content="no-referrer">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                """.formatted(policy, HtmlText.of(title), style));
        page.write(withoutScripts);
        page.write("\n<script type=\"application/json\" id=\"data\">");
        json.write(page);
        page.write("""
                </script>
                <script>%s</script>
                <script>%s</script>
                </body>
                </html>
                """.formatted(charts, own));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = HtmlPage.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in this build");
            }
            // A browser hashes what is left after it has made line ends one character
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
