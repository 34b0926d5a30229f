package dev.sonde.sample.agents.web;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** One line on standard output once requests are served; who started the service on port 0 reads the port there. */
@Component
class PortAnnouncement {

    @EventListener
    void announce(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext context) {
            System.out.println(
                    "agents: listening on 127.0.0.1:" + context.getWebServer().getPort());
        }
    }
}
