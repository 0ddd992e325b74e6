/* Atom: a feed of what was published. */
#include "format/atom.h"

#include "base/log.h"
#include "base/unicode.h"
#include "format/instant.h"

#include <libxml/xmlwriter.h>

struct atom_feed {
    struct arena *arena;
    xmlBuffer *document;
    xmlTextWriter *writer;
};

/* The writer fails only for want of memory: what it is given is well-formed. */
static void must(int result)
{
    if (result < 0)
        log_abort("libxml2 cannot write");
}

static void *claimed(void *memory)
{
    if (memory == NULL)
        log_abort("out of memory");
    return memory;
}

static bool is_missing(struct arena *arena, struct text text)
{
    return text_is_empty(unicode_tidy(arena, text));
}

static bool is_instant(struct text text)
{
    struct instant instant;
    return instant_read(text, &instant);
}

/* An element of text; none when the text is empty. */
static void write_element(struct atom_feed *feed, const char *name, struct text tidy)
{
    if (!text_is_empty(tidy))
        must(xmlTextWriterWriteElement(feed->writer, BAD_CAST name, BAD_CAST tidy.bytes));
}

static void write_line(struct atom_feed *feed, const char *name, struct text text)
{
    write_element(feed, name, unicode_tidy(feed->arena, text));
}

static void write_attribute(struct atom_feed *feed, const char *name, struct text text)
{
    struct text tidy = unicode_tidy(feed->arena, text);
    must(xmlTextWriterWriteAttribute(feed->writer, BAD_CAST name, BAD_CAST tidy.bytes));
}

static void write_link(struct atom_feed *feed, const char *relation, const char *type, struct text address)
{
    if (text_is_empty(address))
        return;
    must(xmlTextWriterStartElement(feed->writer, BAD_CAST "link"));
    write_attribute(feed, "rel", text_of(relation));
    write_attribute(feed, "type", text_of(type));
    write_attribute(feed, "href", address);
    must(xmlTextWriterEndElement(feed->writer));
}

struct atom_feed *atom_begin(struct arena *arena, const struct atom_head *head)
{
    if (is_missing(arena, head->id) || is_missing(arena, head->title) || is_missing(arena, head->author) ||
        !is_instant(head->updated))
        return NULL;
    struct atom_feed *feed = arena_new_of(arena, struct atom_feed);
    feed->arena = arena;
    feed->document = claimed(xmlBufferCreate());
    xmlBufferSetAllocationScheme(feed->document, XML_BUFFER_ALLOC_DOUBLEIT);
    feed->writer = claimed(xmlNewTextWriterMemory(feed->document, 0));
    must(xmlTextWriterSetIndent(feed->writer, 1));
    must(xmlTextWriterStartDocument(feed->writer, "1.0", "UTF-8", NULL));
    must(xmlTextWriterStartElement(feed->writer, BAD_CAST "feed"));
    write_attribute(feed, "xmlns", text_of("http://www.w3.org/2005/Atom"));
    write_line(feed, "id", head->id);
    write_line(feed, "title", head->title);
    write_link(feed, "self", "application/atom+xml", head->self);
    write_link(feed, "alternate", "text/html", head->alternate);
    write_line(feed, "updated", head->updated);
    must(xmlTextWriterStartElement(feed->writer, BAD_CAST "author"));
    write_line(feed, "name", head->author);
    must(xmlTextWriterEndElement(feed->writer));
    return feed;
}

bool atom_add(struct atom_feed *feed, const struct atom_entry *entry)
{
    if (is_missing(feed->arena, entry->id) || is_missing(feed->arena, entry->title) ||
        is_missing(feed->arena, entry->link) || !is_instant(entry->updated) ||
        (!text_is_absent(entry->published) && !is_instant(entry->published)))
        return false;
    must(xmlTextWriterStartElement(feed->writer, BAD_CAST "entry"));
    write_line(feed, "id", entry->id);
    write_line(feed, "title", entry->title);
    write_link(feed, "alternate", "text/html", entry->link);
    write_line(feed, "updated", entry->updated);
    write_line(feed, "published", entry->published);
    if (!text_is_empty(entry->category)) {
        must(xmlTextWriterStartElement(feed->writer, BAD_CAST "category"));
        write_attribute(feed, "term", entry->category);
        must(xmlTextWriterEndElement(feed->writer));
    }
    write_element(feed, "summary", unicode_tidy_lines(feed->arena, entry->summary));
    must(xmlTextWriterEndElement(feed->writer));
    return true;
}

void atom_end(struct atom_feed *feed, struct buffer *out)
{
    must(xmlTextWriterEndDocument(feed->writer)); /* also ends "feed" */
    xmlFreeTextWriter(feed->writer);              /* and with it what it had not yet written out */
    buffer_add(out, text_from((const char *)xmlBufferContent(feed->document), (size_t)xmlBufferLength(feed->document)));
    xmlBufferFree(feed->document);
    feed->writer = NULL;
    feed->document = NULL;
}
