"""Gold rows -> results: every question asked, and every answer measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation import standalone
from assistant.engine import Assistant
from eval.cases import Case, stems
from eval.gold import Row
from eval.measures import values
from eval.ranking import ranked_measures
from ingest.errors import GoldError, QuestionError

FEW_WORDS = 1 / 3  # of a question's content words, shared with a passage that answers it


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of a case, by the measure's name.

    `shared` is the share, in [0, 1], of the question's content words that stand in the passage
    that answers it and shares most; None where none answers.
    """

    case: Case
    values: dict[str, float]
    shared: float | None

    @property
    def few_words(self) -> bool:
        return self.shared is not None and self.shared <= FEW_WORDS


def run(rows: Sequence[Row], assistant: Assistant) -> list[Result]:
    """Ask every question, and measure each answer; what loads once is loaded before.

    Raises:
        GoldError: a question can't be asked.
        IndexMissing, IndexMismatch, IndexDamaged, ModelNotFound.
    """
    assistant.open()
    cases = [_asked(row, assistant) for row in rows]
    judged = [case for case in cases if case.relevant]
    retrieved = ranked_measures(
        {case.row.id: case.relevant for case in judged},
        {case.row.id: [hit.passage.id for hit in case.answer.passages] for case in judged},
    )
    return [
        Result(case, retrieved.get(case.row.id, {}) | values(case), shared_words(case))
        for case in cases
    ]


def shared_words(case: Case) -> float | None:
    """See `Result.shared`. Words are compared by their stems; a follow-up as it was read."""
    asked = stems(standalone(case.row.turns, case.build.dutch))
    passages = [stems(case.build.passage(id).text) for id in case.relevant]
    return max((len(asked & held) / max(len(asked), 1) for held in passages), default=None)


def _asked(row: Row, assistant: Assistant) -> Case:
    try:
        answer = assistant.ask(row.turns)
    except QuestionError as error:
        raise GoldError(f"Vraag '{row.id}' kan niet worden gesteld: {error.message}") from error
    return Case(row, answer, assistant.open()[0])
