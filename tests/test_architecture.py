"""Holds the arrows of the architecture: who may import whom."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Layer (longest prefix wins) -> prefixes of our own packages it may import besides itself.
MAY_IMPORT = {
    "kiosk.domain": ("kiosk.errors",),
    "kiosk.errors": (),
    "kiosk.settings": (),
    "kiosk.messages": ("kiosk.domain", "kiosk.errors"),
    "kiosk.ports": ("kiosk.domain", "kiosk.errors"),
    "kiosk.street": ("kiosk.domain", "kiosk.errors"),
    "kiosk.adapters": (
        "kiosk.domain", "kiosk.messages", "kiosk.ports", "kiosk.errors", "kiosk.settings", "kiosk.workers"),
    "kiosk.adapters.camera": (
        "kiosk.domain", "kiosk.ports", "kiosk.errors", "kiosk.settings", "kiosk.workers", "kiosk.street"),
    "web_console": (
        "kiosk.domain", "kiosk.messages", "kiosk.ports", "kiosk.errors", "kiosk.settings", "kiosk.workers"),
}  # fmt: skip
FREE = ("kiosk",)  # composition roots and commands may import anything of ours


def _modules() -> list[tuple[str, Path]]:
    found = []
    for package in ("kiosk", "web_console"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found.append((name, path))
    return found


def _layer(module: str) -> str | None:
    fits = [layer for layer in MAY_IMPORT if module == layer or module.startswith(layer + ".")]
    return max(fits, key=len, default=None)


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update({node.module} | {f"{node.module}.{alias.name}" for alias in node.names})
    return names


@pytest.mark.parametrize(("module", "path"), _modules(), ids=lambda v: v if isinstance(v, str) else "")
def test_a_module_imports_only_what_its_layer_allows(module: str, path: Path) -> None:
    layer = _layer(module)
    if layer is None:
        return
    allowed = (*MAY_IMPORT[layer], layer)
    for name in _imports(path):
        ours = name.split(".")[0] in ("kiosk", "web_console")
        if ours and name not in ("kiosk", "kiosk.__version__"):
            assert any(name == a or name.startswith(a + ".") for a in allowed), (
                f"{path.relative_to(ROOT)}: layer {layer} may not import {name}; allowed: {', '.join(allowed)}"
            )


def test_the_domain_uses_the_standard_library_only() -> None:
    for module, path in _modules():
        if module.startswith("kiosk.domain"):
            for name in _imports(path):
                top = name.split(".")[0]
                assert top == "kiosk" or top in sys.stdlib_module_names, f"{path}: the domain may not import {name}"
