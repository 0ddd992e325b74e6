/* Time as it passes: a clock that never goes back, for measuring and for waiting. What time it is, the database says
 * (see lib/clock). */
#ifndef LAUREATE_BASE_TIME_H
#define LAUREATE_BASE_TIME_H

#include <stdint.h>

uint64_t time_passed(void); /* microseconds since some instant */

#endif
