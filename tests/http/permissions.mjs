// Who may do what: every route of the site, in the order of the route tables, and what comes of it. This is the page
// to read for an audit; permissions.test.mjs asks the house for every word that stands here.
//
//     may      it is shown (200), or done (303, or 200 for scripts)
//     same     it is taken, and changes nothing: as when a form is sent twice
//     no       it is said that this cannot be done (403, 409), and nothing changes
//     wrong    it is said that the form names what is not there (422), and nothing changes
//     hidden   there is no such page (404), and nothing changes
//     sign-in  it leads to the sign-in (303, 401), and nothing changes

// The roles, each by somebody who has no other: a member; who is nominated; who put the nomination; who was asked for a
// letter, and has the link from the mail and no account; a member of the award's committee; another one, who is in
// conflict with the nomination; the committee's chair; a member of the board, which stands aside from the award; the
// office's staff; an administrator. The nomination, or the cycle, is in a state in which whoever may do what is asked can
// do it. Only the referee comes to a letter with a link for it, the others with one for something else; to the page that
// sets a password everybody comes with the link for it, which is all it asks for.
export const ROUTES = `
                                                              visitor member nominee nominator referee reviewer conflicted chair  board  staff  administrator
GET  /                                                        may     may    may     may       may     may      may        may    may    may    may

GET  /awards                                                  may     may    may     may       may     may      may        may    may    may    may
GET  /awards/{slug}                                           may     may    may     may       may     may      may        may    may    may    may
GET  /deadlines.ics                                           may     may    may     may       may     may      may        may    may    may    may

GET  /honorees                                                may     may    may     may       may     may      may        may    may    may    may
GET  /honorees/{year}                                         may     may    may     may       may     may      may        may    may    may    may
GET  /honorees/people/{person}                                may     may    may     may       may     may      may        may    may    may    may

GET  /honorees.json                                           may     may    may     may       may     may      may        may    may    may    may
GET  /honorees.csv                                            may     may    may     may       may     may      may        may    may    may    may
GET  /honorees.atom                                           may     may    may     may       may     may      may        may    may    may    may

GET  /health                                                  may     may    may     may       may     may      may        may    may    may    may
GET  /ready                                                   may     may    may     may       may     may      may        may    may    may    may
GET  /metrics                                                 may     may    may     may       may     may      may        may    may    may    may

GET  /sign-in                                                 may     may    may     may       may     may      may        may    may    may    may
POST /sign-in                                                 may     may    may     may       may     may      may        may    may    may    may
POST /sign-out                                                same    may    may     may       same    may      may        may    may    may    may
GET  /forgotten                                               may     may    may     may       may     may      may        may    may    may    may
POST /forgotten                                               may     may    may     may       may     may      may        may    may    may    may
GET  /forgotten/sent                                          may     may    may     may       may     may      may        may    may    may    may
GET  /password/{token}                                        may     may    may     may       may     may      may        may    may    may    may
POST /password/{token}                                        may     may    may     may       may     may      may        may    may    may    may

GET  /desk                                                    sign-in may    may     may       sign-in may      may        may    may    may    may

GET  /account                                                 sign-in may    may     may       sign-in may      may        may    may    may    may
POST /account/password                                        sign-in may    may     may       sign-in may      may        may    may    may    may
POST /account/sessions                                        sign-in may    may     may       sign-in may      may        may    may    may    may

GET  /awards/{slug}/nominate                                  sign-in may    may     may       sign-in may      may        may    may    may    may
POST /awards/{slug}/nominate                                  sign-in may    may     may       sign-in may      may        may    no     may    may
GET  /nominations/{nomination}                                sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
GET  /nominations/{nomination}/check                          sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/submit                         sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
GET  /nominations/{nomination}/receipt                        sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/take-back                      sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
GET  /nominations/{nomination}/nominee                        sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/nominee                        sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
GET  /nominations/{nomination}/withdraw                       sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/withdraw                       sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden

GET  /nominations/{nomination}/parts/{part}                   sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/parts/{part}                   sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/answers/{question}             sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden

GET  /nominations/{nomination}/documents/{question}           sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/documents/{question}           sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/documents/{question}/remove    sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
GET  /nominations/{nomination}/documents/{question}/file      sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden

GET  /nominations/{nomination}/letters                        sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/letters                        sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
GET  /nominations/{nomination}/letters/{letter}               sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/letters/{letter}/remind        sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/letters/{letter}/cancel        sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden
POST /nominations/{nomination}/letters/{letter}/address       sign-in hidden hidden  may       sign-in hidden   hidden     hidden hidden hidden hidden

GET  /letters/{token}                                         hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
POST /letters/{token}                                         hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
POST /letters/{token}/accept                                  hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
POST /letters/{token}/decline                                 hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
POST /letters/{token}/send                                    hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
POST /letters/{token}/take-back                               hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
GET  /letters/{token}/file                                    hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
POST /letters/{token}/file                                    hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden
POST /letters/{token}/file/remove                             hidden  hidden hidden  hidden    may     hidden   hidden     hidden hidden hidden hidden

GET  /staff/mail                                              sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    may
POST /staff/mail                                              sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/mail/{mail}                                       sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/mail/{mail}                                       sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden

GET  /staff/people                                            sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    may
POST /staff/people                                            sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    may
GET  /staff/likenesses                                        sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/likenesses                                        sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden

GET  /staff/organizations                                     sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden hidden may
POST /staff/organizations                                     sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden hidden may
GET  /staff/organizations/{organization}                      sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden hidden may
POST /staff/organizations/{organization}                      sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden hidden may
POST /staff/organizations/{organization}/offices              sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden hidden may
POST /staff/organizations/{organization}/offices/{office}/end sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden hidden may

GET  /staff/awards                                            sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/awards/new                                        sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/awards/new                                        sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/awards/{slug}                                     sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/awards/{slug}                                     sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/awards/{slug}/seats                               sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/awards/{slug}/seats/{seat}/end                    sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden

GET  /staff/awards/{slug}/cycles                              sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/awards/{slug}/cycles                              sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/cycles/{cycle}                                    sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}                                    sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/publish                            sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/unpublish                          sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/stand-ins                          sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/stand-ins/{stand_in}/end           sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden

GET  /staff/cycles/{cycle}/form                               sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/cycles/{cycle}/form/preview                       sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/cycles/{cycle}/form/{question}                    sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/form/{question}                    sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/form/{question}/remove             sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/form/{question}/move               sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/cycles/{cycle}/rubric                             sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/rubric                             sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/cycles/{cycle}/rubric/{criterion}                 sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/rubric/{criterion}                 sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/rubric/{criterion}/remove          sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/rubric/{criterion}/move            sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden

GET  /staff/cycles/{cycle}/nominations                        sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/nominations/{nomination}                          sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/nominations/{nomination}/screening                sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden

GET  /cycles/{cycle}/conflicts                                sign-in hidden hidden  hidden    sign-in may      may        may    may    may    hidden
POST /cycles/{cycle}/conflicts                                sign-in hidden hidden  hidden    sign-in may      same       may    may    may    hidden
GET  /cycles/{cycle}/conflicts/all                            sign-in hidden hidden  hidden    sign-in hidden   hidden     may    hidden may    hidden
GET  /conflicts/{conflict}/dismiss                            sign-in hidden hidden  hidden    sign-in hidden   hidden     may    hidden may    hidden
POST /conflicts/{conflict}/dismiss                            sign-in hidden hidden  hidden    sign-in hidden   hidden     may    hidden may    hidden

GET  /packets/{nomination}                                    sign-in hidden hidden  hidden    sign-in may      hidden     may    hidden may    hidden
GET  /packets/{nomination}/letters/{letter}                   sign-in hidden hidden  hidden    sign-in may      hidden     may    hidden may    hidden

GET  /reviews                                                 sign-in may    may     may       sign-in may      may        may    may    may    may
GET  /reviews/{review}                                        sign-in hidden hidden  hidden    sign-in may      hidden     hidden hidden hidden hidden
POST /reviews/{review}                                        sign-in hidden hidden  hidden    sign-in may      hidden     hidden hidden hidden hidden
POST /reviews/{review}/marks/{criterion}                      sign-in hidden hidden  hidden    sign-in may      hidden     hidden hidden hidden hidden
POST /reviews/{review}/reopen                                 sign-in hidden hidden  hidden    sign-in may      hidden     hidden hidden hidden hidden
GET  /reviews/{review}/recuse                                 sign-in hidden hidden  hidden    sign-in may      hidden     hidden hidden hidden hidden
POST /reviews/{review}/recuse                                 sign-in hidden hidden  hidden    sign-in may      hidden     hidden hidden hidden hidden

GET  /cycles/{cycle}/scores                                   sign-in hidden hidden  hidden    sign-in may      may        may    hidden may    hidden
GET  /cycles/{cycle}/scores/{nomination}                      sign-in hidden hidden  hidden    sign-in may      hidden     may    hidden may    hidden

GET  /cycles/{cycle}                                          sign-in hidden hidden  hidden    sign-in may      may        may    may    may    hidden
GET  /cycles/{cycle}/assignments                              sign-in hidden hidden  hidden    sign-in hidden   hidden     may    hidden hidden hidden
POST /cycles/{cycle}/assignments                              sign-in hidden hidden  hidden    sign-in hidden   hidden     may    hidden hidden hidden

GET  /cycles/{cycle}/decision                                 sign-in hidden hidden  hidden    sign-in may      hidden     may    may    may    hidden
POST /cycles/{cycle}/decision                                 sign-in hidden hidden  hidden    sign-in hidden   hidden     may    hidden hidden hidden
POST /cycles/{cycle}/decision/{nomination}                    sign-in hidden hidden  hidden    sign-in hidden   hidden     may    hidden hidden hidden
POST /cycles/{cycle}/ratification                             sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden may    hidden hidden

GET  /staff/cycles/{cycle}/announcement                       sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/announcement                       sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
POST /staff/cycles/{cycle}/announcement/cancel                sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
GET  /staff/cycles/{cycle}/preview                            sign-in hidden hidden  hidden    sign-in hidden   hidden     hidden hidden may    hidden
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
GET  /nominee                            may     may       may       may     may       may       may       may        may     may       may
POST /nominee                            may     no        may       no      no        no        no        no         no      no        no
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

// What those who act in a cycle may do, by what has become of a nomination in it; nobody else is let in, whatever has. In
// conflict with the nomination are the second reviewer, who has said so, the second chair, who has written a letter for
// it, and the second of the staff, who has said so too; the second member of the board is in conflict with another of
// the cycle's nominations, and is blind for its outcome; the third has not said with whom they are (silent). For
// a chair in conflict the deputy acts, for staff a stand-in. Where pages of a whole cycle are shown to somebody in conflict, that
// nomination is not on them.
//
// Received is what was submitted while the call is open; in all other states it has closed. What is eligible has judging
// to come, open, or closed; then its name is proposed, is sent back by the board, is ratified, has an instant at which it
// is announced (scheduled), is announced; or another name was. An eligible nomination has no review before judging opens,
// and none where it is to be assigned. Otherwise means all states that the route has no other line for.
export const JUDGING = `
                                                                          reviewer conflicted chair  conflicted deputy board  blind  silent staff  conflicted stand-in
