from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "collective.share.rehearsal"
    label = "rehearsal"
    default_auto_field = "django.db.models.BigAutoField"
