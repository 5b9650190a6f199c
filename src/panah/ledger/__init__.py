"""The ledger: situations, reports, figures and reviews, which only ever grow.

Import `panah.ledger.service` (after `panah.web.setup`) for everything that is done with it.
"""
