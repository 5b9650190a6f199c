"""From an Estimate to an Outlook: the coming weeks of an influx, with ranges, scenarios and scores."""

from panah.forecast.forecasting import forecast
from panah.forecast.outlook import Outlook
from panah.forecast.planned import Quantity, exceeded, planned
from panah.forecast.scenario import Change, Scenario, load_scenario
from panah.forecast.scoring import Score, score
from panah.forecast.turning import Turn, turns
from panah.forecast.where_to import where_to
from panah.room import callable_room

__all__ = [
    "Change",
    "Outlook",
    "Quantity",
    "Scenario",
    "Score",
    "Turn",
    "exceeded",
    "forecast",
    "load_scenario",
    "planned",
    "score",
    "turns",
    "where_to",
]

callable_room(__name__)
