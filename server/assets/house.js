/* What pages gain from a script; all of them are complete without it. */
'use strict';

/* Behind an official time, the visitor's own, where their clock shows something else. The official text begins
 * "Saturday, 5 December 2026, 5:00 pm"; the words to add, "your time", are the page's own. */
for (const time of document.querySelectorAll('time[data-local]')) {
    const instant = new Date(time.dateTime);
    if (isNaN(instant)) continue;
    const part = {};
    const format = new Intl.DateTimeFormat('en-US', {
        weekday: 'long', day: 'numeric', month: 'long', year: 'numeric',
        hour: 'numeric', minute: '2-digit', hourCycle: 'h12',
    });
    for (const { type, value } of format.formatToParts(instant)) part[type] = value;
    const date = `${part.weekday}, ${part.day} ${part.month} ${part.year}`;
    const clock = `${part.hour}:${part.minute} ${part.dayPeriod.toLowerCase()}`;
    const official = time.textContent.trim();
    if (official.startsWith(`${date}, ${clock}`)) continue;
    const own = document.createElement('span');
    own.className = 'own-time';
    own.textContent = ` (${official.startsWith(date) ? '' : `${date}, `}${clock} ${time.dataset.local})`;
    time.after(own);
}
