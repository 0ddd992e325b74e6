/* Scoring by the keyboard. While the rubric has the focus, digits give the score of the criterion in which the focus is,
 * and n and p go to the next and the previous one; in a text box all keys are for typing. */
'use strict';

for (const rubric of document.querySelectorAll('[data-rubric]')) {
    const criteria = [...rubric.querySelectorAll('[data-save]')];
    const isTyping = ({ tagName, type }) => tagName === 'TEXTAREA' || (tagName === 'INPUT' && type !== 'radio');

    /* At what is chosen of it, or the first that can be. */
    const enter = (criterion) =>
        (criterion?.querySelector('input:checked') ?? criterion?.querySelector('[type=radio], textarea'))?.focus();

    const give = (criterion, score) => {
        const choice = criterion?.querySelector(`[type=radio][value="${score}"]`);
        choice?.focus();
        choice?.click();
    };

    rubric.addEventListener('keydown', (event) => {
        const { key, target } = event;
        if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(target)) return;
        const at = criteria.findIndex((criterion) => criterion.contains(target));
        if (key === 'n') enter(criteria[at + 1]);
        else if (key === 'p') enter(criteria[at - 1]);
        else if (/^\d$/.test(key) && 'digits' in rubric.dataset) give(criteria[at], key);
        else return;
        event.preventDefault();
    });
    for (const help of rubric.querySelectorAll('[data-keys]')) help.hidden = false; /* said only where it is so */
}
