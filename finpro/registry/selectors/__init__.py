"""Reading the record. Every selector takes the viewer and answers NotFound for what the viewer may not know of."""

from finpro.registry.selectors.record import get_record

__all__ = ["get_record"]
