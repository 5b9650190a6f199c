"""A file of any kind -> Reports: words with offsets that hold, tables of cells, and notes on doubts."""

from panah.read.document.found import Progress
from panah.read.document.opening import MAX_BYTES, open_document, open_documents

__all__ = ["MAX_BYTES", "Progress", "open_document", "open_documents"]
