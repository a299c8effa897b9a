import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import connection, models

from perizinan import vault

NUMBER = "3516019901010001"


class Person(models.Model):
    number = vault.EncryptedField(null=True)

    class Meta:
        apps = Apps()  # a registry of its own: the portal knows nothing of this table
        app_label = "vault_test"

    def __str__(self):
        return "person"


@pytest.fixture
def person(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Person)
    yield Person
    with connection.schema_editor() as editor:
        editor.delete_model(Person)


def stored(row):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM vault_test_person WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def test_the_column_holds_ciphertext_and_the_attribute_the_value(person):
    row = person.objects.create(number=NUMBER)

    assert NUMBER not in stored(row)
    assert vault.decrypt(stored(row)) == NUMBER
    again = person.objects.get(pk=row.pk)
    assert again.number == NUMBER
    assert person.objects.values_list("number", flat=True).get() == NUMBER


def test_update_encrypts_too(person):
    row = person.objects.create(number="")
    person.objects.filter(pk=row.pk).update(number=NUMBER)

    assert NUMBER not in stored(row)
    assert person.objects.get().number == NUMBER


@pytest.mark.parametrize("empty", ["", None])
def test_nothing_stays_nothing(person, empty):
    row = person.objects.create(number=empty)

    assert stored(row) == empty
    assert person.objects.get().number == empty


def test_repr_never_shows_it(person):
    row = person.objects.create(number=NUMBER)

    for seen in (row, person.objects.get(), person.objects.defer("number").get()):
        assert NUMBER not in repr(seen)
        assert NUMBER not in repr(seen.number)
        assert NUMBER not in repr(vars(seen))
        assert f"{seen.number}" == NUMBER


def test_a_tampered_column_raises(person):
    row = person.objects.create(number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_test_person SET number = 'x' || number WHERE id = %s", [row.pk])

    with pytest.raises(vault.Unreadable):
        person.objects.get()


def test_equality_is_refused_because_it_could_only_lie(person):
    with pytest.raises(FieldError):
        person.objects.filter(number=NUMBER).exists()
    assert not person.objects.filter(number__isnull=True).exists()
