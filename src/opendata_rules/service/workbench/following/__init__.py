"""案件: what is due, one case with what comes next and why, events told and corrected, calendars to subscribe to."""
