"""Mails that are written as web pages, and what is made to hold a reader up."""

from correspondence.intake.opening.html import text_of


def test_it_is_laid_out_as_a_reader_sees_it():
    page = (
        "<html><head><title>unseen</title></head><body><p>Caf&eacute; &amp; bar<br>below<sup>1</sup></p>"
        "<script>unseen</script><ol type=a start=2><li>one<li>two<ul><li>under</ul></ol></body></html>"
    )

    assert text_of(page) == "Café & bar\nbelow¹\n\nb. one\nc. two\n\n    • under"


def test_what_it_says_of_its_own_letters_is_no_matter():
    page = '<?xml version="1.0" encoding="utf-16"?><meta charset="latin-1"><p>“Café”</p>'

    assert text_of(page) == "“Café”"


def test_a_page_without_words_says_nothing():
    assert [text_of(page) for page in ("", " \n", "<p></p>", "<!-- only -->")] == [""] * 4


def test_comments_that_never_end_are_read_in_no_time():
    assert text_of("<!--" * 100_000) == ""
