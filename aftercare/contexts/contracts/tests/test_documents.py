"""Documents of a contract: the customer reads on the contract's page what is shown to it, and nothing else."""

from __future__ import annotations

from django.apps import apps
from django.test import Client

from aftercare.contexts.contracts import commands
from aftercare.contexts.organisations.tests.building import customer_of
from aftercare.platform.files import documents

PDF = b"%PDF-1.4\n%contract\n%%EOF\n"


def test_shown_to_the_customer_stand_on_the_page_it_opens(contract, place, system, at):
    commands.put_in_force(contract_id=contract.pk, by=system, at=at)
    usual = {"subject": f"contract:{contract.pk}", "by": system, "at": at}
    shown = documents.add(PDF, name="盖章合同.pdf", for_customer=True, **usual)
    documents.add(PDF + b"\n", name="报价测算.pdf", **usual)
    owner = customer_of(apps.get_model("organisations", "Organisation").objects.get(pk=place.customer_id))
    client = Client()
    client.force_login(apps.get_model("accounts", "User").objects.get(pk=owner.id))
    panel = client.get(f"/-/panels/contract/{contract.pk}/documents/", headers={"HX-Request": "true"}).content.decode()
    assert "盖章合同.pdf" in panel
    assert "报价测算.pdf" not in panel
    assert "<form" not in panel
    assert client.get(f"/contracts/{contract.pk}/documents/{shown.pk}/").content == PDF
