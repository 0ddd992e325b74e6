// Who may do what: every route of the site, in the order of the route tables, and what comes of it. This is the page
// to read for an audit; permissions.test.mjs asks the house for every word that stands here.
//
//     may      it is shown (200), or done (303, or 200 for scripts)
//     same     it is taken, and changes nothing: as when a form is sent twice
//     no       it is said that this cannot be done (403, 409), and nothing changes
//     hidden   there is no such page (404), and nothing changes
//     sign-in  it leads to the sign-in (303, 401), and nothing changes

// The roles, each by a person who is nothing else: another member than the nominator; who is nominated; who has put
// the nomination; who writes a letter for it and has the link from the mail, but no account; a member and the chair of
// the award's committee; a member of its organization's board, which stands aside from the award; the office's staff;
// an administrator. All but referees come to a letter's page with a link that is for something else, and to the page
// that sets a password everybody comes with the link for it, which is all that it asks for.
//
// The nomination is one that was put forward by the nominator and is in a state in which they may do what is asked.
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
GET  /staff/mail/{mail}                                    sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      may
POST /staff/mail/{mail}                                    sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      no

GET  /staff/people                                         sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      may
POST /staff/people                                         sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      may
GET  /staff/likenesses                                     sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      hidden
POST /staff/likenesses                                     sign-in  hidden   hidden   hidden     sign-in  hidden    hidden   hidden   may      hidden
`;

// What a nominator may do with a nomination (the routes below /nominations/{nomination}), by its state. A draft and
// what was submitted are changed until the close of the call; what was returned, until the date that was set for it,
// which is mostly after the close: the late ones are beyond that. "Judged" is every state between the office's check
// and the announcement (eligible, proposed, ratified), for which all answers are the same, to the letter. The draft
// has never been submitted. The letter has been asked for and not answered; letters are taken until some days after
// the close. Nobody but the nominator is let in, whatever the state.
export const STATES = `
                                          in time                    late
                                          draft  submitted returned  draft  submitted returned  withdrawn ineligible judged announced not_chosen
GET  /nominations/{nomination}
GET    /                                  may    may       may       may    may       may       may       may        may    may       may
GET    /check                             may    may       may       may    may       may       may       may        may    may       may
POST   /submit                            may    same      may       no     same      no        no        no         no     no        no
GET    /receipt                           hidden may       may       hidden may       may       may       may        may    may       may
POST   /take-back                         same   may       same      same   no        same      no        no         no     no        no
`;
