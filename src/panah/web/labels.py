"""The words of forms and tables: what each field and each of its values is called on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from panah.figure import Form, Hedge, Measure, Unit
from panah.forecast import Quantity
from panah.ledger.planning import Force
from panah.ledger.standing import State
from panah.read.mention import MentionKind
from panah.read.signs import SignKind

MEASURES: Mapping[str, Promise] = {
    Measure.ARRIVALS: _("arrivals (crossings in)"),
    Measure.DEPARTURES: _("departures (crossings out)"),
    Measure.PRESENT: _("people present"),
    Measure.REGISTERED: _("people registered"),
    Measure.APPLICATIONS: _("applications"),
    Measure.RETURNS: _("returns"),
    Measure.DISPLACED: _("people displaced"),
    Measure.WAITING: _("people waiting"),
}
FORMS: Mapping[str, Promise] = {
    Form.TOTAL: _("total over the period"),
    Form.PER_DAY: _("per day"),
    Form.PER_WEEK: _("per week"),
    Form.PER_MONTH: _("per month"),
    Form.RATIO: _("times as many as before"),
}
HEDGES: Mapping[str, Promise] = {
    Hedge.NONE: _("stated plainly"),
    Hedge.ABOUT: _("about"),
    Hedge.OVER: _("over"),
    Hedge.UNDER: _("under"),
    Hedge.AT_LEAST: _("at least"),
    Hedge.UP_TO: _("up to"),
    Hedge.RANGE: _("a range"),
}
UNITS: Mapping[str, Promise] = {
    Unit.PERSON: _("people"),
    Unit.HOUSEHOLD: _("households"),
    Unit.VEHICLE: _("vehicles"),
}
STATES: Mapping[str, Promise] = {
    State.PROPOSED: _("Not yet reviewed"),
    State.ACCEPTED: _("Accepted"),
    State.AMENDED: _("Amended"),
    State.REJECTED: _("Rejected"),
    State.SUPERSEDED: _("Superseded"),
}
MENTIONS: Mapping[str, Promise] = {
    MentionKind.FORECAST: _("Foreseen"),
    MentionKind.QUOTA: _("Quota or promise"),
    MentionKind.CLAIM: _("Denied claim"),
    MentionKind.REFUSED: _("Turned away"),
    MentionKind.CAPACITY: _("Room"),
    MentionKind.BOTH_WAYS: _("Both directions"),
    MentionKind.DIFFERENCE: _("Difference"),
    MentionKind.FORCE: _("Soldiers or guards"),
    MentionKind.HARM: _("Dead, hurt or held"),
    MentionKind.OTHER: _("Something else"),
    MentionKind.UNCLEAR: _("Unclear"),
}
SIGNS: Mapping[str, Promise] = {
    SignKind.SLOWING: _("The flow slows"),
    SignKind.GROWING: _("The flow grows"),
    SignKind.QUEUE: _("People queue"),
    SignKind.RULE: _("A rule"),
    SignKind.CAUSE: _("A cause"),
}
FIELDS: Mapping[str, Promise] = {
    "number": _("Number"),
    "measure": _("What was counted"),
    "form": _("How it runs over time"),
    "unit": _("Unit"),
    "population": _("Who"),
    "origin": _("From"),
    "destination": _("To or in"),
    "period": _("Days"),
    "sources": _("Counted by, told by"),
}
SCENARIOS: Mapping[str, Promise] = {
    "wave": _("a new wave"),
    "closure": _("the border closes"),
    "neighbour_closes": _("a neighbour closes its border"),
    "elsewhere_full": _("reception elsewhere is full"),
}
QUANTITIES: Mapping[str, Promise] = {
    Quantity.ARRIVALS_A_DAY: _("arrivals a day, on average"),
    Quantity.ARRIVALS: _("arrivals in all"),
    Quantity.PRESENT: _("most people there at once"),
}
QUANTILES: Mapping[str, Promise] = {
    "0.5": _("one time in two"),
    "0.75": _("three times in four"),
    "0.9": _("nine times in ten"),
    "0.95": _("nineteen times in twenty"),
}
FORCES: Mapping[str, Promise] = {
    Force.HOLDS: _("Holds"),
    Force.TRIGGERED: _("Trigger met: decide anew"),
    Force.EXPIRED: _("Expired"),
    Force.REPLACED: _("Replaced"),
}
LANGUAGES: Mapping[str, Promise | str] = {
    "": _("find out from the words"),
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "kk": "Қазақша",
    "ru": "Русский",
    "uk": "Українська",
}
