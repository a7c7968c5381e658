from typing import Any

from django.core.management.base import BaseCommand

from collective.ground.web.bundle import TARGET, bundled


class Command(BaseCommand):
    help = "Write static/web/site.css from the parts in static/web/css/. Run it after every change to a part."

    def handle(self, *args: Any, **options: Any) -> None:
        text = bundled()
        TARGET.write_text(text, encoding="utf-8")
        self.stdout.write(f"{TARGET.name}: {len(text):,} characters")
