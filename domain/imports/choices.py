"""Statuses and importances as other programs name them, and what becomes of the others."""

from collections.abc import Mapping
from typing import TypeVar

from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.ideas.model import Status
from domain.text.folding import fold

Choice = TypeVar("Choice", Importance, Status)

_IMPORTANCES: Mapping[Importance, str] = {
    Importance.NICE_TO_HAVE: "nice to have|low|lowest|minor|trivial|p4|p5|niedrig|gering|faible|"
    "baja|bassa|baixa|laag|niski|låg|低|낮음|низкий",
    Importance.HELPFUL: "helpful|medium|normal|moderate|p3|mittel|moyenne|media|média|gemiddeld|"
    "średni|medel|中|보통|средний|should have",
    Importance.IMPORTANT: "important|high|major|p2|hoch|wichtig|haute|importante|alta|hoog|wysoki|"
    "hög|viktig|高|높음|высокий|must have",
    Importance.BLOCKER: "blocker|critical|urgent|dealbreaker|highest|p1|p0|kritisch|dringend|"
    "critique|crítica|critica|kritiek|krytyczny|kritisk|緊急|紧急|긴급|критический|срочный",
}
_STATUSES: Mapping[Status, str] = {
    Status.OPEN: "open|opened|reopened|new|new idea|submitted|backlog|inbox|no status|offen|neu|"
    "ouvert|nouveau|abierto|nuevo|aperto|nuovo|aberto|novo|nieuw|otwarty|nowy|öppen|ny|"
    "candidate|to do|todo|triage|ideas|active|published|pending|needs review|awaiting triage|"
    "unprioritized|unplanned|future consideration|waiting|on hold|hold|未着手|新規|待处理|"
    "진행 전|открыто|новый|not started|icebox|parking lot|untriaged|idea|no specific time",
    Status.CONSIDERING: "considering|under review|under consideration|reviewing|review|discovery|"
    "exploring|in prüfung|gathering feedback|evaluating|in discovery|researching|research|"
    "needs more info|needs feedback|likely to implement|à l étude|en revisión|in revisione|"
    "em análise|in overweging|検討中|审核中|검토 중|на рассмотрении|considered|analyzing",
    Status.PLANNED: "planned|planning|accepted|approved|next|next up|geplant|planifié|planeado|"
    "planificado|pianificato|planejado|gepland|zaplanowane|planerad|計画中|已计划|계획됨|"
    "запланировано|scheduled|committed|on the roadmap|roadmap|ready|ready for development|"
    "selected for development|ready for dev|queued|up next",
    Status.IN_PROGRESS: "in progress|started|in development|doing|building|beta|delivery|now|"
    "in arbeit|en cours|en progreso|in corso|em andamento|in behandeling|w toku|pågår|進行中|"
    "进行中|진행 중|в работе|working on it|working on|in review|code review|in qa|testing|in test|"
    "in delivery|development|partially shipped|in beta",
    Status.SHIPPED: "shipped|complete|completed|done|released|launched|delivered|live|fixed|"
    "implemented|already exists|already available|resolved|solved|fertig|erledigt|"
    "veröffentlicht|abgeschlossen|gelöst|terminé|livré|completado|hecho|completato|fatto|"
    "concluído|feito|voltooid|klaar|gedaan|ukończone|zrobione|klar|完了|已完成|완료|готово|"
    "выполнено|merged to production|in production|ready to ship",
    Status.DECLINED: "declined|rejected|wont do|won t do|wont fix|won t fix|wontfix|not planned|"
    "archived|duplicate|duplicated|deleted|abgelehnt|refusé|rechazado|rifiutato|recusado|"
    "afgewezen|odrzucone|avvisad|却下|已拒绝|거절됨|отклонено|canceled|cancelled|"
    "will not implement|invalid|cannot reproduce|incomplete|spam|abandoned|obsolete|"
    "out of scope|not doing|unlikely to implement",
}
_CLOSED = frozenset(map(fold, ("closed", "geschlossen", "fermé", "cerrado", "chiuso", "fechado")))
"""What is closed is done or declined: other columns, or the program that wrote it, tell which."""


def _spread(known: Choice, names: str) -> dict[str, Choice]:
    return {fold(name): known for name in (known.value, *names.split("|"))}


_IMPORTANCE_OF: dict[str, Importance] = {}
for _importance, _names in _IMPORTANCES.items():
    _IMPORTANCE_OF |= _spread(_importance, _names)
_STATUS_OF: dict[str, Status] = {}
for _status, _names in _STATUSES.items():
    _STATUS_OF |= _spread(_status, _names)


def importance_of(cell: str, own: Mapping[str, Importance] | None = None) -> Importance | None:
    """Return the importance that a cell names, None for an unknown one; ``own`` comes first."""
    folded = fold(cell)
    return (own or {}).get(folded) or _IMPORTANCE_OF.get(folded)


def status_of(
    cell: str,
    own: Mapping[str, Status] | None = None,
    *,
    closed_means: Status = Status.DECLINED,
) -> Status | None:
    """Return the status that a cell names, None for an unknown one; ``own`` comes first."""
    folded = fold(cell)
    if own and folded in own:
        return own[folded]
    return closed_means if folded in _CLOSED else _STATUS_OF.get(folded)


def is_only_closed(cell: str) -> bool:
    """Return whether a status says that work has ended, but not how."""
    return fold(cell) in _CLOSED


def status_named(word: str) -> Status:
    """Return the status that somebody chooses. Raises InvalidInput with the choices."""
    return _named(word, Status.settable(), "status")


def importance_named(word: str) -> Importance:
    """Return the importance that somebody chooses. Raises InvalidInput with the choices."""
    return _named(word, tuple(Importance), "importance")


def _named(word: str, choices: tuple[Choice, ...], what: str) -> Choice:
    for choice in choices:
        if fold(word) in (fold(choice.value), fold(choice.label)):
            return choice
    names = ", ".join(choice.value for choice in choices)
    raise InvalidInput(f"Unknown {what} “{word.strip()[:40]}”. Use one of: {names}.")
