/* Addresses with a query string: what is escaped, and that what was put in comes out again. */
#include "http/address.h"

#include "http/request.h"

#include "test.h"

#include <stdio.h>

static void fields_are_added(void **state)
{
    (void)state;
    struct buffer address = {0};
    buffer_add_string(&address, "/honorees");
    address_add(&address, "q", text_absent);
    address_add(&address, "award", text_empty);
    assert_text(buffer_text(&address), "/honorees");
    address_add(&address, "q", text_of("zoë & co"));
    assert_text(buffer_text(&address), "/honorees?q=zo%C3%AB%20%26%20co");
    address_add(&address, "award", text_empty);
    address_add(&address, "year", text_of("2019"));
    assert_text(buffer_text(&address), "/honorees?q=zo%C3%AB%20%26%20co&year=2019");
    buffer_free(&address);
    address_add(&address, "q", text_of("x"));
    assert_text(buffer_text(&address), "?q=x");
    buffer_free(&address);
}

/* RFC 3986, section 2.3: these alone need no escape. */
static void only_unreserved_characters_stay(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        struct buffer address = {0};
        char character = (char)byte;
        address_add(&address, "q", text_from(&character, 1));
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool plain = letter || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
        char wanted[16];
        snprintf(wanted, sizeof wanted, plain ? "?q=%c" : "?q=%%%02X", plain ? character : byte);
        assert_text(buffer_text(&address), wanted);
        buffer_free(&address);
    }
}

static void what_is_put_in_comes_out(void **state)
{
    (void)state;
    static const char *const values[] = {"plain", "a+b c", "100%", "a=b&c=d", "?#/\\", "zoë 王", "%41", "&", "=", "\""};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct buffer address = {0};
        buffer_add_string(&address, "/a");
        address_add(&address, "before", text_of("1"));
        address_add(&address, "q", text_of(values[i]));
        address_add(&address, "behind", text_of("2"));
        buffer_add_byte(&address, '\0');
        struct request *request = request_new(address.bytes);
        assert_text(request_query(request, arena, "q"), values[i]);
        assert_text(request_query(request, arena, "behind"), "2");
        request_free(request);
        buffer_free(&address);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_added),
        cmocka_unit_test(only_unreserved_characters_stay),
        cmocka_unit_test(what_is_put_in_comes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
