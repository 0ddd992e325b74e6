/* The order of a form's questions: steps, parts, and going into another part. */
#include "awards/form_order.h"

#include "arena.h"
#include "test.h"

enum { ITEMS_MOST = 8 };

static struct placed items[ITEMS_MOST];

/* From "a1 a2 b3": part a with two items, and b with one. The digit is what an item is known by. */
static struct form_order order_of(const char *written)
{
    struct form_order order = {items, 0};
    for (struct text rest = text_of(written); !text_is_empty(rest);) {
        struct text word = text_cut(&rest, ' ');
        items[order.count] = (struct placed){.part = text_part(word, 0, 1)};
        items[order.count++].id.characters[0] = word.bytes[1];
    }
    return order;
}

static void assert_order(const struct form_order *order, const char *wanted)
{
    buffer_free(&out);
    for (size_t i = 0; i < order->count; i++)
        buffer_print(&out, "%s%.*s%c", i == 0 ? "" : " ", TEXT_ARGUMENTS(order->items[i].part),
                     order->items[i].id.characters[0]);
    assert_text(buffer_text(&out), wanted);
}

static size_t at_of(const struct form_order *order, char known)
{
    size_t at = 0;
    while (order->items[at].id.characters[0] != known)
        at++;
    return at;
}

static void items_step(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        char item;
        bool is_up;
        const char *after; /* NULL: no further */
    } cases[] = {
        {"a1 a2 b3", '2', true, "a2 a1 b3"},
        {"a1 a2 b3", '1', false, "a2 a1 b3"},
        {"a1 a2 b3", '2', false, "a1 b2 b3"},
        {"a1 a2 b3", '3', true, "a1 a2 a3"},
        {"a1 a2 b3", '1', true, NULL},
        {"a1 a2 b3", '3', false, NULL},
        {"a1 b2 c3", '2', true, "a1 a2 c3"},
        {"a1 b2 c3", '2', false, "a1 c2 c3"},
        {"a1", '1', true, NULL},
        {"a1", '1', false, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form_order order = order_of(cases[i].before);
        bool moved = form_order_step(&order, at_of(&order, cases[i].item), cases[i].is_up);
        assert_int_equal(moved, cases[i].after != NULL);
        assert_order(&order, moved ? cases[i].after : cases[i].before);
    }
}

static void parts_step(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        char item;
        bool is_up;
        const char *after;
    } cases[] = {
        {"a1 a2 b3 c4 c5", '3', true, "b3 a1 a2 c4 c5"},
        {"a1 a2 b3 c4 c5", '3', false, "a1 a2 c4 c5 b3"},
        {"a1 a2 b3 c4 c5", '1', false, "b3 a1 a2 c4 c5"},
        {"a1 a2 b3 c4 c5", '5', true, "a1 a2 c4 c5 b3"},
        {"a1 a2 b3 c4 c5", '2', true, NULL},
        {"a1 a2 b3 c4 c5", '4', false, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form_order order = order_of(cases[i].before);
        bool moved = form_order_step_part(&order, at_of(&order, cases[i].item), cases[i].is_up);
        assert_int_equal(moved, cases[i].after != NULL);
        assert_order(&order, moved ? cases[i].after : cases[i].before);
    }
}

static void items_go_into_parts(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        char item;
        const char *part;
        bool is_whole;
        const char *after;
    } cases[] = {
        {"a1 a2 b3 b4", '1', "b", false, "a2 b3 b4 b1"}, {"a1 a2 b3 b4", '4', "a", false, "a1 a2 a4 b3"},
        {"a1 a2 b3 b4", '2', "b", false, "a1 b3 b4 b2"}, {"a1 a2 b3 b4", '1', "n", false, "a2 n1 b3 b4"},
        {"a1 a2 b3 b4", '2', "n", false, "a1 n2 b3 b4"}, {"a1 b2 c3", '2', "n", false, "a1 n2 c3"},
        {"a1 a2 b3 b4", '2', "n", true, "n1 n2 b3 b4"},  {"a1 a2 b3 c4", '1', "b", true, "b3 b1 b2 c4"},
        {"a1 b2 c3 c4", '4', "a", true, "a1 a3 a4 b2"},  {"a1 b2", '2', "a", true, "a1 a2"},
        {"a1 a2 b3 _4", '4', "a", false, "a1 a2 a4 b3"}, {"a1 a2 b3 _4", '4', "n", false, "a1 a2 b3 n4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form_order order = order_of(cases[i].before);
        form_order_put(&order, at_of(&order, cases[i].item), text_of(cases[i].part), cases[i].is_whole);
        assert_order(&order, cases[i].after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_step),
        cmocka_unit_test(parts_step),
        cmocka_unit_test(items_go_into_parts),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
