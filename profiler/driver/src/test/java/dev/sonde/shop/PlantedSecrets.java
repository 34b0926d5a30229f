package dev.sonde.shop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Values that must not be found again, and the search for them in bytes: as text in UTF-8 and UTF-16, in hexadecimal and
 * in base64 at each of its three alignments, numbers also in the binary forms that a file could have them in.
 */
final class PlantedSecrets {

    private final Map<String, byte[]> patterns = new LinkedHashMap<>();

    void text(String secret) {
        byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
        patterns.put(secret + " in UTF-8", utf8);
        patterns.put(secret + " in UTF-16", secret.getBytes(StandardCharsets.UTF_16BE));
        patterns.put(secret + " in UTF-16LE", secret.getBytes(StandardCharsets.UTF_16LE));
        ascii(secret + " in hex", HexFormat.of().formatHex(utf8));
        ascii(secret + " in HEX", HexFormat.of().withUpperCase().formatHex(utf8));
        for (int shift = 0; shift < 3 && utf8.length > 5; shift++) {
            // Three bytes are four digits; what lies over the ends depends on the neighbours
            byte[] aligned = Arrays.copyOfRange(utf8, shift, shift + (utf8.length - shift) / 3 * 3);
            ascii(secret + " in base64", Base64.getEncoder().withoutPadding().encodeToString(aligned));
        }
    }

    void number(long secret) {
        text(Long.toString(secret));
        patterns.put(
                secret + " big-endian", ByteBuffer.allocate(8).putLong(secret).array());
        patterns.put(
                secret + " little-endian",
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(secret)
                        .array());
        ByteArrayOutputStream varint = new ByteArrayOutputStream();
        long zigzag = (secret << 1) ^ (secret >> 63);
        for (; (zigzag & ~0x7FL) != 0; zigzag >>>= 7) {
            varint.write((int) (zigzag | 0x80));
        }
        varint.write((int) zigzag);
        patterns.put(secret + " as Avro's long", varint.toByteArray());
        ascii(secret + " in hex digits", new BigInteger(Long.toString(secret)).toString(16));
    }

    void bytes(byte[] secret) {
        patterns.put("bytes", secret);
        ascii("bytes in hex", HexFormat.of().formatHex(secret));
    }

    private void ascii(String name, String text) {
        patterns.put(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Names of the secrets that occur in the bytes. */
    List<String> foundIn(byte[] bytes) {
        String haystack = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        patterns.forEach((name, pattern) -> {
            if (haystack.contains(new String(pattern, StandardCharsets.ISO_8859_1))) {
                found.add(name);
            }
        });
        return found;
    }

    /** Every byte of an Avro container: the file as it is, then each of its blocks inflated. */
    static List<byte[]> everyByteOf(Path file) throws IOException, DataFormatException {
        byte[] raw = Files.readAllBytes(file);
        List<byte[]> all = new ArrayList<>(List.of(raw));
        byte[] sync = Arrays.copyOfRange(raw, headerEnd(raw) - 16, headerEnd(raw));
        ByteBuffer rest = ByteBuffer.wrap(raw, headerEnd(raw), raw.length - headerEnd(raw));
        while (rest.hasRemaining()) {
            readLong(rest);
            byte[] block = new byte[(int) readLong(rest)];
            rest.get(block);
            all.add(inflate(block));
            byte[] marker = new byte[16];
            rest.get(marker);
            if (!Arrays.equals(marker, sync)) {
                throw new IOException(file + ": no sync marker after a block");
            }
        }
        return all;
    }

    private static int headerEnd(byte[] raw) {
        ByteBuffer header = ByteBuffer.wrap(raw, 4, raw.length - 4);
        for (long entries = readLong(header); entries != 0; entries = readLong(header)) {
            for (long i = 0; i < 2 * entries; i++) {
                int length = (int) readLong(header);
                header.position(header.position() + length);
            }
        }
        return header.position() + 16;
    }

    private static long readLong(ByteBuffer bytes) {
        long value = 0;
        byte current;
        int shift = 0;
        do {
            current = bytes.get();
            value |= (long) (current & 0x7F) << shift;
            shift += 7;
        } while (current < 0);
        return (value >>> 1) ^ -(value & 1);
    }

    private static byte[] inflate(byte[] block) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(block);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!inflater.finished()) {
            out.write(buffer, 0, inflater.inflate(buffer));
        }
        inflater.end();
        return out.toByteArray();
    }
}
