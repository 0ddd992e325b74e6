/* Time zones that an organization can have as its official one. */
#include "awards/zones.h"

#include <stddef.h>

const struct zone zones[] = {
    {"Pacific/Honolulu", "Hawaii Time", "Honolulu"},
    {"America/Anchorage", "Alaska Time", "Anchorage"},
    {"America/Los_Angeles", "Pacific Time", "Los Angeles, Vancouver"},
    {"America/Phoenix", "Arizona Time", "Phoenix"},
    {"America/Denver", "Mountain Time", "Denver, Calgary"},
    {"America/Chicago", "Central Time", "Chicago, Winnipeg"},
    {"America/Mexico_City", "Mexico City Time", "Mexico City"},
    {"America/New_York", "Eastern Time", "New York, Toronto"},
    {"America/Bogota", "Colombia Time", "Bogotá"},
    {"America/Lima", "Peru Time", "Lima"},
    {"America/Halifax", "Atlantic Time", "Halifax"},
    {"America/Santiago", "Chile Time", "Santiago"},
    {"America/St_Johns", "Newfoundland Time", "St. John’s"},
    {"America/Argentina/Buenos_Aires", "Argentina Time", "Buenos Aires"},
    {"America/Sao_Paulo", "Brasília Time", "São Paulo"},
    {"UTC", "UTC", "the same all year"},
    {"Europe/London", "UK Time", "London"},
    {"Europe/Dublin", "Irish Time", "Dublin"},
    {"Europe/Lisbon", "Portugal Time", "Lisbon"},
    {"Africa/Lagos", "West Africa Time", "Lagos"},
    {"Europe/Berlin", "Central European Time", "Berlin"},
    {"Europe/Paris", "Central European Time", "Paris"},
    {"Europe/Madrid", "Central European Time", "Madrid"},
    {"Europe/Rome", "Central European Time", "Rome"},
    {"Europe/Vienna", "Central European Time", "Vienna"},
    {"Europe/Zurich", "Central European Time", "Zurich"},
    {"Europe/Stockholm", "Central European Time", "Stockholm"},
    {"Europe/Warsaw", "Central European Time", "Warsaw"},
    {"Europe/Athens", "Eastern European Time", "Athens"},
    {"Europe/Helsinki", "Eastern European Time", "Helsinki"},
    {"Europe/Kyiv", "Eastern European Time", "Kyiv"},
    {"Africa/Cairo", "Egypt Time", "Cairo"},
    {"Africa/Johannesburg", "South Africa Time", "Johannesburg"},
    {"Asia/Jerusalem", "Israel Time", "Jerusalem"},
    {"Europe/Istanbul", "Türkiye Time", "Istanbul"},
    {"Africa/Nairobi", "East Africa Time", "Nairobi"},
    {"Asia/Riyadh", "Saudi Arabia Time", "Riyadh"},
    {"Asia/Dubai", "Gulf Time", "Dubai"},
    {"Asia/Karachi", "Pakistan Time", "Karachi"},
    {"Asia/Kolkata", "India Time", "Mumbai, Delhi"},
    {"Asia/Dhaka", "Bangladesh Time", "Dhaka"},
    {"Asia/Bangkok", "Indochina Time", "Bangkok, Hanoi"},
    {"Asia/Jakarta", "Western Indonesia Time", "Jakarta"},
    {"Asia/Singapore", "Singapore Time", "Singapore"},
    {"Asia/Hong_Kong", "Hong Kong Time", "Hong Kong"},
    {"Asia/Manila", "Philippine Time", "Manila"},
    {"Asia/Shanghai", "China Time", "Shanghai, Beijing"},
    {"Asia/Taipei", "Taipei Time", "Taipei"},
    {"Australia/Perth", "Western Australia Time", "Perth"},
    {"Asia/Seoul", "Korea Time", "Seoul"},
    {"Asia/Tokyo", "Japan Time", "Tokyo"},
    {"Australia/Adelaide", "Central Australia Time", "Adelaide"},
    {"Australia/Brisbane", "Queensland Time", "Brisbane"},
    {"Australia/Sydney", "Eastern Australia Time", "Sydney, Melbourne"},
    {"Pacific/Auckland", "New Zealand Time", "Auckland"},
    {NULL, NULL, NULL},
};

const struct zone *zone_find(struct text zone)
{
    for (const struct zone *one = zones; one->zone != NULL; one++)
        if (text_is(zone, one->zone))
            return one;
    return NULL;
}
