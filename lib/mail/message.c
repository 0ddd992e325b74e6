/* A mail as bytes: headers, encoded words and quoted-printable. */
#include "mail/message.h"

#include "base/unicode.h"
#include "format/instant.h"

#include <string.h>
#include <time.h>

/* A line without its CRLF: the shortest limit there is, of RFC 2047 section 2 and RFC 2045 section 6.7. */
enum { LINE_LENGTH = 76, MESSAGE_ID_LENGTH = 250 };

/* A message's texts after tidying. */
struct tidied {
    struct text from_name;
    struct text to_name;
    struct text subject;
    struct text body;
};

/* ---- Headers ---- */

/* A header that is being written: words after a space, or on a new line when the last one is full. */
struct header {
    struct buffer *bytes;
    size_t column; /* in the line that is being written */
    bool empty;    /* there is no word yet: the first stays on the line of the header's name */
};

static struct header begin_header(struct buffer *bytes, const char *name)
{
    buffer_add_string(bytes, name);
    buffer_add_byte(bytes, ':');
    return (struct header){bytes, strlen(name) + 1, true};
}

static void add_word(struct header *header, struct text word)
{
    if (!header->empty && header->column + 1 + word.length > LINE_LENGTH) {
        buffer_add_string(header->bytes, "\r\n");
        header->column = 0;
    }
    buffer_add_byte(header->bytes, ' ');
    buffer_add(header->bytes, word);
    header->column += 1 + word.length;
    header->empty = false;
}

static void end_header(struct header *header)
{
    buffer_add_string(header->bytes, "\r\n");
}

static void write_header(struct buffer *bytes, const char *name, struct text value)
{
    struct header header = begin_header(bytes, name);
    add_word(&header, value);
    end_header(&header);
}

/* Whether tidied text may stand in a header as it is. What looks like an encoded word would be read as one. */
static bool is_plain(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < ' ' || text.bytes[i] > '~' ||
            (text.bytes[i] == '=' && i + 1 < text.length && text.bytes[i + 1] == '?'))
            return false;
    return true;
}

static void add_escaped(struct buffer *bytes, char byte)
{
    static const char digits[] = "0123456789ABCDEF"; /* capitals, as both RFCs want */
    unsigned value = (unsigned char)byte;
    buffer_add_byte(bytes, '=');
    buffer_add_byte(bytes, digits[value >> 4]);
    buffer_add_byte(bytes, digits[value & 15]);
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

/* Appends the character at the start of the text in RFC 2047's "Q" encoding, with nothing raw that a phrase forbids,
 * and returns its length in the text. */
static size_t encode_character(struct buffer *bytes, struct text text)
{
    size_t length = 0;
    do {
        char byte = text.bytes[length++];
        if (is_letter_or_digit(byte))
            buffer_add_byte(bytes, byte);
        else if (byte == ' ')
            buffer_add_byte(bytes, '_');
        else
            add_escaped(bytes, byte);
    } while (length < text.length && ((unsigned char)text.bytes[length] & 0xC0) == 0x80);
    return length;
}

/* Adds tidied text as encoded words, each of whole characters and with a line to itself after the first. */
static void add_encoded(struct header *header, struct text text)
{
    struct buffer word = {0};
    while (!text_is_empty(text)) {
        size_t room = LINE_LENGTH - 1 - (header->empty ? header->column : 0);
        word.length = 0;
        buffer_add_string(&word, "=?utf-8?Q?");
        while (!text_is_empty(text)) {
            size_t before = word.length, taken = encode_character(&word, text);
            if (word.length + 2 > room) {
                word.length = before;
                break;
            }
            text = text_part(text, taken, text.length);
        }
        buffer_add_string(&word, "?=");
        add_word(header, buffer_text(&word));
    }
    buffer_free(&word);
}

static void write_subject(struct buffer *bytes, struct text subject)
{
    struct header header = begin_header(bytes, "Subject");
    if (is_plain(subject) && header.column + 1 + subject.length <= LINE_LENGTH)
        add_word(&header, subject);
    else
        add_encoded(&header, subject);
    end_header(&header);
}

/* A display name as a quoted string or as encoded words, then the address in angle brackets. */
static void write_mailbox(struct buffer *bytes, const char *name, struct text person, struct text address)
{
    struct header header = begin_header(bytes, name);
    struct buffer word = {0};
    if (!text_is_empty(person)) {
        buffer_add_byte(&word, '"');
        for (size_t i = 0; i < person.length; i++) {
            if (person.bytes[i] == '"' || person.bytes[i] == '\\')
                buffer_add_byte(&word, '\\');
            buffer_add_byte(&word, person.bytes[i]);
        }
        buffer_add_byte(&word, '"');
        if (is_plain(person) && header.column + 1 + word.length <= LINE_LENGTH)
            add_word(&header, buffer_text(&word));
        else
            add_encoded(&header, person);
    }
    word.length = 0;
    buffer_add_byte(&word, '<');
    buffer_add(&word, address);
    buffer_add_byte(&word, '>');
    add_word(&header, buffer_text(&word));
    end_header(&header);
    buffer_free(&word);
}

/* "Sat, 05 Dec 2026 22:00:00 +0000", whatever the language of the machine. */
static void write_date(struct buffer *bytes, const struct instant *instant)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm day = {.tm_year = instant->year - 1900, .tm_mon = instant->month - 1, .tm_mday = instant->day};
    timegm(&day); /* finds the day of the week */
    buffer_print(bytes, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[day.tm_wday], instant->day,
                 months[instant->month - 1], instant->year, instant->hour, instant->minute, instant->second);
}

