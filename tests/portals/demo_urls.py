"""The addresses of a site that is a demo: the tests' own settings say that it is none."""

from django.urls import include, path

from finpro.config import urls

urlpatterns = [*urls.urlpatterns, path("dev/", include("finpro.portals.public.dev_urls"))]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
