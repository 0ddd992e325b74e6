/* Inside lib/db only: the connection as libpq knows it. */
#ifndef LAUREATE_DB_SESSION_H
#define LAUREATE_DB_SESSION_H

#include "db/connection.h"

#include <libpq-fe.h>

struct connection {
    const char *address;
    PGconn *session; /* NULL while closed */
    bool *prepared;  /* by statement number: prepared in this session */
    bool listens;
};

void connection_close(struct connection *connection);

/* The next result, waiting for it no longer than the server's own limits allow it to take; *lost when the
 * server is gone or silent for longer, and the connection is then closed. NULL ends a query's results. */
PGresult *connection_result(struct connection *connection, bool *lost);

#endif
