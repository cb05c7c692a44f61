"""The shelf of templates: the office's own folder first, then the ones that ship with the program.

An office lays a file of the same name into its own folder: `mail/dispatch.txt.j2`, `mail/dispatch.html.j2`,
`letters/dispatch.txt` (a pattern, see `generators.stationery`) or `letters/dispatch.docx` (a Word file with the same
tags). Templates run in a sandbox, and an unknown name in one is an error, not a gap in a letter.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from generators.press import BAD_XML, Press, bind, is_blank, xml_value

BLANK = "印出来是空白，请写上内容；不用自家模板的，把文件删去"


class BrokenTemplate(Exception):
    """A template can't be used: `name` of the file, `line` in it (0 where it can't be told), `sentence` for a person."""

    def __init__(self, name: str, line: int, sentence: str) -> None:
        super().__init__(
            f"模板 {name} 第{line}行有误：{sentence}" if line else f"模板 {name} 有误：{sentence}"
        )
        self.name = name
        self.line = line
        self.sentence = sentence


class _Files(BaseLoader):
    """Finds a template's text in the office's folder, else in the package `templates`."""

    def __init__(self, own_dir: Path | None) -> None:
        self.own_dir = own_dir

    def own(self, name: str) -> Path | None:
        path = self.own_dir / name if self.own_dir else None
        return path if path and path.is_file() else None

    def read(self, name: str) -> bytes:
        if path := self.own(name):
            return path.read_bytes()
        packaged = resources.files("templates").joinpath(name)
        if not packaged.is_file():
            raise TemplateNotFound(name)
        return packaged.read_bytes()

    def stamp(self, name: str) -> int:
        """What changes when the office lays down another file of this name."""
        path = self.own(name)
        return path.stat().st_mtime_ns if path else 0

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        stamp = self.stamp(template)
        try:
            source = self.read(template).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BrokenTemplate(template, 0, "文件不是 UTF-8 编码，请另存为 UTF-8") from error
        return source, template, lambda: self.stamp(template) == stamp


class Templates:
    """Renders the templates of one office; `own_dir` is its folder, None where it has none."""

    def __init__(self, own_dir: Path | None = None) -> None:
        self._files = _Files(own_dir)
        self._plain = _environment(self._files, autoescape=False, finalize=_printable)
        self._html = _environment(self._files, autoescape=True, finalize=_printable)
        self._xml = _environment(self._files, autoescape=True, finalize=xml_value)
        self._presses: dict[str, tuple[int, Press]] = {}

    def text(self, name: str, values: dict[str, Any]) -> str:
        """Return the plain body `mail/{name}.txt.j2` filled in."""
        return self._body(self._plain, f"mail/{name}.txt.j2", values)

    def html(self, name: str, values: dict[str, Any]) -> str:
        """Return the HTML body `mail/{name}.html.j2` filled in."""
        return self._body(self._html, f"mail/{name}.html.j2", values)

    def docx(self, name: str, values: dict[str, Any]) -> bytes:
        """Return the document `letters/{name}` filled in. `values` holds `on` (a date) and `properties`."""
        press = self._press(name)
        try:
            return press.print(values)
        except Exception as error:
            raise self._broken_letter(name, values, error) from error

    def _press(self, name: str) -> Press:
        word, pattern = f"letters/{name}.docx", f"letters/{name}.txt"
        source = word if self._files.own(word) else pattern
        stamp = self._files.stamp(source)
        kept = self._presses.get(source)
        if kept is None or kept[0] != stamp:
            kept = self._presses[source] = (stamp, self._bound(source))
        return kept[1]

    def _bound(self, source: str) -> Press:
        # python-docx takes 0.3 s to import: only where a form is built.
        from generators.proofreading import fault_in
        from generators.stationery import paper_of

        try:
            if source.endswith(".docx"):
                word = self._files.read(source)
                if is_blank(word):
                    raise BrokenTemplate(source, 0, BLANK)
                return bind(word, self._xml)
            text, _, _ = self._files.get_source(self._xml, source)
            self._plain.parse(text, filename=source)  # names the line of a fault as the office sees it
            if fault := fault_in(text):
                raise BrokenTemplate(source, *fault)
            return bind(paper_of(text), self._xml)
        except BrokenTemplate:
            raise
        except Exception as error:
            raise _broken(source, error) from error

    def _broken_letter(self, name: str, values: dict[str, Any], error: Exception) -> BrokenTemplate:
        """Name the line: the pattern itself, filled with the same values, fails where the letter did."""
        word, pattern = f"letters/{name}.docx", f"letters/{name}.txt"
        if self._files.own(word):
            return _broken(word, error)
        try:
            self._render(self._plain, pattern, values)
        except BrokenTemplate as broken:
            return broken
        return _broken(pattern, error)

    def _body(self, environment: Environment, name: str, values: dict[str, Any]) -> str:
        text = self._render(environment, name, values)
        if not text.strip():
            raise BrokenTemplate(name, 0, BLANK)
        return text

    def _render(self, environment: Environment, name: str, values: dict[str, Any]) -> str:
        try:
            return environment.get_template(name).render(values)
        except BrokenTemplate:
            raise
        except (
            Exception
        ) as error:  # whatever a template's author wrote: it becomes one sentence with the line
            raise _broken(name, error) from error


@lru_cache(maxsize=1)
def packaged() -> Templates:
    """Return the templates that ship with the program, for an office without its own."""
    return Templates()


def _environment(files: _Files, *, autoescape: bool, finalize: Callable[[Any], Any]) -> Environment:
    return SandboxedEnvironment(
        loader=files,
        autoescape=autoescape,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _printable(value: Any) -> Any:
    """Drop control characters, lone surrogates and marks of direction: no mail program shows them, some break on them."""
    return BAD_XML.sub("", value) if type(value) is str else value


def _line_of(error: Exception, name: str) -> int:
    """Return the line of a template in which it failed, of a Word file the paragraph; 0 where it can't be told."""
    frames = traceback.extract_tb(error.__traceback__)
    if name.endswith(".docx"):
        lines = [(each.lineno or 1) - 1 for each in frames if each.filename.startswith("word/")]
    else:
        lines = [each.lineno or 0 for each in frames if each.filename == name]
    return lines[-1] if lines else 0


def _broken(name: str, error: Exception) -> BrokenTemplate:
    if isinstance(error, TemplateSyntaxError):
        line = max(error.lineno - 1, 0) if name.endswith(".docx") else error.lineno
        return BrokenTemplate(error.name or name, line, f"写法有误（{error.message}）")
    if isinstance(error, TemplateNotFound):
        return BrokenTemplate(name, 0, f"找不到模板文件 {error.name}")
    line = _line_of(error, name)
    if isinstance(error, UndefinedError):
        return BrokenTemplate(name, line, f"用了不存在的栏目（{error.message}）")
    if isinstance(error, SecurityError):
        return BrokenTemplate(name, line, f"用了不允许的写法（{error.message}）")
    if isinstance(error, (BadZipFile, KeyError)) and name.endswith(".docx"):
        return BrokenTemplate(name, 0, "不是能用的 Word 文件，请另存为 .docx 格式")
    return BrokenTemplate(name, line, f"填写时出错（{type(error).__name__}：{error}）")
