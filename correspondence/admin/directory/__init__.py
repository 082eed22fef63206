"""People, offices and agencies.

The directory is shared: every member of any office sees it, clerks and above add and correct people, seats,
agencies and posts. An office's own row is its managers'. The administrator adds offices and deletes.
"""

from correspondence.admin.directory.agencies import AgencyAdmin
from correspondence.admin.directory.offices import OfficeAdmin
from correspondence.admin.directory.people import PersonAdmin, SeatAdmin

__all__ = ["AgencyAdmin", "OfficeAdmin", "PersonAdmin", "SeatAdmin"]
