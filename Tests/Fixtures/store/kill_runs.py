"""Kills `lafa-report generate` at random moments and runs it again, until its reports are written.

After every kill the output must be absent or whole: what was there before, or the new reports. The
final reports must have the bytes of an undisturbed run, and nothing may be left beside them.

    python kill_runs.py LAFA_REPORT MODEL DOCUMENTS OTHER_DOCUMENTS [KILLS]
"""

import filecmp
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def same(a: Path, b: Path) -> bool:
    compared = filecmp.dircmp(a, b, ignore=[], hide=[])
    if compared.left_only or compared.right_only or compared.funny_files:
        return False
    _, differing, unread = filecmp.cmpfiles(a, b, compared.common_files, shallow=False)
    return not differing and not unread and all(
        same(a / name, b / name) for name in compared.common_dirs
    )


def main() -> None:
    program, model, documents, others = sys.argv[1:5]
    wanted = int(sys.argv[5]) if len(sys.argv) > 5 else 50
    moments = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        output = folder / "site"

        def command(texts: str, to: Path, *options: str) -> list[str]:
            return [program, "generate", texts, "--model", model, "--output", str(to),
                    "--title", "Kills", *options]

        def quiet(arguments: list[str]) -> subprocess.Popen:
            return subprocess.Popen(
                arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

        whole, earlier = folder / "whole", folder / "earlier"
        start = time.monotonic()
        subprocess.run(command(documents, whole), check=True, stdout=subprocess.DEVNULL)
        length = time.monotonic() - start
        subprocess.run(command(others, earlier), check=True, stdout=subprocess.DEVNULL)

        kills = finished = 0
        while kills < wanted:
            # Every second time there are reports of other documents, which the new ones replace.
            shutil.rmtree(output, ignore_errors=True)
            before = finished % 2 == 1
            if before:
                shutil.copytree(earlier, output)
            while True:
                process = quiet(command(documents, output))
                try:
                    _, errors = process.communicate(timeout=moments.uniform(0, length))
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.communicate()
                    kills += 1
                    if output.exists():
                        assert same(output, whole) or before and same(output, earlier), (
                            f"kill {kills} left reports that are neither the old nor the new ones")
                    else:
                        assert not before, f"kill {kills} lost the reports that were there"
                    continue
                assert process.returncode == 0, errors.decode()
                break
            assert same(output, whole), "the reports differ from those of an undisturbed run"
            left = sorted(p.name for p in folder.iterdir())
            assert left == ["earlier", "site", "whole"], f"left behind: {left}"
            finished += 1
        print(f"{kills} kills, {finished} runs to the end, each with the undisturbed run's bytes")


main()
