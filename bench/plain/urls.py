"""The addresses: a page, and the save of one row."""

from django.urls import path

from bench.plain import views

urlpatterns = [path("plain", views.page), path("plain/save/<int:pk>", views.save)]