/* ---- The body ---- */

/* Whether any server on the way will hand the body on unchanged when it goes as it is. */
static bool is_safe(struct text body)
{
    while (!text_is_empty(body)) {
        struct text line = text_cut(&body, '\n');
        if (line.length > LINE_LENGTH || text_starts(line, text_of(".")) || text_starts(line, text_of("From ")) ||
            text_ends(line, text_of(" ")))
            return false;
        for (size_t i = 0; i < line.length; i++)
            if (line.bytes[i] < ' ' || line.bytes[i] > '~')
                return false;
    }
    return true;
}

/* Whether the first byte has to be escaped, being the first of a written line or the last of its own: dots and
 * "From " at the start of a line and spaces at the end are what careless servers change. */
static bool is_unsafe_at(struct text rest, bool first)
{
    char byte = rest.bytes[0];
    if (byte == ' ' || byte == '\t')
        return rest.length == 1;
    if (first && (byte == '.' || text_starts(rest, text_of("From "))))
        return true;
    return byte < '!' || byte > '~' || byte == '=';
}

static void write_quoted_line(struct buffer *bytes, struct text line)
{
    size_t column = 0;
    for (; !text_is_empty(line); line = text_part(line, 1, line.length)) {
        size_t width = is_unsafe_at(line, column == 0) ? 3 : 1;
        size_t room = line.length == 1 ? LINE_LENGTH : LINE_LENGTH - 1; /* the "=" that joins lines counts */
        if (column + width > room) {
            buffer_add_string(bytes, "=\r\n");
            column = 0;
            width = is_unsafe_at(line, true) ? 3 : 1;
        }
        if (width == 3)
            add_escaped(bytes, line.bytes[0]);
        else
            buffer_add_byte(bytes, line.bytes[0]);
        column += width;
    }
}

static void write_body(struct buffer *bytes, struct text body)
{
    bool safe = is_safe(body);
    write_header(bytes, "Content-Transfer-Encoding", text_of(safe ? "7bit" : "quoted-printable"));
    buffer_add_string(bytes, "\r\n");
    while (!text_is_empty(body)) {
        struct text line = text_cut(&body, '\n');
        if (safe)
            buffer_add(bytes, line);
        else
            write_quoted_line(bytes, line);
        buffer_add_string(bytes, "\r\n");
    }
}

/* ---- The whole ---- */

static bool is_message_id(struct text text)
{
    if (text.length < 3 || text.length > MESSAGE_ID_LENGTH || text.bytes[0] != '<' ||
        text.bytes[text.length - 1] != '>')
        return false;
    struct text right = text_part(text, 1, text.length - 2);
    struct text left = text_cut(&right, '@');
    return mail_is_dot_atom(left) && !text_is_absent(right) && mail_is_dot_atom(right);
}

static bool check(const struct mail_message *message, struct text subject, struct instant *date, struct fault *fault)
{
    if (!mail_address_is_valid(message->from.address))
        return fault_set(fault, FAULT_INVALID, "from", "The sender’s e-mail address is not valid.");
    if (!mail_address_is_valid(message->to.address))
        return fault_set(fault, FAULT_INVALID, "to", "The recipient’s e-mail address is not valid.");
    if (!text_is_absent(message->reply_to) && !mail_address_is_valid(message->reply_to))
        return fault_set(fault, FAULT_INVALID, "reply_to", "The e-mail address for replies is not valid.");
    if (text_is_empty(subject))
        return fault_set(fault, FAULT_INVALID, "subject", "A mail needs a subject.");
    if (!is_message_id(message->message_id))
        return fault_set(fault, FAULT_INVALID, "message_id", "A mail’s id looks like <letters@host>.");
    if (!instant_read(message->date, date))
        return fault_set(fault, FAULT_INVALID, "date", "A mail’s date looks like 2026-12-05T22:00:00Z.");
    return true;
}

static void write_message(const struct mail_message *message, const struct tidied *tidied, const struct instant *date,
                          struct buffer *bytes)
{
    write_date(bytes, date);
    write_mailbox(bytes, "From", tidied->from_name, message->from.address);
    write_mailbox(bytes, "To", tidied->to_name, message->to.address);
    if (!text_is_absent(message->reply_to))
        write_mailbox(bytes, "Reply-To", text_absent, message->reply_to);
    write_subject(bytes, tidied->subject);
    write_header(bytes, "Message-ID", message->message_id);
    write_header(bytes, "MIME-Version", text_of("1.0"));
    write_header(bytes, "Content-Type", text_of("text/plain; charset=utf-8"));
    write_header(bytes, "Auto-Submitted", text_of("auto-generated")); /* RFC 3834: no out-of-office replies */
    write_body(bytes, tidied->body);
}

bool mail_write(const struct mail_message *message, struct buffer *bytes, struct fault *fault)
{
    struct arena *arena = arena_new();
    struct instant date;
    struct tidied tidied = {
        .from_name = unicode_tidy(arena, message->from.name),
        .to_name = unicode_tidy(arena, message->to.name),
        .subject = unicode_tidy(arena, message->subject),
        .body = unicode_tidy_lines(arena, message->body),
    };
    bool sound = check(message, tidied.subject, &date, fault);
    if (sound)
        write_message(message, &tidied, &date, bytes);
    arena_free(arena);
    return sound;
}
