"""Lists of firms: reader of BrokerCheck search pages and SEC adviser rosters."""

from finpro.integrations.firm_lists.reader import Answer, FirmCounts, count_firms, read_firms
from finpro.integrations.firm_lists.rows import BROKERCHECK, SEC_ROSTER, Address, FirmPage, FirmRow

__all__ = [
    "BROKERCHECK",
    "SEC_ROSTER",
    "Address",
    "Answer",
    "FirmCounts",
    "FirmPage",
    "FirmRow",
    "count_firms",
    "read_firms",
]
