"""How the record reads on screen, on paper and as data."""

from finpro.registry.presenters import filings as _filings  # noqa: F401 - registers how its events read
from finpro.registry.presenters import homes as _homes  # noqa: F401 - registers how its events read
from finpro.registry.presenters import imports as _imports  # noqa: F401 - registers how its events read
from finpro.registry.presenters import sights as _sights  # noqa: F401 - registers how its events read
from finpro.registry.presenters import world as _world  # noqa: F401 - registers how its events read
from finpro.registry.presenters.data import as_json
from finpro.registry.presenters.paper import as_paper
from finpro.registry.presenters.screen import Dashboard, RecordView, dashboard, record_view

__all__ = ["Dashboard", "RecordView", "as_json", "as_paper", "dashboard", "record_view"]
