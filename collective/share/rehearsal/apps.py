from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "collective.share.rehearsal"
    label = "rehearsal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.ground import live  # noqa: PLC0415 - models are ready only now
        from collective.share.rehearsal.actions.driving import driver  # noqa: PLC0415
        from collective.talk.rooms import steps  # noqa: PLC0415

        steps.register_part(steps.RoomPart("Rehearsal", "rehearsal"))
        live.on_startup(driver.start)
        live.on_shutdown(driver.stop)
