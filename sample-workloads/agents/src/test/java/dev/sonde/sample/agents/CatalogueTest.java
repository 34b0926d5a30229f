package dev.sonde.sample.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class CatalogueTest {

    @Test
    void namesEveryRouteOfTheServiceAsFaultyOrCorrect() {
        RequestMappingHandlerMapping mapping =
                RunningService.CONTEXT.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        Set<String> routes = mapping.getHandlerMethods().keySet().stream()
                .filter(info -> !info.getPatternValues().contains("/error"))
                .map(info -> info.getMethodsCondition().getMethods().iterator().next() + " "
                        + info.getPatternValues().iterator().next())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(routes).isEqualTo(catalogued());
    }

    @Test
    void everyCataloguedRouteButIdsIsInTheDefaultMix() throws IOException {
        Set<String> mixed = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("src/main/resources/load/default.mix"))) {
            if (!line.startsWith("#")) {
                mixed.add(line.replaceFirst("^\\S+ ", "").replaceFirst("\\?.*", ""));
            }
        }
        mixed.add("GET /ids");

        assertThat(mixed).isEqualTo(catalogued());
    }

    @Test
    void theReadmeTableSaysTheSame() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("README.md"));

        for (JsonNode fault : catalogue().get("faults")) {
            assertThat(readme)
                    .anyMatch(line -> line.startsWith("| `" + fault.get("id").asText() + "` | `"
                            + fault.get("route").asText() + "` | `"
                            + fault.get("rule").asText() + "` |"));
        }
        for (JsonNode route : catalogue().get("correctRoutes")) {
            assertThat(readme).anyMatch(line -> line.startsWith("| `" + route.asText() + "` | correct |"));
        }
    }

    private static Set<String> catalogued() {
        Set<String> routes = new TreeSet<>();
        JsonNode catalogue = catalogue();
        catalogue.get("faults").forEach(fault -> routes.add(fault.get("route").asText()));
        StreamSupport.stream(catalogue.get("correctRoutes").spliterator(), false)
                .map(JsonNode::asText)
                .forEach(routes::add);
        return routes;
    }

    private static JsonNode catalogue() {
        try (InputStream stream =
                Objects.requireNonNull(CatalogueTest.class.getResourceAsStream("/planted-faults.json"))) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
