/* The order of a form's questions. */
#include "awards/form_order.h"

static void reverse(struct placed *items, size_t from, size_t to)
{
    while (from + 1 < to) {
        struct placed kept = items[from];
        items[from++] = items[--to];
        items[to] = kept;
    }
}

/* What stands from `from` to `middle` changes places with what stands from there to `to`. */
static void swap_blocks(struct placed *items, size_t from, size_t middle, size_t to)
{
    reverse(items, from, middle);
    reverse(items, middle, to);
    reverse(items, from, to);
}

static bool is_one_part(const struct form_order *order, size_t one, size_t other)
{
    return text_equal(order->items[one].part, order->items[other].part);
}

static size_t part_begin(const struct form_order *order, size_t at)
{
    while (at > 0 && is_one_part(order, at - 1, at))
        at--;
    return at;
}

static size_t part_end(const struct form_order *order, size_t at)
{
    while (at + 1 < order->count && is_one_part(order, at, at + 1))
        at++;
    return at + 1;
}

bool form_order_step(struct form_order *order, size_t at, bool is_up)
{
    if (is_up ? at == 0 : at + 1 >= order->count)
        return false;
    size_t other = is_up ? at - 1 : at + 1, first = is_up ? other : at;
    if (is_one_part(order, at, other))
        swap_blocks(order->items, first, first + 1, first + 2);
    else
        order->items[at].part = order->items[other].part;
    return true;
}

bool form_order_step_part(struct form_order *order, size_t at, bool is_up)
{
    size_t begin = part_begin(order, at), end = part_end(order, at);
    if (is_up ? begin == 0 : end == order->count)
        return false;
    if (is_up)
        swap_blocks(order->items, part_begin(order, begin - 1), begin, end);
    else
        swap_blocks(order->items, begin, end, part_end(order, end));
    return true;
}

void form_order_put(struct form_order *order, size_t at, struct text part, bool is_whole)
{
    size_t own_begin = part_begin(order, at), own_end = part_end(order, at);
    size_t begin = is_whole ? own_begin : at, end = is_whole ? own_end : at + 1;
    size_t target = own_end - own_begin == end - begin ? begin : own_end;
    for (size_t i = 0; i < order->count; i++)
        if ((i < begin || i >= end) && text_equal(order->items[i].part, part))
            target = i + 1;
    for (size_t i = begin; i < end; i++)
        order->items[i].part = part;
    if (target < begin)
        swap_blocks(order->items, target, begin, end);
    else if (target > end)
        swap_blocks(order->items, begin, end, target);
}

size_t form_order_find(const struct form_order *order, struct uuid id)
{
    size_t at = 0;
    while (at < order->count && !text_equal(uuid_text(&order->items[at].id), uuid_text(&id)))
        at++;
    return at;
}
