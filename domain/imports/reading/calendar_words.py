"""Months, days of the week and time zones as dates name them, in the promised languages."""

from domain.text.folding import fold

_MONTHS: tuple[str, ...] = (
    "jan january januar janner janvier janv ene enero gen gennaio janeiro januari sty styczen "
    "stycznia янв январь января",
    "feb february februar fevrier fevr fev febrero febbraio fevereiro februari lut luty lutego "
    "фев февр февраль февраля",
    "mar march marz mrz maerz mars marzo marco maart mrt marzec marca мар март марта",
    "apr april avril avr abr abril aprile kwi kwiecien kwietnia апр апрель апреля",
    "may mai mayo mag maggio maio mei maj maja май мая",
    "jun june juni juin junio giu giugno junho cze czerwiec czerwca июн июнь июня",
    "jul july juli juillet juil julio lug luglio julho lip lipiec lipca июл июль июля",
    "aug august aout ago agosto augustus augusti sie sierpien sierpnia авг август августа",
    "sep sept september septembre septiembre set settembre setembro wrz wrzesien wrzesnia "
    "сен сент сентябрь сентября",
    "oct october okt oktober octobre octubre ott ottobre out outubro paz pazdziernik "
    "pazdziernika окт октябрь октября",
    "nov november novembre noviembre novembro lis listopad listopada ноя нояб ноябрь ноября",
    "dec december dez dezember decembre dic diciembre dicembre dezembro gru grudzien grudnia "
    "дек декабрь декабря",
)
MONTH_OF = {
    fold(name): place for place, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_WEEKDAY_WORDS = (
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday "
    "sun sunday mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag so "
    "sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi "
    "venerdi domenica segunda terca quarta quinta sexta maandag dinsdag woensdag donderdag "
    "vrijdag zaterdag zondag poniedzialek wtorek sroda czwartek piatek sobota niedziela mandag "
    "tisdag onsdag torsdag fredag lordag sondag пн вт ср чт пт сб вс понедельник вторник среда "
    "четверг пятница суббота воскресенье"
)
DAYS_OF_WEEK = frozenset(map(fold, _WEEKDAY_WORDS.split()))
FILLERS = frozenset({"de", "del", "of", "the", "den", "am", "le", "at", "um", "a", "г", "года"})

ZONES = {
    **dict.fromkeys(("utc", "gmt", "z", "ut", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "met", "west"), 60),
    **dict.fromkeys(("cest", "eet", "mest", "cat", "sast"), 120),
    **dict.fromkeys(("eest", "msk"), 180),
    **dict.fromkeys(("est",), -300),
    **dict.fromkeys(("edt",), -240),
    **dict.fromkeys(("cst",), -360),
    **dict.fromkeys(("cdt",), -300),
    **dict.fromkeys(("mst",), -420),
    **dict.fromkeys(("mdt",), -360),
    **dict.fromkeys(("pst",), -480),
    **dict.fromkeys(("pdt",), -420),
    **dict.fromkeys(("jst", "kst"), 540),
    **dict.fromkeys(("aest",), 600),
}
"""Minutes ahead of UTC. Abbreviations that stand for several zones are read as in North America,
where the programs that write them come from."""
