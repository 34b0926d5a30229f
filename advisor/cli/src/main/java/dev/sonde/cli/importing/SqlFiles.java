package dev.sonde.cli.importing;

import dev.sonde.capture.sql.SqlScript;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.output.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reads SQL scripts: each statement is an execution, or as many as a comment {@code -- weight: N} before it says. */
final class SqlFiles {

    /** Executions that are written of the heaviest statement; of others in proportion, at least one. */
    static final long DETAILED = 256;

    private static final long MAX_FILE = 64L << 20;
    private static final long MAX_WEIGHT = 1_000_000_000_000L;
    private static final Pattern WEIGHT = Pattern.compile("(?im)^[ \\t]*--[ \\t]*weight[ \\t]*:(.*)$");
    private static final Pattern NAME = Pattern.compile("(?im)^[ \\t]*--[ \\t]*name[ \\t]*:[ \\t]*(\\S.*)$");
    private static final int MAX_NAME = 80;

    /** How often a text is executed, and where it stands first. */
    private record Use(long weight, String place) {
        Use plus(Use more) {
            return new Use(weight + more.weight(), place);
        }
    }

    private SqlFiles() {}

    static void read(List<Path> files, ImportedCapture capture, String service) throws IOException {
        Map<String, Use> uses = new LinkedHashMap<>();
        for (Path file : files) {
            read(file, uses);
        }
        long heaviest = uses.values().stream().mapToLong(Use::weight).max().orElse(1);
        ImportedSession session = capture.session(service, "");
        uses.forEach((sql, use) -> {
            long weight = use.weight();
            long detailed =
                    heaviest <= DETAILED ? weight : Math.max(1, Math.round((double) weight * DETAILED / heaviest));
            session.add(ImportedExecution.of(sql, use.place()), weight, Math.min(weight, detailed));
        });
    }

    private static void read(Path file, Map<String, Use> uses) throws IOException {
        List<SqlScript.Part> parts;
        try {
            parts = SqlScript.split(text(file));
        } catch (SqlScript.ScriptException e) {
            throw CommandFailure.badInput(file + ":" + e.line() + ": " + e.getMessage(), e);
        }
        if (parts.isEmpty()) {
            throw CommandFailure.badInput(file + ": no statement in this file");
        }
        for (SqlScript.Part part : parts) {
            String comments = comments(part);
            uses.merge(part.text(), new Use(weight(file, part, comments), place(file, part, comments)), Use::plus);
        }
    }

    /** What stands behind a semicolon on its line belongs to the statement before. */
    private static String comments(SqlScript.Part part) {
        int line = part.before().indexOf('\n');
        return part.isFirst() ? part.before() : line < 0 ? "" : part.before().substring(line);
    }

    private static String place(Path file, SqlScript.Part part, String comments) {
        Matcher name = NAME.matcher(comments);
        String text = name.find() ? name.group(1).strip() : "";
        return text.substring(0, Math.min(MAX_NAME, text.length())) + "(" + file.getFileName() + ":" + part.line()
                + ")";
    }

    private static long weight(Path file, SqlScript.Part part, String comments) {
        Matcher comment = WEIGHT.matcher(comments);
        long weight = 1;
        while (comment.find()) {
            String number = comment.group(1).strip().replace(",", "").replace("_", "");
            weight = number.matches("\\d{1,13}") ? Long.parseLong(number) : 0;
            if (weight < 1 || weight > MAX_WEIGHT) {
                throw CommandFailure.badInput(file + ": the weight of the statement in line " + part.line()
                        + " must be a whole number from 1 on: "
                        + comment.group(1).strip());
            }
        }
        return weight;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream stream = open(file)) {
            bytes = stream.readNBytes((int) MAX_FILE + 1);
        }
        if (bytes.length > MAX_FILE) {
            throw CommandFailure.badInput(file + ": more than " + Figures.bytes(MAX_FILE)
                    + ", which is no set of queries: a dump holds no workload");
        }
        if (bytes.length == 0) {
            throw CommandFailure.badInput(file + ": empty file: nothing to import");
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw CommandFailure.badInput(file + ": a binary file, and no SQL text");
            }
        }
        String text = decode(file, bytes);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream stream = Files.newInputStream(file);
        if (file.toString().endsWith(".gz")) {
            try {
                return new GZIPInputStream(stream);
            } catch (IOException e) {
                stream.close();
                throw CommandFailure.badInput(file + ": damaged gzip file: " + e.getMessage(), e);
            }
        }
        return stream;
    }

    private static String decode(Path file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            CharacterCodingException cause = new java.nio.charset.MalformedInputException(result.length());
            throw CommandFailure.badInput(
                    file + ":" + line + ": not UTF-8: convert the file, for example with iconv -t UTF-8", cause);
        }
        return out.flip().toString();
    }
}
