from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "finpro.exams"
    label = "exams"
