package dev.sonde.spark;

import dev.sonde.analysis.reduction.CaptureId;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.capture.file.CaptureFormat;
import dev.sonde.capture.file.ContainerReader;
import dev.sonde.capture.file.ContainerReader.Header;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file and what its header says.
 *
 * @param id of a capture
 * @param sync its marker
 * @param problem why it is of no use, null if it is of use
 */
record InputFile(
        String path,
        long length,
        Kind kind,
        long id,
        byte[] sync,
        @Nullable String problem) implements Serializable {

    enum Kind {
        CAPTURE,
        SUMMARY,
        EMPTY,
        USELESS
    }

    /** Looks at the header. */
    static InputFile of(String path, long length, Configuration configuration) {
        if (length == 0) {
            return new InputFile(path, 0, Kind.EMPTY, 0, new byte[0], null);
        }
        Path file = new Path(path);
        try (InputStream stream = new BufferedInputStream(
                        file.getFileSystem(configuration).open(file));
                ContainerReader reader = new ContainerReader(stream)) {
            Header header = reader.readHeader();
            if (header != null && SummaryFile.isSummary(header)) {
                return new InputFile(path, length, Kind.SUMMARY, 0, header.sync(), null);
            }
            String problem = CaptureFormat.problem(header, reader.headerProblem());
            return header == null || problem != null
                    ? useless(path, length, String.valueOf(problem))
                    : new InputFile(path, length, Kind.CAPTURE, CaptureId.of(header), header.sync(), null);
        } catch (IOException e) {
            return useless(path, length, "cannot be read: " + e.getMessage());
        }
    }

    private static InputFile useless(String path, long length, String problem) {
        return new InputFile(path, length, Kind.USELESS, 0, new byte[0], problem);
    }
}
