"""A phone or security key that Chromium plays (WebAuthn's virtual authenticator). It wants a name, not a number: the
site is opened as localhost."""

from dataclasses import replace

from tests.browser.visitor import Visitor


def by_name(site):
    """The same site under a name."""
    return replace(site, url=site.url.replace("127.0.0.1", "localhost"))


class Device:
    """One authenticator of one window. `whole`: it keeps passkeys itself and asks its owner for finger, face or PIN."""

    def __init__(self, visitor: Visitor, *, whole: bool = True) -> None:
        self._cdp = visitor.context.new_cdp_session(visitor.page)
        self._cdp.send("WebAuthn.enable")
        self._id = self._cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal" if whole else "usb",
                    "hasResidentKey": whole,
                    "hasUserVerification": whole,
                    "isUserVerified": whole,
                    "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]

    def keys(self) -> list[dict]:
        """What it keeps."""
        return self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"]

    def copy_to(self, other: "Device") -> None:
        """Give its keys to another window's device, as a synchronised phone would."""
        for key in self.keys():
            other._cdp.send("WebAuthn.addCredential", {"authenticatorId": other._id, "credential": key})

    def refuse(self, refuses: bool = True) -> None:
        """Its owner shows the wrong finger."""
        self._cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": not refuses})
