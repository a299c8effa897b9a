"""`python -m perizinan.devstack run | test [pytest arguments] | check | exec [--test] -- COMMAND`."""

import sys

from perizinan.devstack import checks, launcher, packages
from perizinan.devstack.daemon import DidNotStart


def main(arguments: list[str]) -> int:
    match arguments:
        case ["run"]:
            return launcher.run()
        case ["test", *rest]:
            return checks.test(rest)
        case ["check"]:
            return checks.check()
        case ["exec", "--test", "--", *command] if command:
            return launcher.execute(command, tests=True)
        case ["exec", "--", *command] if command:
            return launcher.execute(command)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (DidNotStart, packages.NotInstalled) as problem:
        sys.exit(f"\n{problem}")
    except (KeyboardInterrupt, launcher.Ended):
        sys.exit(130)
