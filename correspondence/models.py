"""Index of every table, in layer order."""

from correspondence.accounts.models import *
from correspondence.audit.models import *
from correspondence.casework.models import *
from correspondence.directory.models import *
from correspondence.documents.models import *
from correspondence.followups.models import *
from correspondence.intake.mail.models import *
from correspondence.intake.models import *
from correspondence.letters.models import *
from correspondence.responses.models import *
