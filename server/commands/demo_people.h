/* The people of the demo: invented members, and some who can sign in. */
#ifndef LAUREATE_COMMANDS_DEMO_PEOPLE_H
#define LAUREATE_COMMANDS_DEMO_PEOPLE_H

#include "commands/command.h"

/* Adds the members and gives those who can sign in their offices and seats. */
bool demo_people_load(struct call *call, struct faults *faults);

/* Everybody who can sign in has the password of the settings, whatever they had before. Without one in the settings
 * nothing is changed. */
bool demo_passwords_follow(struct call *call, struct faults *faults);

/* Who can sign in with the password of the settings, and what they are, a line each; nobody without one. */
void demo_people_show(const struct call *call);

#endif
