"""A stand-in for Google, for the demo alone: `python -m finpro.config.google_sandbox PORT`.

It lets anybody be anybody, and says so. It speaks OpenID Connect by the package oidc-provider-mock, which belongs to
development; nothing else imports this module, so that an installation without the package runs as well.
"""

import importlib
import logging
import os
import sys
import warnings

from jinja2 import ChoiceLoader, DictLoader

from finpro.kernel import clock

PEOPLE = {
    "rowan": {"email": "rowan.newcomer@gmail.example", "email_verified": True, "name": "Rowan Newcomer"},
    "individual": {"email": "individual@demo.finpro.example", "email_verified": True, "name": "Demo Individual"},
    "unverified": {"email": "unverified@gmail.example", "email_verified": False, "name": "Una Unverified"},
}
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Google (sandbox)</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><main>
<p><strong>This page stands in for Google in the demonstration.</strong> Choose who you are there.</p>
{% block content %}{{ content }}{% endblock %}</main></html>"""


def main(port: int) -> None:
    """Serve on this machine alone until told to stop."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    # The package insists on warning of what it stands on; nobody who starts the demo can mend that.
    warnings.showwarning = lambda *_args, **_named: None
    mock = importlib.import_module("oidc_provider_mock")
    codes = importlib.import_module("oidc_provider_mock._storage").AuthorizationCode
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # As Google, it says when it asked.
    codes.get_auth_time = lambda _code: int(clock.now().timestamp())
    people = [mock.User(sub=key, claims=claims) for key, claims in PEOPLE.items()]
    app = mock.app(require_nonce=True, user_claims=people)
    # Its own page brings a style sheet from elsewhere.
    app.jinja_loader = ChoiceLoader([DictLoader({"_base.html": _PAGE}), app.jinja_loader])
    importlib.import_module("werkzeug.serving").make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
