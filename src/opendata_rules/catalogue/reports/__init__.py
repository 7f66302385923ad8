"""What a check found, shown to people and programs: HTML, XLSX, CSV, JSON, and what to do first."""
