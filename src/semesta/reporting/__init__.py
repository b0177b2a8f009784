"""An edition for people to read: terminal tables, the HTML report, XLSX lists for the field."""
