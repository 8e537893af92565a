"""The environment as one typed value; in production no development default."""

import pytest

from finpro.config import env, keys, mail
from finpro.config.env import ConfigurationError, Env

GIVEN = {
    "FINPRO_PRODUCTION": "1",
    "DATABASE_URL": "postgresql://app@db/finpro",
    "DATABASE_OWNER_URL": "postgresql://owner@db/finpro",
    "FINPRO_SECRET_KEY": "a long secret",
    "FINPRO_SEAL_KEYS": "k1:AAAA",
    "FINPRO_SSN_LOOKUP_KEY": "AAAA",
    "FINPRO_EMAIL_URL": "smtp://mail:25",
    "FINPRO_BASE_URL": "https://finpro.example",
    "FINPRO_SMS": "twilio",
    "FINPRO_TWILIO_ACCOUNT": "AC00",
    "FINPRO_TWILIO_TOKEN": "a token",
    "FINPRO_TWILIO_FROM": "+12025550142",
    "FINPRO_IDENTITY_BUREAU": "http",
    "FINPRO_IDENTITY_BUREAU_URL": "https://bureau.example",
    "FINPRO_IDENTITY_BUREAU_KEY": "a key",
    # Any file that can be read: it is opened by the worker, when it seals.
    "FINPRO_SIGNING_PKCS12": __file__,
    "FINPRO_TIMESTAMP_URL": "https://time.example",
}


def test_nothing_given_is_a_development_site_on_loopback():
    found = env.read({})
    assert (found.host, found.port, found.production) == ("127.0.0.1", 8000, False)
    assert found.database_urls() == ("", "")


