/* All pages: the tables of routes, in the order in which they are looked through. */
#include "pages/pages.h"

const struct route *const route_tables[] = {
    home_routes,          awards_routes,        honors_routes,  feeds_routes,       service_routes,
    sign_in_routes,       desk_routes,          account_routes, nominations_routes, parts_routes,
    documents_routes,     asked_letters_routes, letters_routes, mail_routes,        people_routes,
    organizations_routes, keeping_routes,       cycles_routes,  forms_routes,       screening_routes,
    conflicts_routes,     packets_routes,       reviews_routes, scores_routes,      committees_routes,
    decisions_routes,     announcements_routes, NULL,
};
