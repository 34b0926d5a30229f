package dev.sonde.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    private static StandardOutput failing(String message) {
        return new StandardOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(message);
            }
        });
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() {
        StandardOutput output = failing("Broken pipe");

        output.write('a');

        assertThat(output.failure()).isEmpty();
    }

    @Test
    void aFullDiskIsOne() {
        StandardOutput output = failing("No space left on device");

        output.write('a');

        assertThat(output.failure()).get().extracting(Throwable::getMessage).isEqualTo("No space left on device");
    }
}
