"""Recognition needs no network, and is not loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

from tests.parsers.ocr.drawing import Sheet, needs_font

NO_NETWORK = """
import socket, sys
def refuse(*_, **__): raise AssertionError("recognition opened a connection")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from parsers.ocr import read_pictures
assert not {"cv2", "onnxruntime", "numpy"} & set(sys.modules), "loaded before it is needed"
paper = read_pictures("a", [sys.stdin.buffer.read()], format="png")
assert "rapidocr" not in sys.modules, "only the weights of rapidocr are used"
print(paper.blocks[0].text)
"""


@needs_font
def test_the_weights_are_in_the_wheel() -> None:
    from PIL import Image

    sheet = Sheet(Image.new("RGB", (700, 200), "white"))
    sheet.text(80, 80, "按期办理")
    done = subprocess.run([sys.executable, "-c", NO_NETWORK], input=sheet.png(), capture_output=True)
    assert done.stdout.decode().strip() == "按期办理", done.stderr.decode()
