"""Annotations of tools that keep the labels of a task inside the task, as a table: a row a label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiboard.formats.document import Document, Node, unpacked
from aiboard.formats.rollout import listed, members, word
from aiboard.formats.table import Row, Table
from aiboard.instruments.text import clean

_LOOKED_AT: Final = 100
_LONGEST: Final = 80

_Given = tuple[str, str, str]
"""Who gave a label, what was asked, and the label."""


def as_table(document: Document) -> Table | None:
    """The tasks as a table with item, labeller and label; None for a document without such labels.

    FormatError where several labels of a task were asked for.
    """
    rows: list[Row] = []
    tasks = document.top()
    if len(tasks) == 1 and (inside := [one for _, one in members(tasks[0])]) and all(_asked(one) for one in inside):
        tasks = inside
    tasks = [one for task in tasks for one in _items_of_state(task)]
    for position, task in enumerate(tasks, 1):
        labels = _asked(task)
        item_id = word(task.find("id", "postid", "datasetobjectid")) or str(position)
        rows += [
            Row(position if document.lines else 0, [item_id, labeller, name, label]) for labeller, name, label in labels
        ]
    names = dict.fromkeys(row.cells[2] for row in rows)
    if not rows:
        # Prodigy also asks whether a mark is right: its answers are labels.
        if any(map(_marks, tasks[:_LOOKED_AT])) and len({word(task.find("answer")) for task in tasks}) < 2:
            document.fail("marks spans, boxes or messages, and no label of a whole item, which is what kappa compares")
        return None
    if len(names) > 1:
        document.fail(f"asks for several labels of a task ({', '.join(list(names)[:6])}); give a file with one of them")
    # A file of one labeller may not say who that is.
    columns = [0, 1, 3] if any(row.cells[1] for row in rows) else [0, 3]
    body = [Row(row.line, [row.cells[i] for i in columns]) for row in rows]
    return Table(document.file, [("item", "labeller", "", "label")[i] for i in columns], body, has_header=True)


def is_export(document: Document) -> bool:
    """Whether these are the tasks of an annotation tool, with or without labels."""
    return any(_marks(task) or _asked(task) or task.find(_STATE) is not None for task in document.top()[:_LOOKED_AT])


def _marks(task: Node) -> bool:
    """Whether a task has marks in it: results of Label Studio, spans of Prodigy, entities of doccano."""
    results = [one.find("result") for one in listed(task.find("annotations", "completions"))]
    spans = [one for key in ("spans", "entities", "annotations") for one in listed(task.find(key))]
    pairs = [one for key in ("label", "labels", "entities") for one in listed(task.find(key))]
    return any(map(listed, results)) or any(map(_is_span, spans)) or any(map(_is_triple, pairs))


def _is_span(one: Node) -> bool:
    return one.find("label") is not None and one.find(*_STARTS) is not None


def _is_triple(one: Node) -> bool:
    """Whether this is a start, an end and a label, as doccano writes spans."""
    match one.value:
        case [int(), int(), str()]:
            return True
    return False


def _asked(task: Node) -> list[_Given]:
    """The labels of a task, as the first tool that knows it reads them."""
    return next((labels for read in _TOOLS if (labels := read(task))), [])


def _label_studio(task: Node) -> list[_Given]:
    labels: list[_Given] = []
    for one in listed(task.find("annotations", "completions")):
        by, cancelled = one.find("completedby"), one.find("wascancelled")
        if cancelled is not None and cancelled.value is True:
            continue
        labeller = word(by) or ("" if by is None else word(by.find("id", "email")))
        for result in listed(one.find("result")):
            value = result.find("value")
            chosen = [] if value is None else [word(each) for each in listed(value.find("choices"))]
            rating = "" if value is None else word(value.find("rating"))
            if chosen or rating:
                labels.append((labeller, word(result.find("fromname")), " + ".join(chosen) or rating))
    return labels


def _argilla(task: Node) -> list[_Given]:
    return [
        (word(one.find("userid")), name, word(one.find("value")))
        for name, answers in members(task.find("responses"))
        for one in listed(answers)
        if word(one.find("value")) and word(one.find("status")) in ("", "submitted")
    ]


def _argilla_rows(task: Node) -> list[_Given]:
    """A record of Argilla as a row: the answers to a question in a list, who gave them in another."""
    return [
        (word(labeller), key.removesuffix(_ROWS), word(value))
        for key, answers in members(task)
        if key.endswith(_ROWS)
        for labeller, value in zip(listed(task.find(f"{key}.users")), listed(answers), strict=False)
        if word(value)
    ]


def _annotators(task: Node) -> list[_Given]:
    """A list of annotators with a label each, as HateXplain has it."""
    return [
        (word(one.find(*_WHO)), "label", word(one.find("label")))
        for one in listed(task.find("annotators", "annotations"))
        if word(one.find(*_WHO)) and word(one.find("label")) and not _is_span(one)
    ]


def _ground_truth(task: Node) -> list[_Given]:
    """Answers of workers as Amazon's Ground Truth has them: JSON as text, with a label or a word under its question."""
    labels: list[_Given] = []
    for one in listed(task.find("annotations")):
        data = one.find("annotationdata")
        content = None if data is None else data.find("content")
        for name, answer in members(None if content is None else unpacked(content)):
            if label := word(answer) or word(answer.find("label")):
                labels.append((word(one.find("workerid")), name, label))
    return labels


