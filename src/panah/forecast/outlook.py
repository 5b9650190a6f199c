"""What `forecast` gives back: the coming days of each corridor, with what was supposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from panah.forecast.scenario import Scenario
from panah.reconcile.estimate import ByPlace, Corridor, Series

QUANTILES = (0.01, 0.025, *(round(0.05 * k, 2) for k in range(1, 20)), 0.975, 0.99)
"""The levels that forecast hubs exchange."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook(ByPlace):
    """Daily arrivals, departures and people present of the days after `as_of`, as that day's estimate lets expect.

    `series` has draws (path, day) that belong together: in each path the people present follow from who comes and goes.
    `scenario` is what was supposed besides; None for the plain outlook. `notes` say what a reader must know about each
    corridor's outlook, in plain sentences.
    """

    as_of: date
    days: tuple[date, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    series: Mapping[tuple[Corridor, str], Series] = field(default_factory=dict)
    scenario: Scenario | None = None
    notes: Mapping[Corridor, tuple[str, ...]] = field(default_factory=dict)
    before: Mapping[Corridor, float] = field(default_factory=dict)
    """Arrivals a day in the week up to `as_of`, the median: what persistence would say."""
    origins: Mapping[Corridor, NDArray[np.intp]] = field(default_factory=dict)
    """Which draw of the estimate each path goes on from, (path,)."""

    def rows(self) -> Iterator[dict[str, Any]]:
        """The outlook in the columns that forecast hubs exchange (hubverse), a row a quantile, in people.

        Targets are 'arrivals', 'departures' (people a day) and 'present' (people at the day's end).
        """
        for (corridor, measure), series in self.series.items():
            values = np.quantile(series.draws, QUANTILES, axis=0)
            for i, day in enumerate(self.days):
                for k, level in enumerate(QUANTILES):
                    yield {
                        "reference_date": self.as_of.isoformat(),
                        "target": measure,
                        "horizon": i + 1,
                        "target_end_date": day.isoformat(),
                        "location": corridor.place,
                        "population": corridor.population,
                        "scenario": self.scenario.name if self.scenario else "",
                        "output_type": "quantile",
                        "output_type_id": level,
                        "value": round(float(values[k, i]), 1),
                    }
