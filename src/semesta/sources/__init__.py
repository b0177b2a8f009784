"""The files people really have, read into the standard tables; what cannot be read goes to rejects."""
