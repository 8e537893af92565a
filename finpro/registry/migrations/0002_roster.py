"""The list of a firm's people in the order of their names, kept in step by the database itself."""

import django.db.models.deletion
from django.db import migrations, models

# The latest legal name of a person, as a list sorts it: "LAST, FIRST MIDDLE SUFFIX".
_KEY = """
    SELECT upper(concat_ws(', ', nullif(n.last, ''),
        nullif(concat_ws(' ', nullif(n.first, ''), nullif(n.middle, ''), nullif(n.suffix, '')), '')))
    FROM registry_personname n
    WHERE n.person_id = {person} AND n.kind = 'LEGAL'
    ORDER BY n.ends_on DESC NULLS FIRST, n.starts_on DESC NULLS LAST, n.id DESC
    LIMIT 1
"""

_FUNCTIONS = f"""
CREATE FUNCTION registry_roster_follow_association() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A person that is not there yet leaves crd null, which the column refuses: people are written first.
    INSERT INTO registry_rosterline
        (association_id, firm_id, person_id, crd, name_key, starts_on, ends_on, contractor)
    SELECT a.id, a.firm_id, a.person_id, p.crd, coalesce(({_KEY.format(person="a.person_id")}), ''),
        a.starts_on, a.ends_on, a.contractor
    FROM changed a LEFT JOIN registry_person p ON p.id = a.person_id
    ON CONFLICT (association_id) DO UPDATE SET
        firm_id = excluded.firm_id, person_id = excluded.person_id, crd = excluded.crd,
        name_key = excluded.name_key, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
        contractor = excluded.contractor;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_roster_drop_association() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM registry_rosterline l USING changed a WHERE l.association_id = a.id;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_roster_follow_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE registry_rosterline l SET name_key = k.name_key
    FROM (
        SELECT c.person_id, coalesce(({_KEY.format(person="c.person_id")}), '') AS name_key
        FROM (SELECT DISTINCT person_id FROM changed) c
    ) k
    WHERE l.person_id = k.person_id AND l.name_key <> k.name_key;
    RETURN NULL;
END $$;
"""  # noqa: S608 - constants of this file

_TRIGGERS = """
CREATE TRIGGER roster_insert AFTER INSERT ON registry_association REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_roster_follow_association();
CREATE TRIGGER roster_update AFTER UPDATE ON registry_association REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_roster_follow_association();
CREATE TRIGGER roster_delete AFTER DELETE ON registry_association REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_roster_drop_association();
CREATE TRIGGER roster_insert AFTER INSERT ON registry_personname REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_roster_follow_name();
CREATE TRIGGER roster_update AFTER UPDATE ON registry_personname REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_roster_follow_name();
CREATE TRIGGER roster_delete AFTER DELETE ON registry_personname REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_roster_follow_name();
"""

_FILL = f"""
INSERT INTO registry_rosterline (association_id, firm_id, person_id, crd, name_key, starts_on, ends_on, contractor)
SELECT a.id, a.firm_id, a.person_id, p.crd, coalesce(({_KEY.format(person="a.person_id")}), ''),
    a.starts_on, a.ends_on, a.contractor
FROM registry_association a JOIN registry_person p ON p.id = a.person_id;
"""  # noqa: S608 - constants of this file

_UNDO = """
DROP TRIGGER roster_insert ON registry_association;
DROP TRIGGER roster_update ON registry_association;
DROP TRIGGER roster_delete ON registry_association;
DROP TRIGGER roster_insert ON registry_personname;
DROP TRIGGER roster_update ON registry_personname;
DROP TRIGGER roster_delete ON registry_personname;
DROP FUNCTION registry_roster_follow_association();
DROP FUNCTION registry_roster_drop_association();
DROP FUNCTION registry_roster_follow_name();
"""


class Migration(migrations.Migration):
    """A read model: one line for each association, written by triggers on associations and names."""

    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RosterLine",
            fields=[
                (
                    "association",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="roster_line",
                        serialize=False,
                        to="registry.association",
                    ),
                ),
                ("crd", models.BigIntegerField()),
                ("name_key", models.TextField(db_collation="C")),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("contractor", models.BooleanField(null=True)),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.firm",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["firm", "name_key", "person"],
                        include=["starts_on", "ends_on", "crd", "contractor"],
                        name="roster_by_name",
                    )
                ],
            },
        ),
        migrations.RunSQL(_FUNCTIONS + _TRIGGERS, _UNDO),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
