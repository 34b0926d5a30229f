package dev.sonde.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    private final TextTable table = TextTable.of(">calls", "statement")
            .row("1,000", "select * from orders where customer_id = $1")
            .row("7", "a\u001b[2Jb");

    @Test
    void alignsColumnsAndCutsTheLastOne() {
        assertThat(String.join("\n", table.text(30))).isEqualTo("""
                calls  statement
                1,000  select * from orders w…
                    7  a<U+001B>[2Jb""");
    }

    @Test
    void isAMarkdownTableAsWell() {
        assertThat(table.markdown())
                .startsWith(
                        "| calls | statement |",
                        "|---:|---|",
                        "| 1,000 | select * from orders where customer_id = $1 |");
    }
}
