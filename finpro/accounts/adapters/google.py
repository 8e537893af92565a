"""Signing in with Google. (The next slice fills it.)"""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class GoogleAdapter(DefaultSocialAccountAdapter):
    """What allauth asks us when somebody comes back from Google."""
