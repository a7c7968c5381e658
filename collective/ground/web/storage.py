"""Static files with names that change when their content does, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HouseStorage(CompressedManifestStaticFilesStorage):
    """Hashed names for stylesheets, fonts and, through their imports, JavaScript modules.

    Before the first `collectstatic` there is no manifest; then plain names are given, so that tests and a fresh checkout
    need no build. With a manifest, a name that is missing from it is an error, as it should be.
    """

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        if not self.hashed_files:
            return name
        return super().stored_name(name)
