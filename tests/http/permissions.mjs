// Who may do what: every route of the site, in the order of the route tables, and what comes of it. This is the page
// to read for an audit; permissions.test.mjs asks the house for every word that stands here.
//
//     may      it is shown (200), or done (303, or 200 for scripts)
//     same     it is taken, and changes nothing: as when a form is sent twice
//     no       it is said that this cannot be done (403, 409), and nothing changes
//     hidden   there is no such page (404), and nothing changes
//     sign-in  it leads to the sign-in (303, 401), and nothing changes

// The roles, each by somebody who has no other: a member; who is nominated; who put the nomination; who was asked for a
// letter, and has the link from the mail and no account; a member and the chair of the award's committee; a member of
// the board, which stands aside from the award; the office's staff; an administrator. The nomination is in a state in
// which its nominator may do what is asked. Only the referee comes to a letter with a link for it, the others with one
// for something else; to the page that sets a password everybody comes with the link for it, which is all it asks for.
export const ROUTES = `
                                                           visitor  member   nominee  nominator  referee  reviewer  chair    board    staff    administrator
GET  /                                                     may      may      may      may        may      may       may      may      may      may

GET  /awards                                               may      may      may      may        may      may       may      may      may      may
GET  /awards/{slug}                                        may      may      may      may        may      may       may      may      may      may
GET  /deadlines.ics                                        may      may      may      may        may      may       may      may      may      may

GET  /honorees                                             may      may      may      may        may      may       may      may      may      may
GET  /honorees/{year}                                      may      may      may      may        may      may       may      may      may      may
GET  /honorees/people/{person}                             may      may      may      may        may      may       may      may      may      may

GET  /honorees.json                                        may      may      may      may        may      may       may      may      may      may
GET  /honorees.csv                                         may      may      may      may        may      may       may      may      may      may
GET  /honorees.atom                                        may      may      may      may        may      may       may      may      may      may

GET  /health                                               may      may      may      may        may      may       may      may      may      may
GET  /ready                                                may      may      may      may        may      may       may      may      may      may
GET  /metrics                                              may      may      may      may        may      may       may      may      may      may

GET  /sign-in                                              may      may      may      may        may      may       may      may      may      may
POST /sign-in                                              may      may      may      may        may      may       may      may      may      may
POST /sign-out                                             same     may      may      may        same     may       may      may      may      may
GET  /forgotten                                            may      may      may      may        may      may       may      may      may      may
POST /forgotten                                            may      may      may      may        may      may       may      may      may      may
GET  /forgotten/sent                                       may      may      may      may        may      may       may      may      may      may
GET  /password/{token}                                     may      may      may      may        may      may       may      may      may      may
POST /password/{token}                                     may      may      may      may        may      may       may      may      may      may

GET  /desk                                                 sign-in  may      may      may        sign-in  may       may      may      may      may

GET  /account                                              sign-in  may      may      may        sign-in  may       may      may      may      may
POST /account/password                                     sign-in  may      may      may        sign-in  may       may      may      may      may
POST /account/sessions                                     sign-in  may      may      may        sign-in  may       may      may      may      may

GET  /awards/{slug}/nominate                               sign-in  may      may      may        sign-in  may       may      may      may      may
POST /awards/{slug}/nominate                               sign-in  may      may      may        sign-in  may       may      no       may      may
GET  /nominations/{nomination}                             sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
GET  /nominations/{nomination}/check                       sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/submit                      sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
GET  /nominations/{nomination}/receipt                     sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/take-back                   sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
GET  /nominations/{nomination}/withdraw                    sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/withdraw                    sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden

GET  /nominations/{nomination}/parts/{part}                sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/parts/{part}                sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/answers/{question}          sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden

GET  /nominations/{nomination}/documents/{question}        sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/documents/{question}        sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/documents/{question}/remove sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
GET  /nominations/{nomination}/documents/{question}/file   sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden

GET  /nominations/{nomination}/letters                     sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/letters                     sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
GET  /nominations/{nomination}/letters/{letter}            sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/letters/{letter}/remind     sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/letters/{letter}/cancel     sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden
POST /nominations/{nomination}/letters/{letter}/address    sign-in  hidden   hidden   may        sign-in  hidden    hidden   hidden   hidden   hidden

GET  /letters/{token}                                      hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
POST /letters/{token}                                      hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
POST /letters/{token}/accept                               hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
POST /letters/{token}/decline                              hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
POST /letters/{token}/send                                 hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
POST /letters/{token}/take-back                            hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
GET  /letters/{token}/file                                 hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
POST /letters/{token}/file                                 hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden
POST /letters/{token}/file/remove                          hidden   hidden   hidden   hidden     may      hidden    hidden   hidden   hidden   hidden

GET  /staff/mail                                           sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      may
GET  /staff/mail/{mail}                                    sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      hidden
POST /staff/mail/{mail}                                    sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      hidden

GET  /staff/people                                         sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      may
POST /staff/people                                         sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      may
GET  /staff/likenesses                                     sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      hidden
POST /staff/likenesses                                     sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      hidden
`;

