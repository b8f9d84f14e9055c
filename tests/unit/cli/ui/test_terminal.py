"""A console's colours are its own."""

import io

from rich.text import Text

from explorer.cli.ui.terminal import SafeConsole


def test_a_console_keeps_its_own_colours_and_escapes_those_in_texts() -> None:
    screen = io.StringIO()
    console = SafeConsole(file=screen, color_system="standard", force_terminal=True, width=80)
    console.print(Text("a\x1b[2Jb\u202e", style="red"))
    assert screen.getvalue() == "\x1b[31ma\\u001b[2Jb\\u202e\x1b[0m\n"
