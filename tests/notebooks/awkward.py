"""Notebooks that do what ordinary ones don't, built cell by cell."""

from collections.abc import Sequence

import nbformat
from nbformat import NotebookNode

__all__ = ["BEHIND", "ENDINGS", "LEAKS", "PROBES", "one_notebook"]

BEHIND = (
    "import os, subprocess\nprint('before')\n"
    "subprocess.run(['echo', 'inside'], check=True)\nprint('after')\n"
    "os.write(1, b'raw \\xe1\\xbb')"
)
"""What is written behind the back of Python; a kernel sends it whenever its thread gets to it."""

PROBES = {
    "streams in order": (
        "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')",
        "import logging\nlogging.warning('logged')\nprint('after the log')",
        "import warnings\nwarnings.warn('beware', UserWarning, stacklevel=1)",
        "print('a' * 70_000)",
        "sys.stdout.write('no newline')",
        "print('part', end='', flush=True)\nprint(' whole')",
    ),
    "rich display": (
        "from IPython.display import HTML, Markdown, clear_output, display, update_display",
        "display(HTML('<b>x</b>'), metadata={'text/html': {'isolated': True}})\nHTML('<i>y</i>')",
        "handle = display('first', display_id='own')",
        "update_display('second', display_id='own')",
        "print('gone')\nclear_output()\nprint('stays')",
        "print('gone later')\nclear_output(wait=True)\ndisplay(Markdown('*m*'))",
        "display({'text/plain': 'p', 'application/json': {'a': [1, 2.5, None]}}, raw=True)",
        (
            "class Own:\n    def _repr_mimebundle_(self, **_):\n"
            "        return {'text/plain': 'own', 'text/html': '<u>own</u>'}\nOwn()"
        ),
        "1; 2",
        "_, __, In[1]",
        "get_ipython().__class__.__name__, __name__",
        "from IPython.display import Image\nImage(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 60)",
    ),
    "tables and figures": (
        "import pandas as pd\nframe = pd.DataFrame({c * 12: range(3) for c in 'abcdefghijkl'})",
        "frame",
        "print(frame)",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]);",
        "figure, axes = plt.subplots()\naxes.bar(['a', 'b'], [1, 2])\nplt.show()\nprint('shown')",
        "figure",
        (
            "%config InlineBackend.figure_formats = ['svg']\n"
            "plt.rcParams['svg.hashsalt'] = 'same'\nplt.plot([3, 1]);"
        ),
        "%matplotlib inline\nplt.figure()\nplt.plot([1, 1])\nplt.figure()\nplt.plot([2, 2]);",
        "import matplotlib\nmatplotlib.get_backend(), matplotlib.is_interactive()",
    ),
    "waiting": (
        "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
        "async def late():\n    await asyncio.sleep(0)\n    return 7\nawait late()",
        "task = asyncio.create_task(late())\nprint('started')",
        "await task",
        "async with asyncio.Lock():\n    print('locked')",
        "asyncio.get_running_loop().is_running()",
    ),
    "magics": (
        "%%bash\necho bash\necho wrong >&2",
        "!echo shell",
        "found = !echo captured\nfound",
        "%%capture kept\nprint('hidden')",
        "kept.stdout",
        "%pwd\n%cd /\n",
        "%env FROM_MAGIC=1\n",
        "import os\nos.environ['FROM_MAGIC'], os.getcwd()",
    ),
    "skipped": (
        ("raise ValueError('never')", "skip-execution"),
        "",
        "  \n",
        "'ran'",
    ),
    "threads": (
        (
            "import threading\nworker = threading.Thread(target=print, args=('from a thread',))\n"
            "worker.start()\nworker.join()"
        ),
        "stop = threading.Event()\nthreading.Thread(target=stop.wait, daemon=True).start()",
        "'left running'",
    ),
    "comm": (
        (
            "import comm\nopened = comm.create_comm(target_name='jupyter.widget', "
            "data={'state': {'_model_name': 'M', '_model_module': 'm', 'x': 1}}, comm_id='c1')"
        ),
        "opened.send({'method': 'update', 'state': {'x': 2}})",
    ),
}
"""Cells that both engines must show alike."""

ENDINGS = {
    "a value that cannot be shown": (
        "class Bad:\n    def _repr_html_(self):\n        raise ValueError('no html')\nBad()",
    ),
    "error": ("x = 1", "def inner():\n    return x / 0\ninner()", "print('never')"),
    "syntax error": ("x = (", "print('never')"),
    "magic error": ("%nosuchmagic", "print('never')"),
    "error in a chain": (
        "try:\n    {}['a']\nexcept KeyError as first:\n    raise ValueError('chained') from first",
    ),
    "error while awaiting": (
        "import asyncio\nasync def fail():\n    raise LookupError('late')\nawait fail()",
    ),
    "error in display": (
        "class Worse:\n    def __repr__(self):\n        raise ValueError('no repr')\nWorse()",
        "print('after')",
    ),
    "system exit": ("import sys\nsys.exit(3)", "print('never')"),
    "system exit without fault": ("import sys\nsys.exit()", "print('never')"),
    "nobody answers": ("input('name?')",),
    "keyboard interrupt": ("raise KeyboardInterrupt",),
    "an error that was expected": (("1 / 0", "raises-exception"), "print('goes on')"),
    "in the wrong loop": ("import asyncio\nasyncio.run(asyncio.sleep(0))",),
}
"""Cells that end a notebook before its end; each is a notebook of its own."""


LEAKS = (
    ("left_over = 1", "'left_over' in globals()"),
    (
        "import matplotlib\nmatplotlib.rcParams['font.size'] = 31",
        "import matplotlib\nmatplotlib.rcParams['font.size']",
    ),
    (
        "import warnings\nwarnings.simplefilter('error')",
        "import warnings\nlen(warnings.filters)",
    ),
    (
        "import string\nstring.capwords = lambda *_: 'patched'",
        "import string\nstring.capwords('a b')",
    ),
    ("import os\nos.environ['LEFT_OVER'] = '1'", "import os\n'LEFT_OVER' in os.environ"),
    ("import os\nos.chdir('/')", "import os\nos.getcwd() == '/'"),
    (
        "import decimal\ndecimal.getcontext().prec = 5",
        "import decimal\ndecimal.getcontext().prec",
    ),
    (
        "import logging\nlogging.disable()\nlogging.getLogger().addHandler(logging.NullHandler())",
        "import logging\nlogging.root.manager.disable, len(logging.root.handlers)",
    ),
    ("import sys\nsys.path.append('/left')", "import sys\n'/left' in sys.path"),
    ("import builtins\nbuiltins.left = 1", "import builtins\nhasattr(builtins, 'left')"),
    (
        "import pandas\npandas.options.display.precision = 1",
        "import pandas\npandas.options.display.precision",
    ),
)
"""What a notebook may change, and how another one would see it."""


def one_notebook(cells: Sequence[str | tuple[str, str]]) -> NotebookNode:
    """Return a notebook of code cells; a cell may come with a tag."""
    built = []
    for number, given in enumerate(cells):
        source, *tags = (given,) if isinstance(given, str) else given
        cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)} if tags else {})
        cell["id"] = f"cell-{number}"
        built.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=built, metadata={"kernelspec": kernel})
