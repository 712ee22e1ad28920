"""Compiles the stages with mypyc where HATCH_BUILD_HOOKS_ENABLE=1 asks for it; else a wheel is pure Python.

What is compiled is named in pyproject.toml. The sources stay in the wheel beside what is made of them, so that both
wheels hold the same package. An editable install is always pure: what is compiled would hide what is edited.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledBuildHook(BuildHookInterface[Any]):
    """The build hook of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles the modules and has the wheel hold them."""
        if version != "standard":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="thoisu-compiled-")  # gone at the latest with the process
        built = Path(self._folder.name)
        sources = modules(Path(self.root), self.config["compiled"], self.config["interpreted"])
        for file in compiled(Path(self.root), sources, built):
            build_data["force_include"][str(file)] = file.relative_to(built / "lib").as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what was built beside the wheel."""
        if version == "standard":
            self._folder.cleanup()


def modules(root: Path, compiled: list[str], interpreted: list[str]) -> list[str]:
    """The modules to compile, as paths from the project's folder; both lists hold patterns of such paths."""
    left = {file for pattern in interpreted for file in root.glob(pattern)}
    found = {file for pattern in compiled for file in root.glob(pattern) if file.name != "__init__.py"}
    return sorted(file.relative_to(root).as_posix() for file in found - left)


def compiled(root: Path, sources: list[str], folder: Path) -> list[Path]:
    """Compiles modules into `lib` of a folder and gives the files that make it up."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    before = os.getcwd()
    os.chdir(root)  # mypy names modules by where they stand, and reads its settings there
    try:
        # What the modules import is checked by `make check`; here its types are enough.
        options = ["--follow-imports=silent", f"--python-executable={sys.executable}"]
        options.append(f"--cache-dir={folder / 'types'}")
        # One library, of one file for each module: calls from one module to another are then the linker's to join.
        extensions = mypycify(
            [*options, *sources],
            opt_level="2",
            debug_level="0",
            multi_file=True,
            group_name="thoisu",
            target_dir=str(folder / "c"),
        )
        for extension in extensions if os.name == "posix" else ():
            extension.extra_compile_args += ["-fvisibility=hidden", "-fno-semantic-interposition", "-flto=auto"]
            extension.extra_link_args += ["-flto=auto", "-O2"]
        command = Distribution({"name": "thoisu", "ext_modules": extensions}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "o")
        command.ensure_finalized()
        command.run()
    finally:
        os.chdir(before)
    return sorted(file for file in (folder / "lib").rglob("*") if file.is_file())
