package dev.sonde.sample.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sonde.sample.agents.RunningService.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    private static final long TASK = SeededDatabase.VOLUME.tasks() - 10;

    @ParameterizedTest
    @CsvSource({
        "/agents, 25",
        "/agents/with-skills, 25",
        "/agents/search?region=r5, 4",
        "/agents/3/tasks, 20",
        "/agents/390/tasks, 10",
        "/agents/3/tasks/page?page=1, 20",
        "/agents/3/tasks/summary, 20",
        "/agents/3/transcripts, 10",
        "/agents/3/memories/sources, 20",
        "/runs, 30",
        "/runs/with-tasks, 30",
        "/runs/4/messages, 11",
        "/messages/501/replies, 1",
        "/messages/502/tool-calls, 1",
        "/tools/tool_1/calls, 20",
        "/memories/search?q=subject9, 1"
    })
    void answersAListWithAtLeastSoManyRows(String path, int rows) throws Exception {
        Answer answer = RunningService.ask("GET", path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSizeGreaterThanOrEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({"/agents/3, name", "/tasks/100, title", "/runs/100, status", "/agents/3/usage, tokens", "/ids, tasks"})
    void answersAnObject(String path, String field) throws Exception {
        Answer answer = RunningService.ask("GET", path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().has(field)).as(answer.body().toString()).isTrue();
    }

    @Test
    void theCorrectSummaryAnswersWhatTheFaultyListDoes() throws Exception {
        JsonNode faulty = RunningService.ask("GET", "/agents/8/tasks").body();
        JsonNode correct = RunningService.ask("GET", "/agents/8/tasks/summary").body();

        assertThat(correct).isEqualTo(faulty);
    }

    @Test
    void aTaskIsCreatedClaimedAndDone() throws Exception {
        JsonNode created =
                RunningService.ask("POST", "/agents/3/tasks?title=Look").body();
        JsonNode claimed = RunningService.ask("POST", "/queue/claim").body();
        long task = claimed.get("task").asLong();
        JsonNode done = RunningService.ask("POST", "/tasks/" + task + "/done").body();

        assertThat(created.get("id").asLong()).isGreaterThan(TASK);
        assertThat(done.get("updated").asInt()).isEqualTo(1);
        assertThat(RunningService.ask("GET", "/tasks/" + task)
                        .body()
                        .get("status")
                        .asText())
                .isEqualTo("done");
    }

    @Test
    void messagesAreAppendedAndMemoriesDeletedOnce() throws Exception {
        assertThat(RunningService.ask("POST", "/runs/7/messages")
                        .body()
                        .get("inserted")
                        .asInt())
                .isEqualTo(20);
        assertThat(RunningService.ask("DELETE", "/memories/5")
                        .body()
                        .get("deleted")
                        .asInt())
                .isEqualTo(1);
        assertThat(RunningService.ask("DELETE", "/memories/5")
                        .body()
                        .get("deleted")
                        .asInt())
                .isZero();
    }

    @Test
    void someTasksHaveToolUsage() throws Exception {
        int tools = 0;
        for (long task = TASK; task < TASK + 10; task++) {
            tools += RunningService.ask("GET", "/tasks/" + task + "/tool-usage")
                    .body()
                    .size();
        }

        assertThat(tools).isGreaterThan(10);
    }

    @Test
    void anUnknownAgentIsNotFoundInOneLine() throws Exception {
        Answer answer = RunningService.ask("GET", "/agents/99999999");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().get("message").asText()).isEqualTo("no agent 99999999");
    }
}
