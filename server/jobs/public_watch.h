/* The watch on what is public: a thread that hears from the database when something that visitors see has
 * changed, and has the kept pages taken down. While it cannot hear, nothing is kept. */
#ifndef LAUREATE_JOBS_PUBLIC_WATCH_H
#define LAUREATE_JOBS_PUBLIC_WATCH_H

#include "http/shelf.h"

struct public_watch;

struct public_watch *public_watch_start(struct shelf *pages, const char *address); /* of the connection for jobs */
void public_watch_stop(struct public_watch *watch);

#endif
