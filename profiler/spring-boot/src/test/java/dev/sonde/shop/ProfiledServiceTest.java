package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.sonde.junit.Profile;
import dev.sonde.junit.Profiled;
import jakarta.servlet.Filter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** A service with the starter under sonde-junit, without files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfiledServiceTest {

    private Service service;

    @BeforeAll
    void start() {
        service = Service.serve(Shop.class, Path.of("none"));
    }

    @AfterAll
    void end() {
        service.close();
    }

    @Test
    void aRequestByMockMvcIsAPartOfTheTest() throws Exception {
        Filter[] filters =
                service.context().getBeansOfType(Filter.class).values().toArray(Filter[]::new);
        MockMvc web = MockMvcBuilders.webAppContextSetup((WebApplicationContext) service.context())
                .addFilters(filters)
                .build();

        Profile profile = Profiled.run(() -> web.perform(get("/orders/lines")).andReturn());

        assertThat(filters).isNotEmpty();
        assertThat(profile.queries()).isEqualTo(11);
        assertThatThrownBy(profile::expectNoNPlusOne)
                .hasMessageContaining(
                        "expected no N+1 pattern, but found one\nn-plus-one (keyed-loop, CONFIRMED): 10 ×");
    }

    @Test
    void aRequestOverHttpIsNotAndTheTestIsTold() {
        Profile profile = Profiled.run(() -> service.get("/orders/lines"));

        assertThatThrownBy(profile::expectNoNPlusOne)
                .hasMessageContaining("no statement of this test was captured")
                .hasMessageContaining("GET /orders/lines");
    }

    @Test
    void theEndpointSaysThatThereAreNoFiles() {
        assertThat(service.get("/actuator/sonde/findings").body()).contains("shop writes no files (sonde.folder=none)");
    }
}
