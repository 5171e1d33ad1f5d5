"""The loaders that come with Tanya, by file suffix."""

from types import MappingProxyType

from qa.ingest.loaders.base import LoaderRegistry
from qa.ingest.loaders.documents.docx import load_docx
from qa.ingest.loaders.documents.eml import load_eml
from qa.ingest.loaders.documents.epub import load_epub
from qa.ingest.loaders.documents.odt import load_odt
from qa.ingest.loaders.documents.pdf import load_pdf
from qa.ingest.loaders.documents.rtf import load_rtf
from qa.ingest.loaders.html import load_html
from qa.ingest.loaders.plain import load_plain
from qa.ingest.loaders.rows.csv import load_csv
from qa.ingest.loaders.rows.json_lines import load_json, load_json_lines
from qa.ingest.loaders.rows.xlsx import load_xlsx
from qa.ingest.loaders.rows.xml_feed import load_xml

LOADERS = LoaderRegistry(
    MappingProxyType(
        {
            ".txt": load_plain,
            ".md": load_plain,
            ".html": load_html,
            ".htm": load_html,
            ".pdf": load_pdf,
            ".docx": load_docx,
            ".odt": load_odt,
            ".rtf": load_rtf,
            ".epub": load_epub,
            ".eml": load_eml,
            ".jsonl": load_json_lines,
            ".ndjson": load_json_lines,
            ".json": load_json,
            ".csv": load_csv,
            ".tsv": load_csv,
            ".xlsx": load_xlsx,
            ".xml": load_xml,
            ".rss": load_xml,
            ".atom": load_xml,
        }
    )
)
"""The default registry; see `LoaderRegistry.with_loader` for one with more formats."""
