"""Who is left out and why; who is paid for and should not be."""