// What a nominator may do with a nomination (the routes below /nominations/{nomination}), by its state; nobody else is
// let in, whatever the state. A draft, and what was submitted, may be changed until the close of the call, what was
// returned until the date that was set for it, which is after the close; late is what comes after that. Judged are all
// states between the office's check and the announcement (eligible, proposed, ratified): nominators cannot tell them
// apart. The drafts were never submitted. The letter was asked for and is not answered; letters are still taken.
export const STATES = `
                                         in time                     late
                                         draft   submitted returned  draft   submitted returned  withdrawn ineligible judged  announced not_chosen
GET  /                                   may     may       may       may     may       may       may       may        may     may       may
GET  /check                              may     may       may       may     may       may       may       may        may     may       may
POST /submit                             may     same      may       no      same      no        no        no         no      no        no
GET  /receipt                            hidden  may       may       hidden  may       may       may       may        may     may       may
POST /take-back                          same    may       same      same    no        same      no        no         no      no        no
GET  /withdraw                           may     may       may       may     may       may       may       may        may     may       may
POST /withdraw                           may     may       may       no      no        no        same      no         no      no        no
GET  /parts/{part}                       may     may       may       may     may       may       may       may        may     may       may
POST /parts/{part}                       may     no        may       no      no        no        no        no         no      no        no
POST /answers/{question}                 may     no        may       no      no        no        no        no         no      no        no
GET  /documents/{question}               may     may       may       may     may       may       may       may        may     may       may
POST /documents/{question}               may     no        may       no      no        no        no        no         no      no        no
POST /documents/{question}/remove        may     no        may       no      no        no        no        no         no      no        no
GET  /documents/{question}/file          may     may       may       may     may       may       may       may        may     may       may
GET  /letters                            may     may       may       may     may       may       may       may        may     may       may
POST /letters                            may     may       may       no      may       no        no        no         may     no        no
GET  /letters/{letter}                   may     may       may       may     may       may       may       may        may     may       may
POST /letters/{letter}/remind            may     may       may       no      may       no        no        no         may     no        no
POST /letters/{letter}/cancel            may     may       may       may     may       may       may       no         may     no        no
POST /letters/{letter}/address           may     may       may       no      may       no        no        no         may     no        no
`;

// What the nominator and the referee may do with a letter, by its state, of a nomination that was submitted; late is
// after the date until which letters are taken. The referee who declined did so at once.
export const LETTERS = `
                                         in time                                        late
                                         requested opened  declined received cancelled  requested opened  declined received cancelled
GET  /letters/{letter}                   may       may     may      may      may        may       may     may      may      may
POST /letters/{letter}/remind            may       may     no       no       no         no        no      no       no       no
POST /letters/{letter}/cancel            may       may     no       no       same       no        no      no       no       same
POST /letters/{letter}/address           may       may     no       no       no         no        no      no       no       no
GET  /letters/{token}                    may       may     may      may      hidden     may       may     may      may      hidden
POST /letters/{token}                    no        may     no       no       hidden     no        no      no       no       hidden
POST /letters/{token}/accept             may       same    same     same     hidden     no        no      same     same     hidden
POST /letters/{token}/decline            may       may     same     same     hidden     no        no      same     same     hidden
POST /letters/{token}/send               no        may     no       same     hidden     no        no      no       same     hidden
POST /letters/{token}/take-back          same      same    same     may      hidden     same      same    same     no       hidden
GET  /letters/{token}/file               hidden    may     hidden   may      hidden     hidden    may     hidden   may      hidden
POST /letters/{token}/file               hidden    may     hidden   no       hidden     hidden    no      hidden   no       hidden
POST /letters/{token}/file/remove        same      may     same     no       hidden     same      no      same     no       hidden
`;

// A table as it stands above: its columns, and its rows by their routes. The line above the first row has the columns.
export function read(table) {
    const lines = table.split('\n').map((line) => line.trim().split(/\s+/));
    const first = lines.findIndex(([method]) => /^[A-Z]+$/.test(method));
    const rows = lines.slice(first).filter(([method]) => method !== '');
    return {
        columns: lines[first - 1],
        rows: rows.map(([method, path, ...words]) => ({ method, path, route: `${method} ${path}`, words })),
    };
}
