"""Loading CSV files as operators do."""

from io import StringIO

from django.core.management import call_command


def write_csv(folder, *lines):
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def load_csv(command, folder, *lines, **options):
    """Run a command for a file with these lines and return what it printed."""
    out = StringIO()
    call_command(command, csv_path=write_csv(folder, *lines), stdout=out, **options)
    return out.getvalue()
