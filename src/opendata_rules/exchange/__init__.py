"""A checked catalogue as others read it: DCAT-AP in RDF, Data Packages, schema.org, findings as a SHACL report.

An adapter never judges: what it writes is in the report, in the words of another vocabulary. What the report does not
say is left out. Needs the extra ``exchange`` for RDF.
"""

from .errors import BadSettings
from .settings import AccessRight, Condition, Distribution, Settings

__all__ = ["AccessRight", "BadSettings", "Condition", "Distribution", "Settings"]