GET  /nominations/{nomination}/documents/{question}/file
     draft returned withdrawn                                             hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     received submitted ineligible                                        hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     coming open closed sent_back not_chosen                              may      hidden     may    hidden     may    hidden hidden hidden may    hidden     may
     proposed ratified scheduled                                          may      hidden     may    hidden     may    may    hidden hidden may    hidden     may
     announced                                                            may      hidden     may    hidden     may    may    hidden may    may    hidden     may

GET  /staff/cycles/{cycle}/nominations
     always                                                               hidden   hidden     hidden hidden     hidden hidden hidden hidden may    may        may
GET  /staff/nominations/{nomination}
     draft                                                                hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     otherwise                                                            hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
POST /staff/nominations/{nomination}/screening
     draft                                                                hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     submitted ineligible coming                                          hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     otherwise                                                            hidden   hidden     hidden hidden     hidden hidden hidden hidden no     hidden     no

GET  /cycles/{cycle}/conflicts
     always                                                               may      may        may    may        may    may    may    may    may    may        may
POST /cycles/{cycle}/conflicts
     draft returned withdrawn ineligible                                  same     same       same   same       same   same   same   same   same   same       same
     received submitted                                                   same     same       same   same       same   same   same   same   may    same       may
     otherwise                                                            may      same       may    same       may    may    may    may    may    same       may
