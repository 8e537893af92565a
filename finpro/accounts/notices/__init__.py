"""The mails about an account, one file for each area. Each goes to the account's personal address alone.

A new file is found by itself: importing this package imports every area, so that the outbox knows each kind by its tag.
"""

from importlib import import_module
from pkgutil import iter_modules

from finpro.accounts.notices.base import AccountNotice

for _area in iter_modules(__path__):
    import_module(f"{__name__}.{_area.name}")

__all__ = ["AccountNotice"]
