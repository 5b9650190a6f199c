"""From an Outlook to needs: beds, water, desks and the rest by published standards, what is short, what it costs."""

from panah.plan.desks import Backlog, backlog
from panah.plan.people import BASES, People, people
from panah.plan.planning import Need, Needs, Shortage, needed, needs
from panah.plan.standards import Item, Profile, load_profile, usual_profile

__all__ = [
    "BASES",
    "Backlog",
    "Item",
    "Need",
    "Needs",
    "People",
    "Profile",
    "Shortage",
    "backlog",
    "load_profile",
    "needed",
    "needs",
    "people",
    "usual_profile",
]
