"""What docs/performance.md says before and after its table."""

BEFORE = """\
# Performance

`python3 dev.py bench` measures ours beside a peer, in alternating pairs of whole processes, and writes this
page. With `--only P1` it measures one group and leaves the other lines as they were.
Absolute times depend on the machine; the ratios are what is promised. No test asserts a time.
"""

AFTER = """\
## The window (P1, P2, P7, P13)

The frame of the window is painted with Qt alone, in the colours and at the place of last time. Its menus and bars
are loaded in a thread and put together when they are there, then the store is opened in a job. The bare window of
the comparison is one `QMainWindow` with a label; both are timed from the start of the process, without a display.

P2 misses its budget of 3. What is left, in the time of a bare window: 1.0 for Python and Qt; 1.4 until the menus and
bars are there, half of it our own modules; about 3 to import the store and the services, most of it SQLAlchemy, which
alone takes 1.5 to 2, and its mapped classes, then numpy; half of one for opening, building the tabs and reading. The
queries themselves take a tenth. A budget of 3 cannot be met by a program that imports SQLAlchemy before its first
figure, as Python imports in one thread at a time. What is promised instead is P13: all this while the window answers.

A chart that gets new data draws its artists again and copies the pictures of texts it has set before; hovering copies
the kept picture. P13 is a watch on the event loop during a walk: the store is opened, tabs are switched, the pointer
moves over the chart, all months are shown, the people of a month listed, scrolled and filtered, and a million events
imported while the tabs are switched. A block is a moment in which the window answers nothing for over 100 ms.

## Import (P3, P4)

The import figure is of the whole act: sniffing, an independent count of the records, normal identifiers,
the first qualifying activity of each person and month, the hash-chained journal and the durable write.
The peer only counts distinct people a month.

In these runs the two cores were shared with other work. The import misses its budget at 10 million events, and the
appended day at both sizes; where the time goes has not been profiled yet. 100 million events (`--full`) have not been
run yet.
"""
