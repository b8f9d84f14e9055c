"""A query as text that Neo4j Browser runs with one click.

Of several statements together, as a pack's file is with its ``:param`` lines, classic Browser shows only that they
succeeded; it shows the rows of a statement that runs by itself. So the defaults are written into the statement, each
behind its parameter's name, where a person finds it to change it.
"""

from explorer.packs.files import Query
from explorer.packs.values import show_value


def saved_script(query: Query) -> str:
    """Return a query with its defaults written out; the first line is its title, as saved scripts need it."""
    meanings = [f"//   {name}: {meaning}" for name, meaning in query.meanings.items()]
    head = [f"// {query.title}", f"// {query.question}", *meanings]
    return "\n".join([*head, query.fill(lambda name, value: f"/* {name} */ {show_value(value)}")]) + ";\n"


def parameter_lines(query: Query) -> str:
    """Return the ``:param`` lines of a query."""
    return "\n".join(f":param {name} => {show_value(value)};" for name, value in query.parameters.items())
