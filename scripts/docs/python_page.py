"""Generate the reference of the Python interface from annotations and docstrings of the names ``explorer`` exports."""

import logging
from pathlib import Path
from typing import Any, Final

import griffe

import explorer

# griffe's aliases and objects have the same attributes but no common type, so that they are annotated as Any.
_FIELDS: Final = {
    griffe.DocstringSectionKind.parameters: "Parameters",
    griffe.DocstringSectionKind.attributes: "Attributes",
    griffe.DocstringSectionKind.raises: "Raises",
    griffe.DocstringSectionKind.returns: "Returns",
    griffe.DocstringSectionKind.yields: "Yields",
}
"""Titles of the docstring sections that contain lists."""


def python_page() -> str:
    """Return docs/reference/api.md: every name that ``explorer`` exports, with its public methods."""
    # Docstrings without types are correct here, because the annotations contain them.
    logging.getLogger("griffe").setLevel(logging.ERROR)
    package = griffe.load(
        "explorer", search_paths=[Path(explorer.__file__).parents[1]], docstring_parser="google", resolve_aliases=True
    )
    lines = [
        "# Python",
        "",
        "Generated from the docstrings of what `explorer` exports by `make docs`; do not edit.",
        "[Work in Python](../howto/python.md) has examples.",
        "",
    ]
    for name in sorted(name for name in getattr(explorer, "__all__", ()) if not name.startswith("__")):
        lines += _object(package[name], name, "##")
    return "\n".join(lines).rstrip() + "\n"


def _object(member_of_api: Any, name: str, mark: str) -> list[str]:
    lines = [f"{mark} {name}", "", *_signature(member_of_api, name), *_docstring(member_of_api)]
    for member in _members(member_of_api) if member_of_api.is_class else []:
        lines += _object(member, f"{name}.{member.name}", "###")
    return lines


def _members(member_of_api: Any) -> list[Any]:
    """Return a class's public members, starting with those of its root base class."""
    classes: list[Any] = [member_of_api, *member_of_api.mro()]
    members = {member.name: member for owner in [classes[-1], *classes[:-1]] for member in owner.members.values()}
    return [one for one in members.values() if not one.name.startswith("_") and (one.is_function or one.has_docstring)]


def _signature(member_of_api: Any, name: str) -> list[str]:
    if member_of_api.is_attribute:
        return [f"    {name}: {member_of_api.annotation}", ""] if member_of_api.annotation else []
    if not member_of_api.is_function:
        return []
    kinds = [parameter.kind for parameter in member_of_api.parameters]
    shown = []
    for number, parameter in enumerate(member_of_api.parameters):
        if parameter.name in {"self", "cls"}:
            continue
        keyword = griffe.ParameterKind.keyword_only
        if parameter.kind is keyword and keyword not in kinds[:number]:
            shown.append("*")
        star = {"variadic positional": "*", "variadic keyword": "**"}.get(str(getattr(parameter.kind, "value", "")), "")
        text = f"{star}{parameter.name}" + (f": {parameter.annotation}" if parameter.annotation else "")
        shown.append(text if parameter.default is None or star else f"{text} = {parameter.default}")
    returned = f" -> {member_of_api.returns}" if member_of_api.returns else ""
    line = f"{name}({', '.join(shown)}){returned}"
    if len(line) > 100:
        return [f"    {name}(", *(f"        {text}," for text in shown), f"    ){returned}", ""]
    return [f"    {line}", ""]


def _docstring(member_of_api: Any) -> list[str]:
    lines = []
    for section in member_of_api.docstring.parsed if member_of_api.docstring else []:
        title = _FIELDS.get(section.kind)
        if section.kind is griffe.DocstringSectionKind.admonition:
            code = section.value.contents.removeprefix(">>> ").removesuffix("  # doctest: +SKIP")
            lines += ["Example:", "", f"    {code}", ""]
            continue
        if title is None:
            lines += [str(section.value).replace("``", "`"), ""]
            continue
        lines += [f"{title}:", ""]
        for item in section.value:
            what = getattr(item, "name", "") or str(item.annotation or "")
            about = " ".join(item.description.replace("``", "`").split())
            lines.append(f"- `{what}`: {about}" if what else f"- {about}")
        lines.append("")
    return lines
