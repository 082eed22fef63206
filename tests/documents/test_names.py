import pytest

from correspondence.documents.rules import plain_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Reply of 18 January.pdf", "Reply of 18 January.pdf"),
        ("Réponse du 18 janvier.pdf", "Réponse du 18 janvier.pdf"),
        ('a"\r\n.pdf', 'a" .pdf'),
        ("../../x", "x"),
        ("C:\\Users\\clerk\\Reply.pdf", "Reply.pdf"),
        ("Reply\u202efdp.exe", "Reply fdp.exe"),
        (".bashrc", "bashrc"),
        ("..", "file"),
        ("", "file"),
        (None, "file"),
        ("a\x00b.pdf", "a b.pdf"),
    ],
)
def test_a_file_name_keeps_its_words_and_loses_its_tricks(given, kept):
    assert plain_name(given) == kept


def test_a_long_name_is_cut_before_its_ending():
    name = plain_name("x" * 400 + ".pdf")

    assert len(name) == 255
    assert name.endswith("x.pdf")
