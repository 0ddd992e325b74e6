/* The nominations of the demo, in cycles of every phase. */
#ifndef LAUREATE_COMMANDS_DEMO_NOMINATIONS_H
#define LAUREATE_COMMANDS_DEMO_NOMINATIONS_H

#include "commands/command.h"

/* Loads them, once, after the programme and the people; needs the installation's keys and its folder of files, for the
 * documents that belong to them. */
bool demo_nominations_load(struct call *call, struct faults *faults);

#endif
