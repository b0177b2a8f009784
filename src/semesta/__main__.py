"""`python -m semesta` is the same program as `semesta`."""

from semesta.cli.main import main

if __name__ == "__main__":
    main()
