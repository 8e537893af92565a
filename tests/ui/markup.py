"""HTML as a tree that two ways of writing the same page share: whitespace and order of attributes set aside."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list = []
        self.open: list[list] = [self.root]

    def handle_starttag(self, tag, attrs):
        held = {name: " ".join((value or "").split()) for name, value in attrs}
        node = [tag, held, []]
        self.open[-1].append(node)
        if tag not in VOID:
            self.open.append(node[2])

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        text = " ".join(data.split())
        if text:
            self.open[-1].append(text)


def tree(html: str) -> list:
    """The document as nested [tag, attributes, children] lists."""
    parser = _Tree()
    parser.feed(html)
    parser.close()
    assert len(parser.open) == 1, "an element was left open"
    return parser.root
