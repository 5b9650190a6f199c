"""What people fill in: the day to look back to, a report to add, a figure to amend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from panah import places, publish
from panah.errors import PanahError
from panah.figure import Event, Figure, Period, Source, SourceKind
from panah.forecast import Change, Quantity, Scenario
from panah.ledger.planning import Decision
from panah.reconcile import Corridor
from panah.web.labels import FORMS, HEDGES, LANGUAGES, MEASURES, QUANTILES, QUANTITIES, SCENARIOS, UNITS


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A field for a day, written as 2022-09-27, with the browser's calendar where it has one."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("That is no day; write it as 2022-09-27.")},
        **options,
    )


class AsOfForm(forms.Form):
    """The day to look back to, at most `today`."""

    as_of = day_field(_("As known on"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["as_of"].widget.attrs["max"] = today.isoformat()

    def clean_as_of(self) -> date | None:
        """The day. Raises ValidationError for one that is still to come."""
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("That day is still to come; nobody knows its picture yet."))
        return day


class SinceForm(AsOfForm):
    """An earlier day to compare the picture with, before the day of the picture."""

    since = day_field(_("What changed since"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].widget = forms.HiddenInput()
        self.fields["since"].error_messages["required"] = _("Choose the day to compare with.")
        self.fields["since"].widget.attrs["max"] = (self.today - timedelta(days=1)).isoformat()

    def clean_since(self) -> date:
        """The day. Raises ValidationError for one that is not before the picture's."""
        day: date = self.cleaned_data["since"]
        picture = self.cleaned_data.get("as_of") or self.today
        if day >= picture:
            raise forms.ValidationError(
                _("Choose a day before %(day)s, the day of the picture."), params={"day": publish.day(picture)}
            )
        return day


class ScenarioForm(forms.Form):
    """What to suppose besides: one switch, from a day on, in one place or everywhere."""

    kind = forms.ChoiceField(
        label=_("Suppose"), required=False, choices=[("", _("nothing besides")), *SCENARIOS.items()]
    )
    start = day_field(_("From"), required=False)

    def __init__(self, *args: Any, places: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(code, publish.place_name(code)) for code in places]
        self.fields["where"] = forms.ChoiceField(
            label=_("In"), required=False, choices=[("", _("all places")), *found]
        )

    def clean(self) -> dict[str, Any]:
        """A switch needs its day."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") and not given.get("start") and "start" not in self.errors:
            self.add_error("start", _("Choose the day from which it is to be supposed."))
        return given

    @property
    def scenario(self) -> Scenario | None:
        """The scenario; None where nothing is supposed."""
        given = self.cleaned_data
        if not given.get("kind"):
            return None
        change = Change.of(given["kind"], given["start"], place=given["where"] or None)
        return Scenario(str(SCENARIOS[given["kind"]]), (change,))


class EventForm(forms.Form):
    """Something that can change a flow from one day to the next."""

    day = day_field(_("Since"))
    name = forms.CharField(label=_("What happened"), max_length=300)
    place = forms.CharField(label=_("Where"), required=False, max_length=80)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """The day. Raises ValidationError for one that is still to come."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come. What it will do can be supposed as a scenario."))
        return day

    def clean_place(self) -> str:
        """A code, or a place's name as its country's code where it is known."""
        given: str = self.cleaned_data["place"].strip()
        found = places.find(given, limit=1) if given else []
        return (found[0].place.country or found[0].place.code) if found else given

    @property
    def event(self) -> Event:
        """What happened."""
        given = self.cleaned_data
        return Event(given["day"], given["name"], places=(given["place"],) if given["place"] else ())


class PlanningForm(forms.Form):
    """The number to prepare for, as a person decides it."""

    quantity = forms.ChoiceField(label=_("What"), choices=list(QUANTITIES.items()))
    first = day_field(_("From"))
    last = day_field(_("Up to"))
    quantile = forms.TypedChoiceField(
        label=_("How sure it must suffice"), choices=list(QUANTILES.items()), coerce=float, initial="0.9"
    )
    trigger = forms.FloatField(
        label=_("Decide anew above"), required=False, min_value=0, help_text=_("people a day, or people there")
    )
    owner = forms.CharField(label=_("Who answers for it"), max_length=200)
    cleared_by = forms.CharField(label=_("Cleared by"), max_length=200)
    expires = day_field(_("Holds until"))
    note = forms.CharField(label=_("Note"), required=False, max_length=2000)

    def __init__(self, *args: Any, corridors: Sequence[Corridor], kept: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.corridors = {f"{one.place}/{one.population}": one for one in corridors}
        names = [(key, publish.corridor_name(one)) for key, one in self.corridors.items()]
        self.fields["corridor"] = forms.ChoiceField(label=_("Where"), choices=names)
        self.fields["replaces"] = forms.ChoiceField(
            label=_("Replaces"), required=False, choices=[("", _("none")), *kept.items()]
        )
        self.order_fields(["corridor", "quantity"])

    @property
    def decision(self) -> Decision:
        """What was decided."""
        given = dict(self.cleaned_data)
        del given["replaces"]
        given["corridor"] = self.corridors[given["corridor"]]
        return Decision(**given | {"quantity": Quantity(given["quantity"])})


class PublishForm(forms.Form):
    """What a bulletin says about itself."""

    next_update = day_field(_("Next update on"), required=False)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=200)


