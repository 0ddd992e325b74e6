/* The listener: libmicrohttpd's threads, which read requests and send answers and do nothing that waits. What
 * is on a shelf they send by themselves; all else goes to the workers. */
#ifndef LAUREATE_HTTP_LISTENER_H
#define LAUREATE_HTTP_LISTENER_H

#include "http/house.h"

struct listener;

/* Listens where the settings say. FAULT_REFUSED when the address or port cannot be had. */
struct listener *listener_start(struct house *house, struct fault *fault);

/* Stopping goes in two steps: nobody new is let in, then, when the workers have ended and with them the last
 * suspended connection, all connections are closed. */
void listener_close_door(struct listener *listener);
void listener_stop(struct listener *listener);

#endif
