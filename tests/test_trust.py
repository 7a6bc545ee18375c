"""Which certificates the environment says are trusted."""

from types import SimpleNamespace

import pytest

from amazon import NOW, Amazon, pem_of
from skill.channels.alexa.trust import certificates_in, environment_trust


@pytest.fixture
def amazon():
    return Amazon(NOW)


TRUST_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture
def plain_environment(monkeypatch):
    for name in (*TRUST_VARIABLES, "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize("variable", TRUST_VARIABLES)
@pytest.mark.parametrize("place", [".", "root.pem"])
def test_the_environment_says_what_is_trusted(
    plain_environment, tmp_path, variable, place
):
    roots = Amazon(NOW).roots
    (tmp_path / "root.pem").write_bytes(pem_of(roots))
    plain_environment.setenv(variable, str(tmp_path / place))

    trust = environment_trust()

    assert trust.roots == tuple(roots)
    assert trust.location == str(tmp_path / place)


def test_settings_add_up_and_missing_places_are_passed_over(
    amazon, plain_environment, tmp_path
):
    other = amazon.mint.root("Other").certificate
    folders = [tmp_path / "absent", tmp_path / "present"]
    folders[1].mkdir()
    (folders[1] / "a.pem").write_bytes(pem_of([other]) + amazon.root_pem)
    (folders[1] / "folder").mkdir()
    (tmp_path / "root.pem").write_bytes(amazon.root_pem)
    plain_environment.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "absent.pem"))
    plain_environment.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    plain_environment.setenv("SSL_CERT_DIR", ":".join(map(str, folders)))

    trust = environment_trust()

    assert set(trust.roots) == {other, *amazon.roots}
    assert trust.location == str(tmp_path / "root.pem")


def test_a_broken_or_repeated_root_is_passed_over(amazon):
    broken = b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"

    found = certificates_in([broken + amazon.root_pem, amazon.root_pem + broken])

    assert found == amazon.roots


def test_without_settings_the_system_or_certifi_is_trusted(plain_environment):
    ordinary = environment_trust()
    absent = SimpleNamespace(openssl_cafile="/absent", openssl_capath="/absent")
    plain_environment.setattr("ssl.get_default_verify_paths", lambda: absent)
    bundled = environment_trust()

    assert len(ordinary.roots) > 50
    assert len(bundled.roots) > 50
    assert bundled.location.endswith("cacert.pem")
