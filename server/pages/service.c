/* The service itself: whether it lives, whether it can answer, what it counts. */
#include "db/db.sql.h"
#include "http/house.h"
#include "metrics.h"
#include "pages/pages.h"

#include <arpa/inet.h>

/* GET /health   200 while the process lives */
static void write_health(struct show *show)
{
    buffer_add_string(show_bytes(show, "application/json"), "{\"status\":\"alive\"}\n");
}

/* GET /ready   200 only when the database answers */
static void ask_ready(struct ask *ask)
{
    ask_one(ask, "database", database_answers());
}

static void write_ready(struct show *show)
{
    show_unkept(show);
    buffer_add_string(show_bytes(show, "application/json"), "{\"status\":\"ready\"}\n");
}

/* A proxy on this machine speaks for somebody else. */
static bool is_from_here(const struct request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr_in *address = (const struct sockaddr_in *)(const void *)info->client_addr;
    bool is_passed_on = !text_is_absent(request_header(request, "Forwarded")) ||
                        !text_is_absent(request_header(request, "X-Forwarded-For"));
    return !is_passed_on && address->sin_family == AF_INET && ntohl(address->sin_addr.s_addr) >> 24 == 127;
}

/* GET /metrics   Prometheus's text format; for this machine only, unless a setting says otherwise */
static void write_metrics(struct show *show)
{
    struct text readers = show_house(show)->settings->values[SETTING_METRICS];
    bool may = text_is(readers, "everyone") || (text_is(readers, "loopback") && is_from_here(show_request(show)));
    size_t pages, bytes;
    if (!may) {
        show_not_found(show);
        return;
    }
    shelf_holds(show_house(show)->pages, &pages, &bytes);
    metrics_write(show_bytes(show, "text/plain; version=0.0.4; charset=utf-8"), pages, bytes);
}

const struct route service_routes[] = {
    {GET, "/health", .write = write_health},
    {GET, "/ready", ask_ready, .write = write_ready},
    {GET, "/metrics", .write = write_metrics},
    {0},
};
