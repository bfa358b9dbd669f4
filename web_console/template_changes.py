"""What an owner may do to the sentences of the house, as one value made from another; pure.

All of these raise ConfigurationError when it cannot be done; its words name cause and cure.
"""

from dataclasses import replace

from kiosk.domain.proposals import proposal_for
from kiosk.domain.starter import STARTER
from kiosk.domain.venue import Template, Templates
from kiosk.domain.words import Words
from web_console.names import new_id
from web_console.sentence_form import MAX_TEMPLATES, Typed, template_of
from web_console.store.configuration import ConfigurationError

NEW = Template(id="", name=Words(), priority="service")
FOR_CARS = frozenset(proposal_for(announced) for announced in range(3))
"""The cards of cars need these: they can be reworded, not deleted."""
FIRST = {template.id: template for template in STARTER.templates}
"""What the kiosk came with."""

_TOO_LATE = Words(
    fr="Quelqu'un a changé cette phrase entre-temps. La vôtre est ci-dessous, l'autre est affichée au-dessus : "
       "enregistrez encore une fois pour garder la vôtre.",
    en="Somebody has changed this sentence meanwhile. Yours is below, theirs is shown above: save once more to keep "
       "yours.",
)  # fmt: skip
_GONE = Words(fr="Quelqu'un a supprimé cette phrase entre-temps.", en="Somebody has deleted this sentence meanwhile.")
_FULL = Words(
    fr=f"Il y a déjà {MAX_TEMPLATES} phrases : supprimez celles qui ne servent plus.",
    en=f"There are {MAX_TEMPLATES} sentences already: delete those that are not needed any more.",
)
_NEEDED = Words(
    fr="Les cartes des voitures ont besoin de cette phrase : reformulez-la.",
    en="The cards of cars need this sentence: reword it.",
)


class ChangedMeanwhile(ConfigurationError):  # noqa: N818 - the name says what happened
    """The edit began from a version that is not the newest any more; `newest` is what somebody else saved."""

    def __init__(self, newest: Template) -> None:
        super().__init__(_TOO_LATE)
        self.newest = newest


def added(before: Templates, form: Typed) -> Templates:
    """With one more sentence."""
    _has_room(before)
    taken = {one.id for one in before.templates} | {"new"}  # /templates/new is a page
    return replace(
        before, templates=(*before.templates, template_of(form, replace(NEW, id=new_id(form.name, taken, "phrase"))))
    )


def changed(before: Templates, template_id: str, form: Typed, version: int) -> Templates:
    """With the sentence as the form wants it; `version` is the one the owner began from."""
    newest = find(before, template_id)
    if newest is None:
        raise ConfigurationError(_GONE)
    if newest.version != version:
        raise ChangedMeanwhile(newest)
    return _with(before, template_of(form, newest))


def without(before: Templates, template_id: str) -> Templates:
    """Without that sentence."""
    if template_id in FOR_CARS:
        raise ConfigurationError(_NEEDED)
    return replace(before, templates=tuple(one for one in before.templates if one.id != template_id))


def restored(before: Templates, template_id: str) -> Templates:
    """With the first wordings of a sentence the kiosk came with, also of one that was deleted."""
    old = find(before, template_id)
    if old is None:
        _has_room(before)
        return replace(before, templates=(*before.templates, replace(FIRST[template_id], version=1)))
    return _with(before, replace(FIRST[template_id], recorded=old.recorded, version=old.version + 1))


def find(templates: Templates, template_id: str) -> Template | None:
    """The sentence with this id."""
    return next((one for one in templates.templates if one.id == template_id), None)


def _has_room(before: Templates) -> None:
    if len(before.templates) >= MAX_TEMPLATES:
        raise ConfigurationError(_FULL)


def _with(before: Templates, changed_one: Template) -> Templates:
    return replace(before, templates=tuple(changed_one if t.id == changed_one.id else t for t in before.templates))
