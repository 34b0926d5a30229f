package dev.sonde.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IndexDefinitionTest {

    private static final QualifiedName TABLE = new QualifiedName("My \"Schema\"", "order");

    @Test
    void quotesNamesAndWritesEveryClause() {
        IndexDefinition index = new IndexDefinition(
                TABLE,
                "btree",
                List.of(
                        new Key("Größe", true, "", Order.DESC_NULLS_LAST),
                        new Key("lower(note)", false, "text_pattern_ops", Order.ASC_NULLS_LAST)),
                List.of("a;b"),
                false,
                "open",
                new TreeMap<>(Map.of("fillfactor", "70")));

        assertThat(index.createStatement("x\"y"))
                .isEqualTo("create index \"x\"\"y\" on \"My \"\"Schema\"\"\".\"order\" (\"Größe\" desc nulls last, "
                        + "(lower(note)) text_pattern_ops) include (\"a;b\") with (fillfactor = 70) where open");
    }

    @Test
    void isItselfReadBackwardsTwice() {
        IndexDefinition index = new IndexDefinition(
                TABLE,
                "btree",
                List.of(Key.column("a"), new Key("b", true, "", Order.ASC_NULLS_FIRST)),
                List.of(),
                false,
                "");

        assertThat(index.backwards().target()).endsWith("(a desc, b desc nulls last)");
        assertThat(index.backwards().backwards()).isEqualTo(index);
    }

    @Test
    void refusesWhatPostgresWouldNotBuild() {
        List<Key> descending = List.of(new Key("a", true, "", Order.DESC_NULLS_FIRST));

        assertThatThrownBy(() -> new IndexDefinition(TABLE, "gin", descending, List.of(), false, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no order");
        assertThatThrownBy(() -> new IndexDefinition(
                        TABLE,
                        "btree",
                        List.of(Key.column("a")),
                        List.of(),
                        false,
                        "",
                        new TreeMap<>(Map.of("fillfactor", "70) where (true"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a storage parameter");
    }
}
