from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "collective.gather.diary"
    label = "diary"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.gather.diary.actions.rederiving import rederive_after_new_zone_data  # noqa: PLC0415
        from collective.ground.outbox import tick  # noqa: PLC0415

        tick.register(rederive_after_new_zone_data)
