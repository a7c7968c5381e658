"""A calendar from another tool (.ics): its entries as gatherings that might be planned.

A pure package: bytes come in, plain data comes out, nothing is stored. Only what a gathering needs is read, entry by entry and
within bounds; a zone's own rules, alarms, attendees and attachments are passed over unread, so that no file can make reading long.
"""

from collective.gather.gatherings.calendar_files.lines import CalendarRefused
from collective.gather.gatherings.calendar_files.reading import OUTCOMES, FoundCalendar, FoundEntry, read_calendar

__all__ = ["OUTCOMES", "CalendarRefused", "FoundCalendar", "FoundEntry", "read_calendar"]
