package dev.sonde.sample.agents.agent;

import dev.sonde.sample.agents.web.NotFoundException;
import java.util.List;
import java.util.Map;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Transactional(readOnly = true)
class AgentController {

    private final AgentRepository agents;

    AgentController(AgentRepository agents) {
        this.agents = agents;
    }

    record AgentView(long id, String name, String model, String tenant, Map<String, Object> config) {
        static AgentView of(Agent agent) {
            return new AgentView(
                    agent.id(), agent.name(), agent.model(), agent.tenant().name(), agent.config());
        }
    }

    record SkillsView(long id, String name, List<String> skills) {}

    @GetMapping("/agents/{agent}")
    AgentView byId(@PathVariable long agent) {
        return agents.findWithTenant(agent).map(AgentView::of).orElseThrow(() -> new NotFoundException("agent", agent));
    }

    @GetMapping("/agents")
    List<AgentView> page(@RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "25") int limit) {
        return agents.pageAfter(after, Limit.of(limit)).stream()
                .map(AgentView::of)
                .toList();
    }

    @GetMapping("/agents/with-skills")
    List<SkillsView> withSkills(
            @RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "25") int limit) {
        return agents.pageAfter(after, Limit.of(limit)).stream()
                .map(agent -> new SkillsView(
                        agent.id(),
                        agent.name(),
                        agent.skills().stream().map(Skill::name).sorted().toList()))
                .toList();
    }

    @GetMapping("/agents/search")
    List<Long> inRegion(@RequestParam(defaultValue = "r1") String region) {
        return agents.idsWithConfig("{\"region\": \"" + region.replaceAll("[^a-z0-9]", "") + "\"}", 50);
    }
}