GET  /cycles/{cycle}/conflicts/all
     always                                                               hidden   hidden     may    may        may    hidden hidden hidden may    may        may
GET  /conflicts/{conflict}/dismiss
     draft                                                                hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     received submitted returned withdrawn ineligible                     hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     otherwise                                                            hidden   hidden     may    hidden     may    hidden hidden hidden may    hidden     may
POST /conflicts/{conflict}/dismiss
     draft                                                                hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     received submitted returned withdrawn ineligible                     hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     otherwise                                                            hidden   hidden     may    hidden     may    hidden hidden hidden may    hidden     may

GET  /packets/{nomination}
     draft                                                                hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     received submitted returned withdrawn ineligible                     hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     coming open closed sent_back not_chosen                              may      hidden     may    hidden     may    hidden hidden hidden may    hidden     may
     proposed ratified scheduled                                          may      hidden     may    hidden     may    may    hidden hidden may    hidden     may
     announced                                                            may      hidden     may    hidden     may    may    hidden may    may    hidden     may
GET  /packets/{nomination}/letters/{letter}
     draft returned withdrawn                                             hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     received submitted ineligible                                        hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     otherwise                                                            may      hidden     may    hidden     may    hidden hidden hidden may    hidden     may

GET  /cycles/{cycle}/scores
     always                                                               may      may        may    may        may    hidden hidden hidden may    may        may
GET  /cycles/{cycle}/scores/{nomination}
     draft received submitted returned withdrawn ineligible coming open   hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     otherwise                                                            may      hidden     may    hidden     may    hidden hidden hidden may    hidden     may

GET  /cycles/{cycle}
     always                                                               may      may        may    may        may    may    may    may    may    may        may
