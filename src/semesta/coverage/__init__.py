"""Coverage and activity in each region and bucket, with the laws that every edition must keep."""
