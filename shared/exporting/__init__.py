"""Lists that are taken out as spreadsheets, the same in every service: the record of it, and the file."""