GET  /cycles/{cycle}/assignments
     always                                                               hidden   hidden     may    may        may    hidden hidden hidden hidden hidden     hidden
POST /cycles/{cycle}/assignments
     draft received submitted returned withdrawn ineligible               hidden   hidden     wrong  wrong      wrong  hidden hidden hidden hidden hidden     hidden
     coming open                                                          hidden   hidden     may    wrong      may    hidden hidden hidden hidden hidden     hidden
     otherwise                                                            hidden   hidden     no     wrong      no     hidden hidden hidden hidden hidden     hidden

GET  /cycles/{cycle}/decision
     draft withdrawn                                                      may      may        may    may        may    may    hidden may    may    may        may
     otherwise                                                            may      hidden     may    hidden     may    may    hidden may    may    hidden     may
POST /cycles/{cycle}/decision
     draft received submitted returned withdrawn ineligible               hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     closed sent_back                                                     hidden   hidden     may    hidden     may    hidden hidden hidden hidden hidden     hidden
     otherwise                                                            hidden   hidden     no     hidden     no     hidden hidden hidden hidden hidden     hidden
POST /cycles/{cycle}/decision/{nomination}
     draft received submitted returned withdrawn ineligible               hidden   hidden     hidden hidden     hidden hidden hidden hidden hidden hidden     hidden
     closed sent_back                                                     hidden   hidden     may    hidden     may    hidden hidden hidden hidden hidden     hidden
     otherwise                                                            hidden   hidden     no     hidden     no     hidden hidden hidden hidden hidden     hidden
POST /cycles/{cycle}/ratification
     proposed                                                             hidden   hidden     hidden hidden     hidden may    hidden no     hidden hidden     hidden
     ratified scheduled                                                   hidden   hidden     hidden hidden     hidden same   hidden no     hidden hidden     hidden
     otherwise                                                            hidden   hidden     hidden hidden     hidden no     hidden no     hidden hidden     hidden

GET  /staff/cycles/{cycle}/announcement
     draft withdrawn                                                      hidden   hidden     hidden hidden     hidden hidden hidden hidden may    may        may
     otherwise                                                            hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
POST /staff/cycles/{cycle}/announcement
     draft withdrawn                                                      hidden   hidden     hidden hidden     hidden hidden hidden hidden no     no         no
     ratified scheduled                                                   hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     otherwise                                                            hidden   hidden     hidden hidden     hidden hidden hidden hidden no     hidden     no
POST /staff/cycles/{cycle}/announcement/cancel
     draft withdrawn                                                      hidden   hidden     hidden hidden     hidden hidden hidden hidden same   same       same
     scheduled                                                            hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
     announced not_chosen                                                 hidden   hidden     hidden hidden     hidden hidden hidden hidden no     hidden     no
     otherwise                                                            hidden   hidden     hidden hidden     hidden hidden hidden hidden same   hidden     same
GET  /staff/cycles/{cycle}/preview
     draft withdrawn                                                      hidden   hidden     hidden hidden     hidden hidden hidden hidden may    may        may
     otherwise                                                            hidden   hidden     hidden hidden     hidden hidden hidden hidden may    hidden     may
`;

// What a reviewer may do with a review, by its state and that of the round; nobody else is let in, whatever they are.
// Stepped back has who is in conflict; taken up again can be what was stepped back from when the conflict was dismissed.
export const REVIEWS = `
                                          to come      open                                                   over
                                          not_started  not_started  draft  submitted  conflicted  dismissed   draft  submitted  conflicted
GET  /reviews/{review}                    may          may          may    may        hidden      may         may    may        hidden
POST /reviews/{review}                    no           may          may    no         hidden      no          no     no         hidden
POST /reviews/{review}/marks/{criterion}  no           may          may    no         no          no          no     no         no
POST /reviews/{review}/reopen             same         same         same   may        hidden      may         same   no         hidden
GET  /reviews/{review}/recuse             may          may          may    may        hidden      may         may    may        hidden
POST /reviews/{review}/recuse             may          may          may    may        same        may         may    may        same
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

// The table of which a route has a line for each state, or for several: its columns, and its rows by their routes, each
// with the words of each of these states.
export function readByStates(table, states) {
    const lines = table.split('\n').map((line) => line.trim().split(/\s+/)).filter(([first]) => first !== '');
    const [columns, ...rest] = lines;
    const rows = [];
    for (const line of rest) {
        const words = line.slice(-columns.length);
        const named = line.slice(0, -columns.length);
        if (/^[A-Z]+$/.test(line[0])) rows.push({ method: line[0], path: line[1], route: line.join(' '), byState: {} });
        else for (const state of ['always', 'otherwise'].includes(named[0]) ? states : named) rows.at(-1).byState[state] ??= words;
    }
    return { columns, rows };
}
