"""How the events of a synthetic world read."""

from finpro.audit import presenters

presenters.present(
    {
        "registry:simulation:firms_written": "{firms} fictitious firms with {branches} branches were written.",
        "registry:simulation:people_written": "{people} fictitious people were written, {rows} rows in all.",
        "registry:simulation:finished": "A synthetic world of {people} people was finished.",
    }
)
