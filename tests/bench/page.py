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

The first row of P1 is a frame without content; the second is the whole window before its store is open.

P2 misses its budget of 3. What it consists of, in times of the processor time of a bare window: 1.3 to the frame; 1.0
until menus and bars are there, half of it importing our own modules and half making the widgets; about 4 to import
what opens the store and shows one tab, of which SQLAlchemy alone is 1.6, its mapped classes 0.4 and the frozen
dataclasses of the rules and answers 0.6; about 1.2 to open the store, make that tab and show what was read, of which
a third is SQLAlchemy compiling the first statements. Python imports in one thread at a time, and Qt leaves it no time
to use meanwhile, so a budget of 3 leaves no room for SQLAlchemy before the first figure.

Before the first figures only what they need is imported (`tests/views/test_first_paint.py` guards it): no numpy, no
chart, no other tab and no service that is not asked. The other tabs and services follow when no job is left. In
alternating runs beside the program that imported them all (7 each, 2026-11-30) this took a fifth to a quarter of the
time, and of the processor time, to either tab away. Where Python may not write its byte code, set-up and this bench
write it; without it all of this takes about a third longer. The lines of P1 and P2 are of quiet cores: on busy ones
a program of several threads pays more than the bare window does. Those of P13 are of 2026-11-22.
All this while the window answers (P13).

A chart that gets new data draws its artists again and copies the pictures of texts it has set before; hovering copies
the kept picture. P13 is a watch on the event loop during a walk: the store is opened, tabs are switched, the pointer
moves over the chart, all months are shown, the people of a month listed, scrolled and filtered, and a million events
imported while the tabs are switched. A block is a moment in which the window answers nothing for over 100 ms.
The watch cannot tell our work from a moment in which the machine gave the program no core: on shared cores a block
now and then is either. The longest waits are putting the window together and making a tab.

## Orders (P6)

A page of the list is one statement, compiled once a listing and run by the driver: it reads by the index of its order,
from the key of the row before it, never by counting, and says itself whether anything was written since. An order
becomes an answer when its row is looked at; a window paints 30 of 200. Each index of the list ends with what filters
and searches look at, so that an order that does not fit is passed by without reading its row. A filter that finds few
orders is listed by its keys once, those of more than 2,000 in the background; one that finds many is read in order; a
search for a number, so many seats or days is put together from ranges of the indexes. Sums and counts are kept until
the journal grows, and no page waits for them.

Pages, first paints and files are measured in processor time, ours and the peer's in turns, because other work shares
the cores and takes them in the middle of a page. The cursor is a bare one on the same store, opened for reading only;
the rows it reads lie in its memory after the first time, as ours do. The budget of 3 ms is met throughout, as is the
paint's. That of 1.5 times the cursor is met by most pages and missed by some, by filters most: on quieter cores every
page of ten thousand took 1.27 to 1.44 times the cursor, on busy ones, which leave less of the caches, up to 1.9 times.
Between ten thousand and a million the ratios differ less than between runs. What a filter costs when it is typed for
the first time is shown apart: its statements are compiled, its orders counted and the fewest listed. Where the order
groups what the filter leaves out (orders of 2019 by price, after a price change), the first page passes many others by.

The first paint shows other rows each time; numbers, days and amounts that were written once are kept. To jump to the
end is to read backwards from it. At ten thousand rows the peer is at its own end in a tenth of a second, and a
hundredth of that is less than a page takes.

The list as a file is written at a steady speed and in flat memory. It is written by column, straight from the rows as
they are stored; an amount in words is put together from what Babel says once of its language and currency. In turns on
busy cores 100,000 orders took 3.5 times the csv module handed the same cells as text (6.4 before), which neither reads
an order nor says in the person's language why it costs what it costs. To read the rows takes as long as the csv module.

Ten million orders were not measured: the machine was too busy to make the store, which `--full` does.

## Rating, and what falls due (P11, P12)

What a month of an order charges follows from its terms: the users, the price it keeps, the tax. So a month is rated
once, and every instalment of the term is that rating with a period of its own; a test compares each with one rated
alone, to the hash. Shared are the lines, the sums, and the explanation, which is made when somebody first asks for it.
Orders of one day at one price also share the step that says why, and orders of as many users the step that counts
them. The bench rates orders of which nothing is known yet, asks each of their instalments for its total and its
explanation, and keeps nothing. Before all this it took 13 times the plain sums.

What falls due is found from the next days of the orders, kept in a heap: a day looks at the orders whose day it is,
and at all of them where new rules begin. A property test leads the same account on day by day, looking at every order.
The bench of before was wrong: without a card all its orders ended in their first month. Orders that live showed time
growing with the square of their number and of their years: 27,000 transitions of 1,000 orders over two years took 56 s
of busy cores, and take one second of processor time now. Twice the years cost what they bring. The 1.3 million
transitions of ten thousand orders over ten years are held in memory with all they say. Python's collector of garbage
walked through them again and again: 45 of 117 s, where it was 2.7 of 8.3 s for a thousand orders. It rests during an
act (`desktop/system/collector.py`), as nothing that an act makes needs it.

A preview of a deactivation, and its curve of cancel or keep, read the orders that have not ended: of 20,000 orders of
which 19,500 had ended it took 0.4 s of the processor (27 s before). Where all 20,000 run, of 365 days and 3,500 sizes
each, 130,000 instalments are read. On the same busy cores the curve took 3.1 to 3.9 s (25 to 32 s before): orders of
one day and price share their days and terms, and only whole numbers are added up for each size. The preview took 7 to
8.5 s (14 to 20 s before), a third of it to read: it explains every fee, and says of every order when it ends. Both show
how far they are, and can be canceled.

## Forks (P14)

A fork copies the rows of one account and reads usage where it lies. The tables are filled without key or index, which
are made afterwards in one go each; that takes half the time of rows that look for their places one by one. So a fork
takes as long beside other accounts as alone. One index is left out: reading an account's events is sooner done than
making it. From PostgreSQL the rows come through Python in batches of the driver, which takes two to three times as
long; the bench measures files only. The lines are of 2026-11-30, with nine programs waiting for two cores: the budget
of a second is missed on them. In processor time it is 0.7 s; a trial with one index fewer took 0.5 s in all when the
cores were free for a moment.

## Import (P3, P4)

The import figure is of the whole act: sniffing, an independent count of the records, normal identifiers,
the first qualifying activity of each person and month, the hash-chained journal and the durable write.
The peer only counts distinct people a month.

At 100 million events (`--full`; 7.2 GB, 2 million learners; one pair, 2026-11-22) the import took 105 s against
47.9 s, 2.18 times the peer, within 984 MiB; a day of 300,000 events more took 3.96 s, 0.04 of it. Both meet their
budgets there. At 10 million the import misses its budget: of 13 s, by a profile of another run,
about 1 s is the file's fingerprint, 6 s are the two
readings of the file (the peer reads once), 3.5 s write half a million learners with their indexes, 1.5 s write the
sets, and 1 s is the start of the program. The appended day of the smaller files misses because what is fixed weighs
more there: starting takes 0.6 s, and each learner named has to be looked up.

All lines but those of P1 to P4 and P12 were measured while other work shared the two cores.
"""
