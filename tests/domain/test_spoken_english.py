"""What an English voice is given: each row is (written, said)."""

import re
import subprocess

import pytest

from kiosk.domain.spoken import spoken_text

# Letters are joined: espeak-ng reads "A B" as "uh bee", "A-B" as "ay bee".
PLATES = [
    ("AB-123-CD", "A-B, one two three, C-D"),
    ("the car AB-123-CD outside", "the car A-B, one two three, C-D outside"),
    ("AB123CD", "A-B, one two three, C-D"),
    ("ab-123-cd", "A-B, one two three, C-D"),
    ("AB12 CDE", "A-B, one two, C-D-E"),
    ("1234 AB 75", "one two three four, A-B, seventy-five"),
    ("1-ABC-123", "one, A-B-C, one two three"),
    ("B-MW 1234", "B, M-W, one two three four"),
]
NUMBERS = [
    ("0", "zero"),
    ("12", "twelve"),
    ("13", "thirteen"),
    ("21", "twenty-one"),
    ("40", "forty"),
    ("80", "eighty"),
    ("100", "one hundred"),
    ("101", "one hundred and one"),
    ("115", "one hundred and fifteen"),
    ("999", "nine hundred and ninety-nine"),
    ("1000", "one thousand"),
    ("1001", "one thousand and one"),
    ("1200", "one thousand two hundred"),
    ("1,200", "one thousand two hundred"),
    ("200 000", "two hundred thousand"),
    ("1,000,000", "one million"),
    ("3.5", "three point five"),
    ("3.14", "three point one four"),
    ("0.05", "zero point zero five"),
    ("007", "zero zero seven"),
    ("1234567", "one two three four five six seven"),
    ("-5", "minus five"),
    ("1/2", "half"),
    ("3/4", "three quarters"),
    ("1½", "one and a half"),
    ("٣ cars", "three cars"),
]
CODES = [
    ("table 12", "table twelve"),
    ("order A12", "order A-twelve"),
    ("room B12", "room B twelve"),
    ("No. 12", "number twelve"),
    ("no 12", "number twelve"),
    ("#42", "number forty-two"),
    ("n° 3", "number three"),
    ("No, thank you", "No, thank you"),
    ("a black 4x4", "a black four by four"),
]
TIMES = [
    ("7:30 pm", "seven thirty p-m"),
    ("7.30pm", "seven thirty p-m"),
    ("7pm", "seven p-m"),
    ("7 PM", "seven p-m"),
    ("7 p.m. on Monday", "seven p-m on Monday"),
    ("We close at 7 p.m. Thank you.", "We close at seven p-m. Thank you."),
    ("9 am", "nine a-m"),
    ("19:30", "seven thirty p-m"),
    ("19h30", "seven thirty p-m"),
    ("19h", "seven p-m"),
    ("7:05", "seven oh five"),
    ("8:00", "eight o'clock"),
    ("12:00", "midday"),
    ("12:30 pm", "twelve thirty p-m"),
    ("12 am", "midnight"),
    ("0:00", "midnight"),
    ("15 minutes", "fifteen minutes"),
    ("1 minute", "one minute"),
    ("15 min", "fifteen minutes"),
    ("1 min", "one minute"),
    ("15 mins", "fifteen minutes"),
    ("2 hrs", "two hours"),
    ("10-15 minutes", "ten to fifteen minutes"),
    ("24/7", "twenty-four seven"),
]
DATES = [
    ("24/11/2026", "the twenty-fourth of November twenty twenty-six"),
    ("24 November", "the twenty-fourth of November"),
    ("the 24th of November 2026", "the twenty-fourth of November twenty twenty-six"),
    ("November 24, 2026", "November the twenty-fourth twenty twenty-six"),
    ("since 1905", "since nineteen oh five"),
    ("since 2005", "since two thousand and five"),
    ("in 2026", "in twenty twenty-six"),
    ("May 2026", "May twenty twenty-six"),
    ("2026-11-24", "the twenty-fourth of November twenty twenty-six"),
]
RANKS = [
    ("1st", "first"),
    ("2nd floor", "second floor"),
    ("3rd", "third"),
    ("4th", "fourth"),
    ("5th", "fifth"),
    ("8th", "eighth"),
    ("9th", "ninth"),
    ("12th", "twelfth"),
    ("20th", "twentieth"),
    ("21st", "twenty-first"),
    ("100th", "one hundredth"),
    ("Louis XIV", "Louis the fourteenth"),
    ("room VI", "room six"),
]
MONEY = [
    ("€12.50", "twelve euros fifty"),
    ("12.50 €", "twelve euros fifty"),
    ("12,50 €", "twelve euros fifty"),
    ("€1", "one euro"),
    ("£5", "five pounds"),
    ("$3.20", "three dollars twenty"),
    ("£0.50", "fifty pence"),
    ("€0.01", "one cent"),
    ("1,250 €", "one thousand two hundred and fifty euros"),
    ("20 %", "twenty percent"),
    ("20%", "twenty percent"),
]
UNITS = [
    ("2 kg", "two kilos"),
    ("1 kg", "one kilo"),
    ("75 cl", "seventy-five centilitres"),
    ("1.5 l", "one point five litres"),
    ("18 °C", "eighteen degrees"),
    ("30 m", "thirty metres"),
    ("30 m²", "thirty square metres"),
    ("30 mph", "thirty miles an hour"),
]
PHONES = [
    ("01 42 68 53 00", "zero one, four two, six eight, five three, zero zero"),
    ("0142685300", "zero one, four two, six eight, five three, zero zero"),
    ("+33 6 12 34 56 78", "plus three three, six, one two, three four, five six, seven eight"),
]
ABBREVIATIONS = [
    ("Mr Smith", "Mister Smith"),
    ("Mr. Smith", "Mister Smith"),
    ("Mrs Jones", "Missis Jones"),
    ("Ms Lee", "Miz Lee"),
    ("Dr Watson", "Doctor Watson"),
    ("St John", "Saint John"),
    ("High St", "High Street"),
    ("5th Ave.", "fifth Avenue"),
    ("Victoria Rd", "Victoria Road"),
    ("e.g. this", "for example this"),
    ("i.e. that", "that is that"),
    ("coffee, tea, etc.", "coffee, tea, et cetera."),
    ("approx. 10 minutes", "approximately ten minutes"),
    ("fish & chips", "fish and chips"),
    ("the WC", "the toilets"),
    ("pls wait", "please wait"),
    ("hello@the-house.com", "hello at the hyphen house dot com"),
    ("www.the-house.com", "w w w dot the hyphen house dot com"),
]
TYPED_BY_A_WAITER = [
    ("Table 4, your bill is €23.40", "Table four, your bill is twenty-three euros forty"),
    ("Happy hour 5-7pm", "Happy hour five to seven p-m"),
    ("Table 12B", "Table twelve B"),
    ("Mr & Mrs Smith", "Mister and Missis Smith"),
    ("Room 101 is ready", "Room one oh one is ready"),
    ("room 215", "room two fifteen"),
    ("Room 200", "Room two hundred"),
    ("Suite 1012", "Suite ten twelve"),
    ("Order #0042", "Order number zero zero four two"),
    ("Call 020 7946 0958", "Call zero two zero, seven nine four six, zero nine five eight"),
    ("+44 20 7946 0958", "plus four four, two zero, seven nine four six, zero nine five eight"),
    ("Call 555-0123", "Call five five five, zero one two three"),
    ("Call 999", "Call nine nine nine"),
    ("Call 10 minutes before", "Call ten minutes before"),
    ("Mon-Fri 9am-5pm", "Monday to Friday nine a-m to five p-m"),
    ("Sat & Sun", "Saturday and Sunday"),
    ("The sun is out.", "The sun is out."),
    ("Tues 24 Nov at 7pm", "Tuesday the twenty-fourth of November at seven p-m"),
    ("Dec. 25", "December the twenty-fifth"),
    ("1st Jan", "the first of January"),
    ("Until 25 Dec. Thank you.", "Until the twenty-fifth of December. Thank you."),
    ("We open at 7.30", "We open at seven thirty"),
    ("an 80s night", "an eighties night"),
    ("the 1990s", "the nineteen nineties"),
    ("open 24h", "open twenty-four hours"),
    ("24hr service", "twenty-four hour service"),
    ("2 x 10", "two times ten"),
    ("wait 1/2 hour", "wait half an hour"),
    ("1/2 price", "half price"),
    ("€3/kg", "three euros per kilo"),
    ("£5/person", "five pounds per person"),
    ("3 lbs", "three pounds"),
    ("68°F", "sixty-eight degrees"),
    ("coffee w/ milk", "coffee with milk"),
    ("tea w/o sugar", "tea without sugar"),
    ("VAT incl.", "V-A-T included"),
    ("Prof. Lee", "Professor Lee"),
    ("the U.S.A.", "the USA."),
    ("A/C", "air conditioning"),
    ("2-for-1", "two-for-one"),
]
KEPT_OR_CLEANED = [
    ("Ladies and gentlemen, thank you.", "Ladies and gentlemen, thank you."),
    ("The guest(s)", "The guest"),
    ("the driver’s car", "the driver's car"),
    ("Well done 🎂 Léa!!!", "Well done Léa!"),
    ("{place} [[x]] <b>", "place x b"),
    ("one\nline", "one line"),
    ("", ""),
]
ROWS = [
    *PLATES, *NUMBERS, *CODES, *TIMES, *DATES, *RANKS, *MONEY, *UNITS, *PHONES, *ABBREVIATIONS,
    *TYPED_BY_A_WAITER, *KEPT_OR_CLEANED,
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), ROWS)
def test_written_english_is_said_as_people_say_it(written: str, said: str) -> None:
    assert spoken_text(written, "en") == said


@pytest.mark.parametrize(("written", "said"), ROWS)
def test_what_is_said_stays_as_it_is_when_it_is_said_again(written: str, said: str) -> None:
    assert spoken_text(said, "en") == said


def test_espeak_reads_every_row_in_english_alone() -> None:
    said = "\n\n".join(said for _, said in ROWS)
    read = subprocess.run(
        ["espeak-ng", "-v", "en", "-q", "--ipa"], input=said, text=True, capture_output=True, check=True, timeout=120
    ).stdout
    assert read.strip()
    assert re.findall(r"\([a-z-]+\)\S*", read) == []  # "(fr)" is where it changes its accent
