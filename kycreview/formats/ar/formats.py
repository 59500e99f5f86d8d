"""Arabic pages write Latin digits, with a decimal point: the two go together.

Django's own Arabic formats put a comma before the fraction, which reads as a thousand beside
Latin digits; and its times are on twelve hours, where deadlines stand on twenty-four here.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y، H:i"
MONTH_DAY_FORMAT = "j F"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
