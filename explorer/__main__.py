"""Run the program as ``python -m explorer``."""

from explorer.cli import main

main()
