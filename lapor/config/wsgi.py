"""The WSGI application; loaded by granian's workers (`lapor serve`) and by any other WSGI server."""

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from lapor.runtime.supervisor import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
if os.environ.get("LAPOR_DIE_WITH_PARENT"):  # set by `lapor serve`: a killed server leaves no worker on its port
    die_with_parent(signal.SIGKILL)

django_application = get_wsgi_application()

from lapor.ops.bodies import BodiesInTime  # noqa: E402 - needs the settings

application = BodiesInTime(django_application)
get_resolver().url_patterns  # noqa: B018 - loads all pages now, not for whoever comes first
gc.collect()
# all this stays: to look through it for garbage again and again held up every two hundredth visitor for 100 ms
gc.freeze()
# a page makes some thousand objects, nearly all gone at its end: looking every 700 took a twentieth of its time
gc.set_threshold(10_000)
