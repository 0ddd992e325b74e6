/* Inside lib/db only: the connection as libpq knows it. */
#ifndef LAUREATE_DB_SESSION_H
#define LAUREATE_DB_SESSION_H

#include "db/connection.h"

#include <libpq-fe.h>

/* How the server was found at the other end. */
enum presence {
    PRESENT,
    GONE,   /* it has closed the connection */
    SILENT, /* it has not, and says nothing for longer than anything may take */
};

struct connection {
    const char *address;
    PGconn *session; /* NULL while closed */
    bool *prepared;  /* by statement number: prepared in this session */
    bool listens;
    bool is_single;         /* when it is lost it stays lost: a lock goes with it */
    bool was_open;          /* it has been open once */
    bool waits_for_ever;    /* its statements may take as long as they take */
    uint64_t latest;        /* until when the answers of this trip are waited for */
    enum presence presence; /* as the last answer found it */
};

void connection_close(struct connection *connection);

/* From here on answers are waited for as long as one trip may take. */
void connection_begin_trip(struct connection *connection);

/* The next result; NULL ends a query's results. When the server is gone or silent, NULL too, the connection is closed
 * and its presence says so. */
PGresult *connection_result(struct connection *connection);

/* Fills the fault: FAULT_LOST. */
bool connection_lost(struct fault *fault);

#endif
