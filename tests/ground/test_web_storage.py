"""Static files: hashed names, through stylesheets and modules alike."""

import re
import shutil
from pathlib import Path

import pytest

from collective.ground.web.bundle import STATIC
from collective.ground.web.storage import HouseStorage

HASH = r"\.[0-9a-f]{12}\."


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> HouseStorage:
    folder = tmp_path_factory.mktemp("static")
    shutil.copytree(STATIC, folder / "web")
    storage = HouseStorage(location=folder, base_url="/static/")
    names = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    for name, _hashed, processed in storage.post_process({name: (storage, name) for name in names}):
        assert not isinstance(processed, Exception), f"{name}: {processed}"
    return storage


def _text(storage: HouseStorage, name: str) -> str:
    return Path(storage.path(storage.stored_name(name))).read_text(encoding="utf-8")


def test_modules_import_each_other_by_hashed_names(collected: HouseStorage) -> None:
    for path in (STATIC / "js").glob("*.js"):
        imports = re.findall(r'^import .* from "([^"]+)"', _text(collected, f"web/js/{path.name}"), re.MULTILINE)
        assert len(imports) == len(re.findall(r"^import .* from", path.read_text(encoding="utf-8"), re.MULTILINE))
        for name in imports:
            assert re.search(HASH, name)
            assert (Path(collected.path("web/js")) / name).is_file()


def test_the_stylesheet_asks_for_fonts_by_hashed_names(collected: HouseStorage) -> None:
    fonts = re.findall(r'url\("?([^)"]+)"?\)', _text(collected, "web/site.css"))
    assert len(fonts) == 5
    assert all(re.search(HASH, font) for font in fonts)


def test_there_is_a_compressed_copy_of_the_stylesheet(collected: HouseStorage) -> None:
    assert Path(collected.path(collected.stored_name("web/site.css") + ".gz")).is_file()


def test_with_a_manifest_a_missing_file_is_an_error(collected: HouseStorage) -> None:
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        collected.stored_name("web/attic.css")


def test_before_anything_is_collected_names_are_plain(tmp_path: Path) -> None:
    assert HouseStorage(location=tmp_path, base_url="/static/").url("web/site.css") == "/static/web/site.css"
