"""Names of months and weekdays in English and Indonesian, and their numbers."""


def number_names(first: int, *names: str) -> dict[str, int]:
    """Return the number of each name; the names of one number stand in one string."""
    return {name: number for number, same in enumerate(names, first) for name in same.split()}


MONTH_NAMES = number_names(
    1,
    "januari january",
    "februari february",
    "maret march",
    "april",
    "mei may",
    "juni june",
    "juli july",
    "agustus august",
    "september",
    "oktober october",
    "november",
    "desember december",
)
"""Month names in full, in small letters, and their numbers."""


MONTHS = MONTH_NAMES | number_names(
    1,
    "jan",
    "pebruari feb",
    "mar",
    "apr",
    "",
    "jun",
    "jul",
    "agu agt ags aug",
    "sep sept",
    "okt oct",
    "nopember nov nop",
    "des dec",
)
"""The same with other spellings and the usual abbreviations."""


WEEKDAY_NAMES = number_names(
    0,
    "senin monday",
    "selasa tuesday",
    "rabu wednesday",
    "kamis thursday",
    "jumat jum'at friday",
    "sabtu saturday",
    "minggu sunday",
)
"""Names of the days in full, in small letters, and their numbers; Monday is 0."""


WEEKDAYS = WEEKDAY_NAMES | number_names(
    0,
    "sen mon",
    "sel tues tue",
    "rab wed",
    "kam thurs thur thu",
    "jum fri",
    "sab sat",
    "ahad min sun",
)
"""The same with other names and the usual abbreviations."""
