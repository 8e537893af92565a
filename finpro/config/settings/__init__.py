"""Django settings, read from the environment through finpro.config.env."""

from finpro.config.settings.base import *  # noqa: F403
