"""The two networks of PP-OCR, loaded once a process: one finds text on a page, the other reads a strip of it.

The weights stand inside the wheel of `rapidocr`. Only its files are used, none of its code: that could download, and
reads no confidence of single characters. Nothing here opens a connection.
"""

from __future__ import annotations

import ctypes
import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from parsers.ocr.arrays import Array
from parsers.ocr.characters import commonness

THREADS = 2
"""Cores that one recognition uses; more pages at once come from more workers."""

cv2.setNumThreads(THREADS)


class NoModels(ImportError):
    """The weights are not installed; `name` is the package that has them."""


@dataclass(frozen=True)
class Network:
    """One network: an array of images in, an array of numbers out."""

    session: onnxruntime.InferenceSession

    def __call__(self, images: Array) -> Array:
        """Return what the network says of `images` (n × 3 × height × width, float32)."""
        name = self.session.get_inputs()[0].name
        return np.asarray(self.session.run(None, {name: images})[0])


@lru_cache(maxsize=1)
def finder() -> Network:
    """Return the network that marks text on a page: 1 × 1 × height × width, the likelihood of text."""
    return Network(_session("det"))


@lru_cache(maxsize=1)
def reader() -> Network:
    """Return the network that reads strips: n × columns × characters, likelihoods."""
    return Network(_session("rec"))


@lru_cache(maxsize=1)
def alphabet() -> tuple[str, ...]:
    """Return the character of each number that `reader` gives; number 0 is the blank between characters (CTC)."""
    characters = reader().session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *characters, " ")


@lru_cache(maxsize=1)
def weights() -> Array:
    """Return for each number that `reader` gives how far it is believed (`characters.commonness`)."""
    return np.array([commonness(char) for char in alphabet()], dtype=np.float32)


def give_back() -> None:
    """Give the memory that a network has freed back to the machine: glibc would keep 200 MB of it, in pieces."""
    if _trim is not None:
        _trim(0)


_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)


def _session(task: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # pages differ in size: an arena only grows
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(_weights(task)), sess_options=options, providers=["CPUExecutionProvider"]
    )


def _weights(task: str) -> Path:
    """Return the file of weights for "det" or "rec" inside the installed wheel."""
    spec = importlib.util.find_spec("rapidocr")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        found = sorted(Path(folder, "models").glob(f"PP-OCR*_{task}_*.onnx"))
        if found:
            return found[-1]
    raise NoModels("the weights of rapidocr are missing", name="rapidocr")
