package dev.sonde.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private static final String TEXT = "1. ERROR  n-plus-one: 20 × select a from b\n   rule    n-plus-one of a kind\n";

    private static Screen screen(Map<String, String> environment, boolean terminal, int width) {
        return new Screen(
                new PrintWriter(new StringWriter()), terminal, width, 120, TextColours.of(environment, terminal));
    }

    @Test
    void aFileGetsTheTextAsItIs() {
        assertThat(screen(Map.of(), false, 20).shown(TEXT)).isEqualTo(TEXT);
    }

    @Test
    void aTerminalGetsTheSeverityInColourUnlessNoneAreWanted() {
        assertThat(screen(Map.of(), true, 120).shown(TEXT)).startsWith("1. \u001b[1;31mERROR\u001b[0m  n-plus-one");
        assertThat(screen(Map.of("NO_COLOR", "1"), true, 120).shown(TEXT)).isEqualTo(TEXT);
        assertThat(screen(Map.of("NO_COLOR", ""), true, 120).shown(TEXT)).contains("\u001b[1;31m");
    }

    @Test
    void coloursCanBeForcedIntoAFileButNotAgainstWhoWantsNone() {
        assertThat(screen(Map.of("CLICOLOR_FORCE", "1"), false, 120).shown(TEXT))
                .contains("\u001b[1;31m");
        assertThat(screen(Map.of("CLICOLOR_FORCE", "0"), false, 120).shown(TEXT))
                .isEqualTo(TEXT);
        assertThat(screen(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), false, 120)
                        .shown(TEXT))
                .isEqualTo(TEXT);
    }

    @Test
    void severitiesOfEveryCommandAreColoured() {
        TextColours colours = TextColours.of(Map.of(), true);

        assertThat(colours.line("V2__a.sql:3: warning cic: text"))
                .isEqualTo("V2__a.sql:3: \u001b[1;33mwarning\u001b[0m cic: text");
        assertThat(colours.line("error index-missing: a")).isEqualTo("\u001b[1;31merror\u001b[0m index-missing: a");
        assertThat(colours.line("no error here")).isEqualTo("no error here");
    }

    @Test
    void longLinesAreFoldedAtSpacesAndNothingIsLost() {
        assertThat(Screen.folded("  note: aa bb cc dd", 12)).containsExactly("  note: aa", "      bb cc", "      dd");
        assertThat(Screen.folded("abcdefghijklmnopqrstuvw", 10))
                .containsExactly("abcdefghij", "    klmnop", "    qrstuv", "    w");
        assertThat(Screen.folded("short", 10)).containsExactly("short");
        assertThat(Screen.folded("", 10)).containsExactly("");
    }

    @Test
    void aCharacterOfTwoUnitsIsNotCut() {
        assertThat(Screen.folded("😀".repeat(12), 10)).containsExactly("😀".repeat(10), "    😀😀");
    }
}