def _labelbox(task: Node) -> list[_Given]:
    """Classifications of Labelbox: under a project, for each of its labellers."""
    labels: list[_Given] = []
    for one in (label for _, project in members(task.find("projects")) for label in listed(project.find("labels"))):
        details, label_annotations = one.find("labeldetails"), one.find("annotations")
        for classification in listed(None if label_annotations is None else label_annotations.find("classifications")):
            answer = classification.find("radioanswer")
            label = "" if answer is None else word(answer.find("name"))
            if details is not None and label:
                labels.append((word(details.find("createdby")), word(classification.find("name")), label))
    return labels


def _items_of_state(task: Node) -> list[Node]:
    """The items in the state of one of Potato's annotators, as its lines have them; any other task alone."""
    state = task.find(_STATE)
    if state is None:
        return [task]
    items: list[Node] = []
    for item, pairs in members(state):
        chosen: dict[str, dict[str, object]] = {}
        for label, value in (pair for one in listed(pairs) if len(pair := listed(one)) == 2):
            chosen.setdefault(word(label.find("schema")), {})[word(label.find("name"))] = value.value
        items.append(pairs.made({"id": item, "user_id": word(task.find("userid")), "label_annotations": chosen}))
    return items


def _potato(task: Node) -> list[_Given]:
    """Labels of Potato: under each question the labels that were chosen, or the place of its slider."""
    questions = members(task.find("labelannotations"))
    labeller = word(task.find(*_WHO))
    return [(labeller, name, _chosen(members(chosen))) for name, chosen in questions if members(chosen)]


def _chosen(labels: list[tuple[str, Node]]) -> str:
    """What was chosen of labels with a value each; a value that says more than that it was belongs to the label."""
    parts: list[str] = []
    for label, one in labels:
        value = clean(str(one.value).strip(), _LONGEST)
        if label in _VALUED:
            parts.append(value)
        elif value.lower() in (*_TICKED, label.lower()):
            parts.append(label)
        elif one.value is not None and value.lower() not in _UNTICKED:
            parts.append(f"{label} {value}")
    return " + ".join(sorted(parts)) or NONE_TICKED


NONE_TICKED: Final = "none ticked"
"""The label of an item of which none of several boxes was ticked."""
_TICKED: Final = ("true", "on")
_UNTICKED: Final = ("false", "off", "")
_VALUED: Final = ("slider", "select-one", "number")
"""What Potato calls a question with one value instead of labels."""
_STATE: Final = "instanceidtolabeltovalue"
"""What Potato calls the labels of an annotator."""
_STARTS: Final = ("start", "startoffset")
_ROWS: Final = ".responses"
_WHO: Final = ("annotatorid", "annotator", "labeller", "user", "userid", "worker", "workerid")
_TOOLS: Final[tuple[Callable[[Node], list[_Given]], ...]] = (
    _label_studio,
    _argilla,
    _argilla_rows,
    _ground_truth,
    _labelbox,
    _potato,
    _annotators,
)
