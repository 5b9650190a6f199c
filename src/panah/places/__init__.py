"""Places: find one by any of its names, name it in any language, and see where a text names one."""

from panah.places.atlas import get, name_of
from panah.places.mentions import scan
from panah.places.place import Kind, Match, Mention, Place
from panah.places.search import find

__all__ = ["Kind", "Match", "Mention", "Place", "find", "get", "name_of", "scan"]
