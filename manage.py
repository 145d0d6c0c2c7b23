"""Django's usual entry point, for tools that look for it; people call `lapor manage`."""

import sys

from lapor.cli import main

if __name__ == "__main__":
    sys.exit(main(["manage", *sys.argv[1:]]))
