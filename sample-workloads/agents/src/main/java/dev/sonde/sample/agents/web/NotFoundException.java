package dev.sonde.sample.agents.web;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The row that the path names does not exist. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class NotFoundException extends RuntimeException {

    public NotFoundException(String what, long id) {
        super("no " + what + " " + id);
    }
}
