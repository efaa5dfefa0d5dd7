"""Nodes as a Drupal marketing site sends them."""

from uuid import UUID


def _node(kind, number, title, **values):
    return {
        "uuid": str(UUID(int=number)),
        "nid": str(number),
        "type": kind,
        "title": title,
        "status": "1",
        "created": "1469180400",
        "changed": "1469180400",
    } | values


def rich(text):
    return {"value": text, "summary": "", "format": "standard_html"}


def file(url):
    return {"fid": "1", "name": "picture", "mime": "image/png", "url": url}


def subject_node(number=1, title="Botany", **values):
    return (
        _node("subject", number, title)
        | {
            "field_subject_url_slug": "botany",
            "field_subject_subtitle": rich("<p>Plants &amp; more</p>"),
            "body": rich("<h2>All</h2><p>of them</p>"),
            "field_xseries_banner_image": file("https://site.example/banner.jpg"),
            "field_subject_card_image": [],
        }
        | values
    )


def school_node(number=1, title="LakeX", logo=None, **values):
    return (
        _node("school", number, title)
        | {
            "field_school_name": "Lake University",
            "field_school_description": rich("<p>By the lake</p>"),
            "field_school_image_logo": file(logo) if logo else [],
            "field_school_url_slug": "lake",
        }
        | values
    )


def sponsor_node(number=1, title="Harbour & Sons", **values):
    return _node("sponsorer", number, title) | {"body": rich("<p>Gives</p>"), "field_sponsorer_image": None} | values


def person_node(number=1, photo=None, **values):
    return (
        _node("person", number, "Ada Lake")
        | {
            "field_person_salutation": "Dr.",
            "field_person_first_middle_name": "Ada",
            "field_person_last_name": "Lake",
            "field_person_slug": "ada-lake",
            "field_person_resume": rich("<p onclick='x'>Botanist</p>"),
            "field_person_major_works": [],
            "field_person_image": file(photo) if photo else None,
        }
        | values
    )


def course_node(number, run_key, subjects=(), schools=(), **values):
    return (
        _node("course", number, "Botany One")
        | {
            "field_course_id": run_key,
            "field_course_start_date": "1469180400",
            "field_course_sub_title_long": rich("<p>Short</p>"),
            "field_course_description": rich("<p>Full</p><script>x</script>"),
            "field_course_what_u_will_learn": rich("<ul><li>Leaves</li></ul>"),
            "field_course_prerequisites": [],
            "field_course_syllabus": None,
            "field_course_level": {"tid": "1", "name": "introductory"},
            "field_product_video": file("https://videos.example/botany"),
            "field_course_subject": [_reference(each) for each in subjects],
            "field_course_school_node": [_reference(each) for each in schools],
        }
        | values
    )


def _reference(node):
    return {"uuid": node["uuid"], "title": node["title"], "resource": "node", "id": node["nid"]}
