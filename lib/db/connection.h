/* A connection to PostgreSQL. It is opened when it is first needed and opened again after it was lost; one
 * thread uses it at a time. All of libpq stays within lib/db. */
#ifndef LAUREATE_DB_CONNECTION_H
#define LAUREATE_DB_CONNECTION_H

#include "base/fault.h"
#include "db/statement.h"

struct connection;

/* The address must live as long as the connection. Nothing is opened yet. */
struct connection *connection_new(const char *address);
void connection_free(struct connection *connection);

/* Opens it unless it is open. A fault is FAULT_LOST; the log says what PostgreSQL said. */
bool connection_open(struct connection *connection, struct fault *fault);

/* Listening for what other sessions notify, by a statement such as listen_public. Waits at most
 * `milliseconds` for news; *told is whether there were any. False when the connection is lost: the next call
 * opens it and listens again, and what was told in between is not known. */
bool connection_listen(struct connection *connection, const struct statement *listen, int milliseconds, bool *told,
                       struct fault *fault);

/* Whether the server at the other end of an open connection still answers: a listener that is told nothing
 * cannot know. */
bool connection_answers(struct connection *connection, struct fault *fault);

#endif
