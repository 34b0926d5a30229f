package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessagesTest {

    private final RecordedLog log = new RecordedLog();
    private final Messages messages = new Messages(log);

    @Test
    void holdsTheLatestBackSinceItMayBeWhyTheCommandFails() {
        messages.accept("sonde: warning: tasks was never analysed");
        messages.accept("sonde: building on the clone");
        messages.accept("sonde: the clone cannot be reached");

        assertThat(log.lines()).containsExactly("warn tasks was never analysed", "info building on the clone");
        assertThat(messages.last()).isEqualTo("the clone cannot be reached");
    }

    @Test
    void passesTheLatestOnInTheEnd() {
        messages.accept("sonde: warning: tasks was never analysed");

        messages.flush();

        assertThat(log.lines()).containsExactly("warn tasks was never analysed");
    }
}
