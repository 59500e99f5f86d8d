"""Remakes the selfie clips of this folder from drawn faces; by hand, needs ffmpeg with libvpx."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from journeys.sandbox.faces import draw_moment  # noqa: E402  (needs the path above)
from journeys.sandbox.files import CLIP_FACES  # noqa: E402  (needs the path above)

SIZE: Final = (240, 320)
FRAMES: Final = 36
RATE: Final = 12


def main() -> None:
    for number, face_seed in enumerate(CLIP_FACES):
        frames = b"".join(frame(face_seed, place) for place in range(FRAMES))
        command = (
            f"ffmpeg -y -loglevel error -f rawvideo -pix_fmt rgb24 "
            f"-s {SIZE[0]}x{SIZE[1]} -r {RATE} -i - "
            "-c:v libvpx-vp9 -b:v 0 -crf 38 -pix_fmt yuv420p -fflags +bitexact -flags:v +bitexact "
            f"-movflags +faststart {HERE / 'videos' / f'selfie-{number}.mp4'}"
        )
        subprocess.run(command.split(), input=frames, check=True)


def frame(face_seed: int, place: int) -> bytes:
    """The head turns once to each side; the eyes close twice on the way."""
    turn = math.sin(math.tau * place / FRAMES)
    blink = 1.0 if place % 17 == 9 else 0.5 if place % 17 in (8, 10) else 0.0
    return draw_moment(face_seed, turn=turn, blink=blink, size=SIZE).tobytes()


if __name__ == "__main__":
    main()
