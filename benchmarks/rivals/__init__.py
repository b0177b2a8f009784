"""What else could be done with the same two files: the analyst's pandas script, and Splink."""
