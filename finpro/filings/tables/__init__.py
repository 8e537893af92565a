"""What the pages of filings draw: lists, a section, a row, the overview, the findings."""
