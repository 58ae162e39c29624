"""House rules on imports that import-linter has no contract for."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import grimp
from importlinter import Contract, ContractCheck, fields, output


class FrontDoors(Contract):
    """Whoever is not of the family enters a package of the container by its one door."""

    type_name = "front_doors"

    container = fields.StringField()
    door = fields.StringField()
    # Packages that may go anywhere: the demo company sits on top of everything.
    free = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every import of something inside a family by something outside it."""
        broken = sorted(self._broken(graph))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each forbidden import."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} may not import {imported}: only its `{self.door}`", bold=False)

    def _broken(self, graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
        for family in sorted(graph.find_children(str(self.container))):
            for imported in graph.find_descendants(family):
                part = imported.removeprefix(f"{family}.").split(".")[0]
                if part == self.door:
                    continue
                for importer in graph.find_modules_that_directly_import(imported):
                    if not self._may_enter(importer, family):
                        yield importer, imported

    def _may_enter(self, importer: str, family: str) -> bool:
        is_family = importer == family or importer.startswith(f"{family}.")
        listed: list[str] = self.free or []  # type: ignore[assignment]
        is_free = any(importer == free or importer.startswith(f"{free}.") for free in listed)
        # A test sets its scene with whatever the contexts upstream have; the river still says which way is up.
        return is_family or is_free or "tests" in importer.split(".")


class StandardLibraryOnly(Contract):
    """The package imports itself, the standard library and what is named besides, nothing else."""

    type_name = "standard_library_only"

    package = fields.StringField()
    besides = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Look at everything the package imports."""
        package = str(self.package)
        listed: list[str] = self.besides or []  # type: ignore[assignment]
        allowed = {*sys.stdlib_module_names, *listed}
        broken = [
            (module, imported)
            for module in sorted(graph.find_descendants(package) | {package})
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if not imported.startswith(f"{package}.") and imported.split(".")[0] not in allowed
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each forbidden import."""
        for module, imported in check.metadata["broken"]:
            output.print_error(
                f"{module} may not import {imported}: only the standard library and what is named besides", bold=False
            )
