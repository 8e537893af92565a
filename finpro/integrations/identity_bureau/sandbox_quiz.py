"""The sandbox bureau's quiz: questions from its file on the person, decoys mixed in, and the score.

Passed is who answers "None of the above" to every decoy and errs at most once on the others: an error is allowed for,
because the file holds errors too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from finpro.integrations.identity_bureau.port import NONE_OF_THE_ABOVE, Choice, Question, Quiz
from finpro.integrations.identity_bureau.sandbox_people import TOPICS, Life

ASKED = 4  # questions about what the file holds
MOST_DECOYS = 2
OFFERED = 4  # choices beside "None of the above"
ERRORS_ALLOWED = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quiz and, by question, the right choice and whether it is a decoy."""

    quiz: Quiz
    right: Mapping[str, str]
    decoys: frozenset[str]


def enough(life: Life) -> bool:
    """There are facts for a quiz in the file."""
    return len(life.file) >= ASKED


def draw(life: Life, nonce: str) -> Drawn:
    """The quiz of one inquiry; the same nonce draws the same quiz. The file must be enough()."""
    rng = Random(f"quiz/{nonce}")  # noqa: S311 - a reload must show the same quiz; the nonce is unguessable
    real = rng.sample(sorted(life.file), ASKED)
    decoys = rng.sample(sorted(set(TOPICS) - set(real)), rng.randint(1, MOST_DECOYS))
    order = [*real, *decoys]
    rng.shuffle(order)
    questions, right, marked = [], {}, set()
    for number, topic in enumerate(order, start=1):
        taken = {life.true[topic], life.file.get(topic)}
        texts = rng.sample([item for item in TOPICS[topic].pool if item not in taken], OFFERED)
        if topic in real:
            texts[rng.randrange(OFFERED)] = life.file[topic]
            answer = str(texts.index(life.file[topic]) + 1)
        else:
            answer = str(OFFERED + 1)
            marked.add(f"q{number}")
        texts.append(NONE_OF_THE_ABOVE)
        choices = tuple(Choice(str(place), text) for place, text in enumerate(texts, start=1))
        questions.append(Question(f"q{number}", TOPICS[topic].text, choices))
        right[f"q{number}"] = answer
    return Drawn(Quiz(tuple(questions)), right, frozenset(marked))


def passed(drawn: Drawn, answers: Mapping[str, str]) -> bool:
    """Every decoy seen through, at most one of the others wrong."""
    wrong = {question for question, choice in drawn.right.items() if answers.get(question) != choice}
    return not wrong & drawn.decoys and len(wrong) <= ERRORS_ALLOWED
