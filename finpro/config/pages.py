"""Pages that no portal owns: those of errors."""

from django.template.loader import render_to_string

from finpro.kernel.http import Request
from finpro.kernel.http.errors import ErrorPage
from finpro.ui import render


def error(request: Request, page: ErrorPage) -> str:
    """The HTML of an error page in the site's frame. It asks the database nothing that was not asked before."""
    context = {
        "page": render.frame(request, page.title),
        "status": page.status,
        "title": page.title,
        "what": page.what,
        "safe": page.safe,
        "next": page.next,
        "reference": page.reference,
    }
    return render_to_string("ui/error.html", context, request=request)
