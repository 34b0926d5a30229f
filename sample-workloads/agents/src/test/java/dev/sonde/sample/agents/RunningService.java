package dev.sonde.sample.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a free port, against {@link SeededDatabase}; one for all tests of the process. */
final class RunningService {

    static final ConfigurableApplicationContext CONTEXT = SpringApplication.run(
            AgentsApplication.class,
            "--server.port=0",
            "--agents.db.url=" + SeededDatabase.TARGET.url(),
            "--agents.db.user=postgres");
    static final String BASE_URL = "http://127.0.0.1:"
            + ((ServletWebServerApplicationContext) CONTEXT).getWebServer().getPort();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunningService() {}

    record Answer(int status, JsonNode body) {}

    static Answer ask(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(BASE_URL + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }
}