def test_values_have_their_types():
    found = env.read({"PORT": "8001", "FINPRO_DEMO": "yes", "FINPRO_HOME": "/srv/finpro", "FINPRO_WEB_WORKERS": ""})
    assert (found.port, found.demo, str(found.home), found.web_workers) == (8001, True, "/srv/finpro", 2)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("PORT", "eighty"),
        ("PORT", "-1"),
        ("FINPRO_DEMO", "maybe"),
        ("FINPRO_WEB_WORKERS", "2.5"),
        ("FINPRO_WEB_WORKERS", "0"),
        ("FINPRO_HUMAN_CHECK_MINUTES", "0"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(variable, text):
    with pytest.raises(ConfigurationError, match=variable):
        env.read({variable: text})


def test_one_database_url_serves_both_roles():
    assert env.read({"DATABASE_URL": "a"}).database_urls() == ("a", "a")
    assert env.read({"DATABASE_OWNER_URL": "b"}).database_urls() == ("b", "b")
    assert env.read({"DATABASE_URL": "a", "DATABASE_OWNER_URL": "b"}).database_urls() == ("a", "b")


def test_production_starts_with_everything_given():
    assert env.read(GIVEN).production


@pytest.mark.parametrize("variable", sorted(set(GIVEN) - {"FINPRO_PRODUCTION"}))
def test_production_refuses_every_development_default(variable):
    with pytest.raises(ConfigurationError, match=variable):
        env.read({name: value for name, value in GIVEN.items() if name != variable})


def test_production_is_no_demonstration():
    with pytest.raises(ConfigurationError, match="FINPRO_DEMO is too"):
        env.read(GIVEN | {"FINPRO_DEMO": "1"})


def test_in_production_links_in_mails_lead_to_https():
    with pytest.raises(ConfigurationError, match="FINPRO_BASE_URL must begin with https"):
        env.read(GIVEN | {"FINPRO_BASE_URL": "http://finpro.example"})


def test_production_refuses_the_development_key_given_by_hand():
    with pytest.raises(ConfigurationError, match="FINPRO_SECRET_KEY"):
        env.read(GIVEN | {"FINPRO_SECRET_KEY": env.DEVELOPMENT_SECRET})


@pytest.mark.parametrize("variable", ["FINPRO_SMS", "FINPRO_IDENTITY_BUREAU"])
def test_production_refuses_a_sandbox_given_by_hand(variable):
    with pytest.raises(ConfigurationError, match=f"{variable} is sandbox: .+ Choose another adapter"):
        env.read(GIVEN | {variable: "sandbox"})


@pytest.mark.parametrize(
    ("variable", "choices"),
    [
        ("FINPRO_HUMAN_CHECK", "altcha, recaptcha"),
        ("FINPRO_SMS", "sandbox, twilio"),
        ("FINPRO_IDENTITY_BUREAU", "sandbox, http"),
    ],
)
def test_an_adapter_that_there_is_not_is_refused_with_those_that_there_are(variable, choices):
    with pytest.raises(ConfigurationError, match=f"{variable} is 'pigeon'; it must be one of {choices}"):
        env.read({variable: "pigeon"})


def test_half_an_adapter_is_refused_in_development_too():
    with pytest.raises(ConfigurationError, match="also needs FINPRO_TWILIO_TOKEN, FINPRO_TWILIO_FROM"):
        env.read({"FINPRO_SMS": "twilio", "FINPRO_TWILIO_ACCOUNT": "AC00"})


def test_a_bureau_is_reached_by_a_signature_or_a_certificate_with_its_key():
    bureau = {"FINPRO_IDENTITY_BUREAU": "http", "FINPRO_IDENTITY_BUREAU_URL": "https://bureau.example"}
    with pytest.raises(ConfigurationError, match=r"FINPRO_IDENTITY_BUREAU_KEY .+ or FINPRO_IDENTITY_BUREAU_CERT"):
        env.read(bureau)
    certificate = {"FINPRO_IDENTITY_BUREAU_CERT": "/srv/cert.pem"}
    with pytest.raises(ConfigurationError, match="go together"):
        env.read(bureau | certificate)
    assert (
        env.read(bureau | certificate | {"FINPRO_IDENTITY_BUREAU_CERT_KEY": "/srv/key.pem"}).identity_bureau == "http"
    )


@pytest.mark.parametrize("variable", ["FINPRO_IDENTITY_BUREAU_URL", "FINPRO_TWILIO_URL", "FINPRO_RECAPTCHA_URL"])
@pytest.mark.parametrize(
    "url", ["http://bureau.example", "bureau.example", "ftp://bureau.example", "https://", "https://["]
)
def test_personal_data_never_travels_in_the_clear(variable, url):
    with pytest.raises(ConfigurationError, match=f"{variable} must begin with https://"):
        env.read({variable: url})
    assert env.read({variable: "http://127.0.0.1:9000"})


def test_a_list_of_breached_passwords_that_is_not_there_is_refused_by_name(tmp_path):
    path = tmp_path / "breached"
    with pytest.raises(ConfigurationError, match="FINPRO_BREACHED_PASSWORDS names"):
        env.read({"FINPRO_BREACHED_PASSWORDS": str(path)})
    path.write_text("known words\n")
    assert env.read({"FINPRO_BREACHED_PASSWORDS": str(path)}).breached_passwords == str(path)


def test_every_variable_says_what_it_is_for():
    for item in env.fields(Env):
        assert len(item.metadata["meaning"]) > 10, item.name
        assert env.variable(item.name).isupper()


def test_keys_are_made_once_and_are_their_owners_alone(tmp_path):
    first, second = {}, {}
    keys.ensure(Env(home=tmp_path / "home"), first)
    keys.ensure(Env(home=tmp_path / "home"), second)
    assert first == second
    assert set(first) == {"FINPRO_SECRET_KEY", "FINPRO_SEAL_KEYS", "FINPRO_SSN_LOOKUP_KEY"}
    file = tmp_path / "home" / keys.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == [keys.FILE]


def test_keys_that_are_given_stay_and_production_makes_none(tmp_path):
    found = {}
    keys.ensure(Env(home=tmp_path, secret_key="mine", seal_keys="k:A"), found)
    assert set(found) == {"FINPRO_SSN_LOOKUP_KEY"}
    found = {}
    keys.ensure(Env(home=tmp_path / "none", production=True), found)
    assert found == {}
    assert not (tmp_path / "none").exists()


def test_mail_goes_to_files_without_a_server(tmp_path):
    assert mail.settings_for("", tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


@pytest.mark.parametrize(
    ("url", "tls", "ssl"),
    [
        ("smtp://mail.example:25", False, False),
        ("smtp://a%40b:p%2Fw@mail.example:587", True, False),
        ("smtps://a:b@mail.example:465", False, True),
    ],
)
def test_a_password_never_travels_in_the_clear(url, tls, ssl, tmp_path):
    found = mail.settings_for(url, tmp_path)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
    assert found["EMAIL_HOST"] == "mail.example"
    if "%40" in url:
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b", "p/w")


@pytest.mark.parametrize(
    ("url", "backend", "told"),
    [
        ("postmark://to%2Fken@", "postmark", {"POSTMARK_SERVER_TOKEN": "to/ken"}),
        (
            "mailgun://key@mg.example.org",
            "mailgun",
            {"MAILGUN_API_KEY": "key", "MAILGUN_SENDER_DOMAIN": "mg.example.org"},
        ),
        ("mailjet://key:other@", "mailjet", {"MAILJET_API_KEY": "key", "MAILJET_SECRET_KEY": "other"}),
    ],
)
def test_a_provider_is_named_with_its_key(url, backend, told, tmp_path):
    found = mail.settings_for(url, tmp_path)
    assert found["EMAIL_BACKEND"] == f"anymail.backends.{backend}.EmailBackend"
    assert found["ANYMAIL"] == told | {"REQUESTS_TIMEOUT": mail.TIMEOUT}


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "smtp://mail.example",
        "http://mail:80",
        "smtp://u:secret@mail:x",
        "postmark://secret@host",
        "mailgun://secret@",
        "postmark://",
    ],
)
def test_an_unusable_mail_url_is_refused_without_quoting_its_password(url, tmp_path):
    with pytest.raises(ConfigurationError) as refused:
        mail.settings_for(url, tmp_path)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"FINPRO_SIGNING_PKCS12": ""}, "nobody outside trusts"),
        ({"FINPRO_TIMESTAMP_URL": ""}, "nobody outside trusts"),
        ({"FINPRO_SIGNING_PKCS12": "/nowhere/seal.p12"}, "cannot be read"),
        ({"FINPRO_SIGNING_CERT": __file__, "FINPRO_SIGNING_KEY": __file__}, "Keep one of them"),
        ({"FINPRO_SIGNING_PKCS12": "", "FINPRO_SIGNING_CERT": __file__}, "go together"),
    ],
)
def test_a_seal_that_nobody_could_trust_is_refused_in_production(changed, told):
    with pytest.raises(ConfigurationError, match=told):
        env.read(GIVEN | changed)
