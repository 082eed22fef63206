"""The directory as it was on a day, for what is read from a letter of that day."""

from django.db.models import Q

from correspondence.directory.models import Agency, Appointment, Office, Person, Seat, Term
from correspondence.intake.reading.names import Directory, KnownAgency, KnownOffice, KnownPerson


def directory_as_of(day):
    """Who sat in Congress, held a seat or a post, and what offices and agencies there were: in seven
    reads."""
    seats, posts = {}, {}
    terms = dict(Term.objects.on(day).values_list("person_id", "chamber"))
    for person, office, title in Seat.objects.on(day).values_list("person_id", "office_id", "title"):
        seats.setdefault(person, []).append((office, title))
    for person, agency, title in Appointment.objects.on(day).values_list("person_id", "agency_id", "title"):
        posts.setdefault(person, []).append((agency, title))
    held = Q(terms__in=Term.objects.on(day)) | Q(seats__in=Seat.objects.on(day))
    held |= Q(appointments__in=Appointment.objects.on(day))
    people = Person.objects.filter(held).distinct().order_by("pk")
    return Directory(
        day=day,
        people=tuple(
            KnownPerson(
                pk, name, first, last, terms.get(pk, ""), tuple(seats.get(pk, ())), tuple(posts.get(pk, ()))
            )
            for pk, name, first, last in people.values_list("pk", "name", "first_name", "last_name")
        ),
        offices=tuple(
            KnownOffice(office.pk, office.name_on(day), office.chamber)
            for office in Office.objects.exclude(kind=Office.Kind.MEMBER)
            .prefetch_related("former_names")
            .order_by("pk")
        ),
        agencies=tuple(
            KnownAgency(
                agency.pk,
                agency.name,
                tuple(name for name in (agency.acronym, *agency.aliases.splitlines()) if name.strip()),
                agency.parent_id,
            )
            for agency in Agency.objects.filter(
                Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
            ).order_by("pk")
        ),
    )
