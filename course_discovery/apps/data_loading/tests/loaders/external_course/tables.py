"""Tables of external courses, and hosts of their pictures."""

from io import BytesIO

from PIL import Image

from course_discovery.apps.data_loading.sources.table import Table
from course_discovery.sandbox.api import Response
from course_discovery.sandbox.outside import Double

VARIANT, OTHER_VARIANT = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


class PictureHost(Double):
    def __init__(self):
        super().__init__()
        self.pictures = {"/course.jpg": drawn("red", "JPEG"), "/logo.png": drawn("blue")}

    def answer(self, request):
        content = self.pictures.get(request.path)
        return Response(200, content, content_type="image/png") if content else Response(404, b"gone")


def drawn(color, kind="PNG"):
    content = BytesIO()
    Image.new("RGB", (40, 24), color).save(content, kind)
    return content.getvalue()


def a_row(host, **changes):
    """A row with everything; a column that is changed to None is left out."""
    cells = {
        "Organization": "LakeX",
        "Title": "Lake Law",
        "Number": "LL1",
        "Course Enrollment Track": "Executive Education(2U)",
        "Course Run Enrollment Track": "Paid Executive Education",
        "Image": f"{host.url}/course.jpg",
        "Short Description": "Short & <b class='x'>sweet</b>",
        "Long Description": "<p class='wide'>Long</p>",
        "What Will You Learn": "<ul><li>Laws</li></ul>",
        "Course Level": "Introductory",
        "Primary Subject": "Law",
        "Secondary Subject": "Water",
        "Verified Price": "2900",
        "Collaborators": "Dam, Pond",
        "Syllabus": "<p>Syllabus</p>",
        "Frequently Asked Questions": "<p>Why?</p>",
        "About Video Link": "https://videos.example.com/lake",
        "Organization Short Code Override": "Lake",
        "Organization Logo Override": f"{host.url}/logo.png",
        "Publish Date": "10/15/2026",
        "Start Date": "2027-03-20",
        "Start Time": "08:00:00",
        "End Date": "04/28/2027",
        "End Time": "00:00:00",
        "Reg Close Date": "2027-03-26",
        "Reg Close Time": "23:59",
        "Course Pacing": "Instructor-Paced",
        "Minimum Effort": "7",
        "Maximum Effort": "10",
        "Length": "8",
        "Content Language": "English - United States",
        "Transcript Language": "English - United States, fr",
        "Staff": "Ann, Bob",
        "Expected Program Type": "masters",
        "Expected Program Name": "Law of waters",
        "Upgrade Deadline Override Date": "",
        "Upgrade Deadline Override Time": "",
        "Variant ID": VARIANT,
        "Restriction Type": "None",
        "Fixed Price Usd": "2500",
        "Is Future Variant": "False",
        "Course Embargo (OFAC) Restriction Text Added to the FAQ Section": "Yes",
        "OFAC Comment": "Embargo",
        "Redirect Url": "https://lake.example.com/paid",
        "External Identifier": "p-1",
        "Organic Url": "https://lake.example.com/organic",
        "Certificate Header": "Paper",
        "Certificate Text": "<p>Thick</p>",
        "Stat1": "90%",
        "Stat1 Text": "<p>are happy</p>",
        "Stat2": "8",
        "Stat2 Text": "<p>weeks</p>",
        "Meta Title": "Lakes",
        "Meta Description": "About lakes",
        "Meta Keywords": "law, lake",
        "Taxi Form ID": "f1",
        "Post Submit Url": "https://lake.example.com/thanks",
        "External Course Marketing Type": "short_course",
    }
    assert set(changes) <= set(cells)
    return {name: value for name, value in (cells | changes).items() if value is not None}


def a_table(*rows):
    return Table.from_lines([list(rows[0]), *(list(row.values()) for row in rows)], "courses.csv")
