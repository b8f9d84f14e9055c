"""Commands that are imported when they are used.

Importing every command takes more than a second, and shell completion starts the program each time Tab is pressed.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Final

import typer
from typer.core import TyperGroup

from explorer.cli.help import Command as HelpCommand
from explorer.cli.help import print_help
from explorer.common.text import printable

# typer carries a click of its own, whose classes have no public name
Command = Any
Context = Any

TYPER_OPTIONS: Final[dict[str, Any]] = {
    "no_args_is_help": True,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": "markdown",  # joins the lines of a docstring's paragraph
}
"""How typer builds the program and each of its commands."""


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """Location and summary of a command.

    Attributes:
        place: ``module:name`` below `explorer.cli.commands`: a function, or the `typer.Typer` of a group.
        summary: Short help. A group has no other help; a function's docstring starts with the same paragraph.
    """

    place: str
    summary: str

    def load(self, name: str) -> Command:
        """Import the command.

        Args:
            name: The name to type.
        """
        module, _, attribute = self.place.partition(":")
        target = getattr(import_module(f"explorer.cli.commands.{module}"), attribute)
        parent = typer.Typer(**TYPER_OPTIONS)
        if isinstance(target, typer.Typer):
            for command in target.registered_commands:
                command.cls = HelpCommand
            parent.add_typer(target, name=name, help=self.summary, cls=Group)
        else:
            parent.command(name, cls=HelpCommand)(target)
        return typer.main.get_group(parent).commands[name]


class Group(TyperGroup):
    """A group that does not convert values for help and completion.

    Typer imports pydantic to convert values, which takes a third of the time of both.
    """

    def format_help(self, ctx: Context, formatter: object) -> None:
        """Print the help."""
        print_help(self, ctx)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the options before the command, which are text and switches."""
        _keep_as_typed(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Find the command that is about to be invoked or completed."""
        name, command, rest = super().resolve_command(ctx, args)
        if command and ctx.resilient_parsing:
            # to complete one option, the values of the others do not matter
            _keep_as_typed(command.get_params(ctx))
        return name, command, rest


class LazyGroup(Group):
    """A group that lists its commands without importing them.

    Subclasses set ``lazy``, the commands by name in the order of the help, and ``panels``, the heading in the help
    under which each command is listed.
    """

    lazy: ClassVar[Mapping[str, LazyCommand]]
    panels: ClassVar[Mapping[str, str]]

    def make_context(self, *arguments: Any, **more: Any) -> Context:
        """Parse the options before the command."""
        with _safe_mistakes():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: Context) -> Any:
        """Run the command."""
        with _safe_mistakes():
            return super().invoke(ctx)

    def __init__(self, **attributes: Any) -> None:
        """Fill the group with placeholders, which have only a name and a summary."""
        super().__init__(**attributes)
        self.commands = {
            name: HelpCommand(name, help=command.summary, rich_help_panel=self.panels[name])
            for name, command in self.lazy.items()
        }
        self._loaded: set[str] = set()

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Import the command that is about to be invoked or completed."""
        if args and args[0] in self.lazy:
            self.load(args[0])
        return super().resolve_command(ctx, args)

    def load(self, name: str) -> Command:
        """Import a command if it is not imported yet, and return it."""
        if name not in self._loaded:
            command = self.lazy[name].load(name)
            command.rich_help_panel = self.panels[name]
            self.commands[name] = command
            self._loaded.add(name)
        return self.commands[name]


@contextmanager
def _safe_mistakes() -> Iterator[None]:
    """Escape what typer repeats of the words that were typed, such as file names, before it prints its message."""
    try:
        yield
    except Exception as error:
        if message := getattr(error, "format_message", None):
            text = printable(message(), keep="\n\t")
            error.format_message = lambda: text  # type: ignore[attr-defined]
        raise


class _AsTyped:
    """Conversion that returns the text as typed."""

    @staticmethod
    def coerce(value: Any, **_: Any) -> Any:
        return value


def _keep_as_typed(parameters: Iterable[Any]) -> None:
    """Leave the values of parameters as they were typed."""
    for parameter in parameters:
        parameter._runtime_param = _AsTyped()
