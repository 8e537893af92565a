"""A specification prepared for reading documents fast: what depends on what, and in which order it is judged.

Whether a question is asked depends on answers, and an answer to a question that is not asked is none. So what is
depended on is judged before: in an object by order of dependence, from the root by the order of the sections. The
loader refuses conditions for which no such order exists.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from finpro.rulebook import lookup
from finpro.rulebook.forms.conditions import written
from finpro.rulebook.forms.schema import Condition, Form, Page, Question, Section

# An object of a document and those around it.
Chain = tuple[Mapping[str, Any], "Chain | None"]
Report = Callable[[object, str, str], None]

FILING = ("type", "firm_crd", "individual_crd", "as_of")
DATED = ("date", "precision", "explanation")
_ROOT = -1


@dataclass(slots=True, eq=False)
class Test:
    """A condition with its path taken apart. `ups` is how many objects to climb; `_ROOT` begins at the root."""

    ups: int
    parts: tuple[str, ...]
    values: frozenset[object]
    boolean: bool
    negated: bool

    def holds(self, chain: Chain, root: Mapping[str, Any]) -> bool:
        """Whether it holds for the object at the head of `chain`."""
        found: Any = root
        if self.ups != _ROOT:
            for _ in range(self.ups):
                outer = chain[1]
                if outer is None:
                    break
                chain = outer
            found = chain[0]
        for place, part in enumerate(self.parts):
            if isinstance(found, list):
                return any(self._met(value) for value in _in_rows(found, self.parts[place:])) is not self.negated
            found = found.get(part) if isinstance(found, dict) else None
        return self._met(found) is not self.negated

    def _met(self, found: Any) -> bool:
        if not self.values:
            return answered(found)
        if isinstance(found, list):
            return any(isinstance(value, str) and value in self.values for value in found)
        if isinstance(found, dict):
            return False
        # Python takes 1 for True.
        return found in self.values and isinstance(found, bool) is self.boolean


def _in_rows(found: Any, parts: tuple[str, ...]) -> Iterable[Any]:
    """What stands at a path in each row of a list."""
    if isinstance(found, list) and parts:
        for row in found:
            yield from _in_rows(row, parts)
    elif parts:
        yield from _in_rows(found.get(parts[0]) if isinstance(found, dict) else None, parts[1:])
    else:
        yield found


def answered(value: object) -> bool:
    """Whether a value is an answer: not absent, not an empty text or list, not an object without any answer."""
    if isinstance(value, dict):
        return any(answered(part) for part in value.values())
    return value is not None and value not in ("", [])


@dataclass(slots=True, eq=False)
class Node:
    """A question with what is needed to judge it. `below` are the nodes of what stands under it."""

    question: Question
    key: str
    kind: str
    every: tuple[Test, ...]
    some: tuple[Test, ...]
    needed: bool
    needed_when: tuple[Test, ...]
    below: "Template | None"
    free: bool = field(init=False)

    def __post_init__(self) -> None:
        self.free = not self.every and not self.some

    def asked(self, chain: Chain, root: Mapping[str, Any]) -> bool:
        """Whether it is asked in the object at the head of `chain`, of a document judged so far."""
        for test in self.every:
            if not test.holds(chain, root):
                return False
        return not self.some or any(test.holds(chain, root) for test in self.some)

    def required(self, chain: Chain, root: Mapping[str, Any]) -> bool:
        """Whether an answer is needed to file, given that it is asked."""
        return self.needed and all(test.holds(chain, root) for test in self.needed_when)


@dataclass(slots=True)
class Template:
    """The questions of an object: as they stand (`nodes`), as they are judged (`order`), and by key."""

    nodes: tuple[Node, ...]
    order: tuple[Node, ...]
    by_key: dict[str, Node]


@dataclass(slots=True)
class SectionPlan:
    """A section: its questions, and the question that a section of shape list or codes is as a whole."""

    section: Section
    template: Template
    whole: Node | None
    gate: Node | None


@dataclass(slots=True)
class Plan:
    """A form. `before` are the sections up to the disclosure questions, `after` those behind the reporting pages."""

    form: Form
    before: tuple[SectionPlan, ...]
    pages: dict[str, tuple[Page, Template]]
    after: tuple[SectionPlan, ...]
    sections: dict[str, SectionPlan]
    without: dict[str, frozenset[str]]


_plans: dict[int, tuple[Form, Plan]] = {}


def of(form: Form) -> Plan:
    """The plan of a form, made once."""
    found = _plans.get(id(form))
    if found is None or found[0] is not form:
        found = _plans[id(form)] = (form, _plan(form, _refuse))
    return found[1]


def _refuse(piece: object, key: str, reason: str) -> None:
    raise ValueError(f"{getattr(piece, 'key', piece)}: {key} {reason}")


def _plan(form: Form, report: Report) -> Plan:
    split = next((n + 1 for n, section in enumerate(form.sections) if section.key == "disclosure"), len(form.sections))
    compiler = _Compiler(form, report)
    plans = []
    for section in form.sections[:split]:
        plans.append(compiler.section(section))
    pages = {page.type: (page, compiler.page(page)) for page in form.pages}
    for section in form.sections[split:]:
        plans.append(compiler.section(section))
    return Plan(
        form=form,
        before=tuple(plans[:split]),
        pages=pages,
        after=tuple(plans[split:]),
        sections={made.section.key: made for made in plans},
        without={found.code: frozenset(found.without) for found in form.types},
    )


def references(form: Form, report: Report) -> None:
    """Report everything in a form that names something absent."""
    _plan(form, report)
    sections = {section.key for section in form.sections}
    blocks = {block.key for block in form.blocks}
    questions = {question.key for section in form.sections for question in section.questions}
    pages = {page.type for page in form.pages}
    for found in form.types:
        for name in ("complete", "editable", "without"):
            for key in getattr(found, name):
                if key not in sections and key != "drps":
                    report(found, name, f"names {key!r}, which is no section")
            if len(set(getattr(found, name))) < len(getattr(found, name)):
                report(found, name, "names a section twice")
        for key in found.blocks:
            if key not in blocks:
                report(found, "blocks", f"names {key!r}, which is no signature block")
    for page in form.pages:
        for key in page.answers:
            if key not in questions:
                report(page, "answers", f"names {key!r}, which is no question")
    for question in _all(form):
        _named(form, question, pages, report)


def _all(form: Form) -> Iterable[Question]:
    waiting = [q for section in form.sections for q in section.questions]
    waiting += [q for page in form.pages for q in page.questions]
    waiting += [section.gate for section in form.sections if section.gate is not None]
    while waiting:
        question = waiting.pop()
        yield question
        waiting.extend(question.questions)


def _named(form: Form, question: Question, pages: set[str], report: Report) -> None:
    for term in question.terms:
        if term not in form.definitions:
            report(question, "terms", f"names {term!r}, which is no definition")
    if question.codes and not question.codes.startswith("rulebook:") and question.codes not in form.lists:
        report(question, "codes", f"names {question.codes!r}, which is no list of this form")
    if question.drp and question.drp not in pages:
        report(question, "drp", f"names {question.drp!r}, which is no reporting page")
    below = {inner.key for inner in question.questions}
    for key in question.row_title.split():
        if key not in below:
            report(question, "row_title", f"names {key!r}, which is no question of its rows")


class _Compiler:
    """Turns questions to nodes. Sections are given in order; what has been given can be named from the root."""

    def __init__(self, form: Form, report: Report) -> None:
        self.form, self.report = form, report
        self.given: dict[str, Section] = {}
        self.gates: dict[str, Question] = {}
        self.here = ""

    def section(self, section: Section) -> SectionPlan:
        """The plan of the next section."""
        self.here = section.key
        if section.gate is not None:
            self.gates[section.gate.key] = section.gate
        gate = self._node(section.gate, ()) if section.gate is not None else None
        around = () if section.shape == "codes" else (section.questions,)
        template = self._template(section.questions, around)
        whole = None
        if section.shape == "codes" and template.nodes:
            whole = template.nodes[0]
        elif section.shape == "list":
            asked = Question(
                key=section.key,
                kind="list",
                label=section.title,
                questions=section.questions,
                row_title=section.row_title,
                at_least=section.at_least,
            )
            # After a yes at the gate there is at least one row.
            yes = (Test(_ROOT, (gate.key,), frozenset({True}), boolean=True, negated=False),) if gate else ()
            whole = Node(asked, section.key, "list", (), (), section.at_least > 0 or bool(yes), yes, template)
        self.given[section.key] = section
        self.here = ""
        return SectionPlan(section, template, whole, gate)

    def page(self, page: Page) -> Template:
        """The plan of a reporting page's rows."""
        return self._template(page.questions, (page.questions,))

    def _template(self, questions: Sequence[Question], around: tuple[Sequence[Question], ...]) -> Template:
        nodes = tuple(self._node(question, around) for question in questions)
        return Template(nodes, self._ordered(nodes), {node.key: node for node in nodes})

    def _node(self, question: Question, around: tuple[Sequence[Question], ...]) -> Node:
        below = self._template(question.questions, (question.questions, *around)) if question.questions else None
        return Node(
            question=question,
            key=question.key,
            kind=question.kind,
            every=self._tests(question, "when", around),
            some=self._tests(question, "when_any", around),
            needed=question.required or bool(question.required_when) or question.at_least > 0,
            needed_when=self._tests(question, "required_when", around),
            below=below,
        )

    def _tests(self, question: Question, name: str, around: tuple[Sequence[Question], ...]) -> tuple[Test, ...]:
        found = []
        for condition in getattr(question, name):
            test, target = self._test(condition, around)
            if target is None:
                self.report(question, name, f"names {condition.path!r}, which is no question that can be named here")
            elif reason := self._misfit(condition, target):
                self.report(question, name, f"holds {written(condition)!r}: {reason}")
            else:
                found.append(test)
        return tuple(found)

    def _test(self, condition: Condition, around: tuple[Sequence[Question], ...]) -> tuple[Test, Question | None]:
        """The test, and the question that it looks at; None for a path that leads nowhere."""
        parts = condition.path.split("/")
        scope: Sequence[Question]
        if parts[0] == "":
            ups, parts, scope = self._rooted(parts[1:], around)
        else:
            ups = next((n for n, part in enumerate(parts) if part != ".."), 0)
            parts = parts[ups:]
            if not ups:
                ups = next((n for n, questions in enumerate(around) if any(q.key == parts[0] for q in questions)), 0)
            scope = around[ups] if ups < len(around) else ()
        if ups == _ROOT and parts[0] == "filing":
            target = _FILING if len(parts) == 2 and parts[1] in FILING else None
        else:
            object_of = ups == _ROOT and parts[0] in self.given and self.given[parts[0]].shape == "object"
            names = parts[1:] if object_of else parts
            target = _follow(scope, names)
        test = Test(
            ups=ups,
            parts=tuple(parts),
            values=frozenset(condition.values),
            boolean=any(isinstance(value, bool) for value in condition.values),
            negated=condition.negated,
        )
        return test, target

    def _rooted(
        self, parts: list[str], around: tuple[Sequence[Question], ...]
    ) -> tuple[int, list[str], Sequence[Question]]:
        """A path from the root: how it is followed, and the questions among which it goes on."""
        key = parts[0]
        if key == self.here and around:
            # Of the section's own object: judged by order of dependence, like any sibling.
            return len(around) - 1, parts[1:], around[-1]
        section = self.given.get(key)
        if section is not None and section.shape != "codes":
            return _ROOT, parts, section.questions if section.shape == "object" else ()
        if section is not None:
            return _ROOT, parts, section.questions if len(parts) == 1 else ()
        if key in self.gates and len(parts) == 1:
            return _ROOT, parts, (self.gates[key],)
        return _ROOT, parts, ()

    def _misfit(self, condition: Condition, target: Question) -> str:
        if not condition.values:
            return ""
        if any(isinstance(value, bool) for value in condition.values) is not (target.kind == "yes_no"):
            return f"{target.key!r} is of kind {target.kind}"
        if target.kind in ("group", "list", "dated"):
            return f"{target.key!r} has no value of its own"
        if target.kind in ("code", "codes"):
            codes = known_codes(self.form, target.codes)
            strange = sorted(str(value) for value in condition.values if value not in codes)
            if codes and strange:
                return f"{target.key!r} has no code {', '.join(strange)}"
        return ""

    def _ordered(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        by_key = {node.key: node for node in nodes}
        order: list[Node] = []
        open_: list[str] = []

        def visit(node: Node) -> None:
            if node in order:
                return
            if node.key in open_:
                loop = " and ".join(open_[open_.index(node.key) :])
                self.report(node.question, "when", f"goes round in a circle: {loop}")
                return
            open_.append(node.key)
            for key in _needs(node, 0):
                if key in by_key:
                    visit(by_key[key])
            open_.pop()
            if node not in order:
                order.append(node)

        for node in nodes:
            visit(node)
        return nodes if order == list(nodes) else tuple(order)


_FILING = Question(key="filing", kind="text", label="")
_PRECISION = Question(key="dated", kind="text", label="")


def _needs(node: Node, depth: int) -> Iterable[str]:
    """The keys that a node and what is below it look at in the object `depth` levels up."""
    for test in (*node.every, *node.some):
        if test.ups == depth and test.parts:
            yield test.parts[0]
    for inner in node.below.nodes if node.below else ():
        yield from _needs(inner, depth + 1)


def _follow(scope: Sequence[Question], parts: Sequence[str]) -> Question | None:
    if not parts:
        return None
    found = next((question for question in scope if question.key == parts[0]), None)
    if found is None or len(parts) == 1:
        return found
    if found.kind == "dated":
        return _PRECISION if len(parts) == 2 and parts[1] in DATED else None
    return _follow(found.questions, parts[1:])


def known_codes(form: Form, codes: str) -> frozenset[str]:
    """Every code of a list of the form or of a topic of the rulebook, in force or not; empty for an unknown list."""
    if codes.startswith("rulebook:"):
        return lookup.codes(codes.removeprefix("rulebook:"))
    found = form.lists.get(codes)
    return frozenset(code.code for code in found.codes) if found else frozenset()
