"""`cramp-relief clips`: builds with a bar, then measures what came out."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from audio.clips import BUILT, build, clip, recipes
from audio.encoding import samples_in
from audio.frames import checked_seconds
from audio.loudness import integrated, true_peak


def run(names: Sequence[str], folder: Path | None) -> None:
    """Build some clips, or all, in a folder, or where the server has them.

    Raises:
        ClipError: a name is no clip's.

    """
    console = Console(highlight=False, width=110)
    wanted = [clip(name) for name in names] or list(recipes().values())
    table = Table("file", "seconds", "LUFS", "peak dBFS", "kB", title="Clips")
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("Clips", total=sum(recipe.seconds for recipe in wanted))
        files = build(folder or BUILT, [recipe.name for recipe in wanted])
        for recipe, file in zip(wanted, files, strict=True):
            table.add_row(*_measured(file))
            progress.advance(bar, recipe.seconds)
    console.print(table)
    console.print(f"in {folder or BUILT}", soft_wrap=True)


def _measured(file: Path) -> tuple[str, ...]:
    """Measure a clip as it is heard, decoded again."""
    content = file.read_bytes()
    samples = samples_in(content)
    return (
        file.name,
        f"{checked_seconds(content):.3f}",
        f"{integrated(samples):.2f}",
        f"{true_peak(samples):.2f}",
        f"{len(content) / 1000:.0f}",
    )
