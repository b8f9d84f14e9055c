"""A query as text that Neo4j Browser runs with one click.

If several statements run together, such as a pack's file with its ``:param`` lines, classic Browser only shows that
they succeeded; it shows the rows of a single statement. The defaults are therefore written into the statement, each
after the name of its parameter, where a reader can change them.
"""

from explorer.packs.query import Query
from explorer.packs.values import show_value


def saved_script(query: Query) -> str:
    """Return a query with its defaults written out; its first line is the title, which Browser shows as its name."""
    meanings = [f"//   {name}: {meaning}" for name, meaning in query.meanings.items()]
    head = [f"// {query.title}", f"// {query.question}", *meanings]
    return "\n".join([*head, query.fill(lambda name, value: f"/* {name} */ {show_value(value)}")]) + ";\n"


def parameter_lines(query: Query) -> str:
    """Return the ``:param`` lines of a query."""
    return "\n".join(f":param {name} => {show_value(value)};" for name, value in query.parameters.items())