class Files(forms.ClearableFileInput):
    """A choice of several files at once, so that a folder's reports can be added together."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files as a list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file checked by itself; an empty one is left for the reader to name."""
        single = super().clean
        given = data if isinstance(data, (list, tuple)) else [data]
        return [single(one, initial) for one in given if one]


class ReportForm(forms.Form):
    """A report to add: pasted words or files, and what is known about their origin."""

    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12}))
    uploads = FilesField(label=_("Files"), required=False, allow_empty_file=True)
    folder = FilesField(
        label=_("Or a folder"),
        required=False,
        allow_empty_file=True,
        widget=Files(attrs={"webkitdirectory": True}),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=300)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    published = day_field(_("Published on"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=list(LANGUAGES.items()))
    url = forms.URLField(label=_("Address on the web"), required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        """Words or files are needed; either will do."""
        given = super().clean() or self.cleaned_data
        if not any(((given.get("text") or "").strip(), given.get("uploads"), given.get("folder"))):
            raise forms.ValidationError(_("Paste the report's text or choose at least one file."))
        return given


class AmendForm(forms.Form):
    """A figure's fields, to be corrected."""

    low = forms.FloatField(label=_("Number, or lowest number"), min_value=0)
    high = forms.FloatField(label=_("Highest number, if it is a range"), min_value=0, required=False)
    hedge = forms.ChoiceField(label=_("How firmly it is stated"), choices=list(HEDGES.items()))
    measure = forms.ChoiceField(label=_("What was counted"), choices=list(MEASURES.items()))
    form = forms.ChoiceField(label=_("How it runs over time"), choices=list(FORMS.items()))
    unit = forms.ChoiceField(label=_("Unit"), choices=list(UNITS.items()))
    population = forms.CharField(label=_("Who: the people's country"), required=False, max_length=80)
    origin = forms.CharField(label=_("From"), required=False, max_length=80)
    destination = forms.CharField(label=_("To or in"), required=False, max_length=80)
    start = day_field(_("First day"), required=False)
    end = day_field(_("Last day"), required=False)
    sources = forms.CharField(
        label=_("Sources, one a line: who counted first, who told it last"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(label=_("Why it is corrected"), required=False, max_length=500)

    @staticmethod
    def initial_of(figure: Figure) -> dict[str, Any]:
        """The form's values for a figure as it is."""
        return {
            "low": _plain(figure.low),
            "high": _plain(figure.high) if figure.high != figure.low else None,
            **{name: getattr(figure, name).value for name in ("hedge", "measure", "form", "unit")},
            **{name: getattr(figure, name) or "" for name in ("population", "origin", "destination")},
            "start": figure.period.start,
            "end": figure.period.end,
            "sources": "\n".join(source.name for source in figure.sources),
        }

    def clean_population(self) -> str | None:
        """The code of the people's country; a name that no country has is refused, so that no slip makes a people."""
        typed = self.cleaned_data["population"]
        code = _place(typed)
        if code is None or code == self.initial.get("population") or _known(code):
            return code
        near = places.find(typed, limit=1)
        hint = _("Did you mean %(place)s?") % {"place": near[0].place.name} if near else _("Give its country's name.")
        raise forms.ValidationError(
            _("No people is called “%(typed)s”. %(hint)s"), params={"typed": typed, "hint": hint}
        )

    def clean_origin(self) -> str | None:
        """The code of the place people come from."""
        return _place(self.cleaned_data["origin"])

    def clean_destination(self) -> str | None:
        """The code of the place people come to or are in."""
        return _place(self.cleaned_data["destination"])

    def clean(self) -> dict[str, Any]:
        """The numbers and days in order, each mistake told at its field."""
        given = super().clean() or self.cleaned_data
        low, high = given.get("low"), given.get("high")
        if low is not None and high is not None and high < low:
            self.add_error("high", _("The highest number is below the lowest."))
        start, end = given.get("start"), given.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day is before the first."))
        return given

    def changes(self, figure: Figure) -> dict[str, Any]:
        """The figure's fields that the form gives another value."""
        given = self.cleaned_data
        kinds = {source.name: source.kind for source in figure.sources}
        names = [line.strip() for line in given["sources"].splitlines() if line.strip()]
        wanted = {
            "low": given["low"],
            "high": given["low"] if given["high"] is None else given["high"],
            **{name: given[name] for name in ("hedge", "measure", "form", "unit")},
            **{name: given[name] for name in ("population", "origin", "destination")},
            "period": Period(given["start"], given["end"]),
            "sources": tuple(Source(name, kinds.get(name, SourceKind.UNKNOWN)) for name in names),
        }
        return {name: value for name, value in wanted.items() if getattr(figure, name) != value}


class TakeForm(AmendForm):
    """The fields of a figure that a person makes of a number the reader left out; what was counted must be chosen."""

    measure = forms.ChoiceField(label=_("What was counted"), choices=[("", _("choose")), *MEASURES.items()])
    reason = forms.CharField(label=_("Why it is a figure"), required=False, max_length=500)


def _plain(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _known(code: str) -> bool:
    try:
        return bool(places.get(code))
    except PanahError:
        return False


def _place(typed: str) -> str | None:
    """The code of the place that was typed by code or by name; a name that no place has is kept as it is."""
    if not typed.strip():
        return None
    for spelled in (typed.strip(), typed.strip().upper()):
        try:
            return places.get(spelled).code
        except PanahError:
            continue
    found = places.find(typed, limit=1)
    return found[0].place.code if found and found[0].score == 1.0 else typed.strip()
